import type { Child, FC } from 'hono/jsx'
import { sentencesOf } from '../issue-sentence.ts'
import type { ScreenProps } from '../task-type.ts'
import { messages } from '../task-types.messages.ts'

export interface OwnElementProps {
  /** its tag, which begins with `canut-` */
  tag: `canut-${string}`
  /** the member of the response that it stands for; `value` for the whole of it */
  path?: string
  /** what it has collected so far, as text */
  value: string
  screen: ScreenProps
  attributes?: Readonly<Record<string, string | undefined>>
  /** light DOM of the element */
  children?: Child
}

/** One of our elements as the control of a response, with what is wrong beside it, and a notice where no script runs. */
export function OwnElement({ tag, path = 'value', value, screen, attributes = {}, children }: OwnElementProps) {
  // to the renderer a tag is a text; its types know only the tags of HTML
  const Tag = tag as unknown as FC<Record<string, unknown>>
  const { locale, readOnly = false } = screen
  const id = `${screen.id}-${path}`
  const errors = sentencesOf(screen.issues ?? [], path, locale)
  return (
    <div class={errors.length > 0 ? 'field field-invalid' : 'field'}>
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      <Tag
        id={id}
        {...(readOnly ? { disabled: true } : { name: `response.${path}` })}
        value={value}
        lang={locale}
        aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}
        {...attributes}
      >
        {children}
      </Tag>
      {!readOnly && (
        <noscript>
          <p class="notice notice-warning">{messages[locale].needsScript}</p>
        </noscript>
      )}
    </div>
  )
}

/** What an element sent: JSON; null when it is none, so that `check` says what is missing. */
export function elementValue(form: FormData, path = 'value'): unknown {
  const sent = form.get(`response.${path}`)
  if (typeof sent !== 'string') return null
  try {
    return JSON.parse(sent) as unknown
  } catch {
    // somebody else's text, or a page that was left halfway: as good as nothing
    return null
  }
}
