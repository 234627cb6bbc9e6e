import type { Child } from 'hono/jsx'

export type ButtonLook = 'primary' | 'quiet' | 'danger'
export interface ButtonProps {
  look?: ButtonLook | undefined
  type?: 'submit' | 'button' | undefined
  name?: string | undefined
  value?: string | undefined
  /** The id of a form elsewhere on the page. */
  form?: string | undefined
  formaction?: string | undefined
  formnovalidate?: boolean | undefined
  disabled?: boolean | undefined
  /** For what only a script can do, which then shows it. */
  hidden?: boolean | undefined
  id?: string | undefined
  /** A key hint such as "S". */
  shortcut?: string | undefined
  data?: Readonly<Record<string, string>> | undefined
  children?: Child
}

/** `{ batch: '1' }` becomes `data-batch="1"`, for the scripts of a page. */
function dataAttributes(data: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]))
}

export function Button({ look = 'primary', type = 'submit', shortcut, data, children, ...native }: ButtonProps) {
  return (
    <button class={`button button-${look}`} type={type} {...native} {...dataAttributes(data)}>
      {children}
      {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
    </button>
  )
}

/**
 * What Enter in a field of the form does. Browsers press the first button that submits: put this before any other, where the
 * button of the main action is not the first.
 */
export function OnEnter({ name, value, children }: { name: string; value: string; children?: Child }) {
  return (
    <button class="visually-hidden" name={name} value={value} tabindex={-1} aria-hidden="true">
      {children}
    </button>
  )
}

export interface LinkButtonProps {
  href: string
  look?: ButtonLook | undefined
  id?: string | undefined
  /** Offers the target as a file. */
  download?: boolean | undefined
  children?: Child
}

export function LinkButton({ look = 'primary', children, ...native }: LinkButtonProps) {
  return (
    <a class={`button button-${look}`} {...native}>
      {children}
    </a>
  )
}

export interface ActionFormProps extends Omit<ButtonProps, 'type' | 'form' | 'formaction' | 'hidden'> {
  action: string
  hidden?: Readonly<Record<string, string>> | undefined
}

/** One button that posts: for what changes something and needs no other field. */
export function ActionForm({ action, hidden = {}, ...button }: ActionFormProps) {
  return (
    <form class="action-form" method="post" action={action}>
      <HiddenFields values={hidden} />
      <Button {...button} />
    </form>
  )
}

export function HiddenFields({ values }: { values: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
