import type { Child } from 'hono/jsx'

export interface Choice {
  value: string
  label: Child
  hint?: string | undefined
  /** The key that picks it, shown as a hint on screens with a keyboard. */
  shortcut?: string | undefined
}

export interface ChoicesProps {
  legend: Child
  name: string
  choices: readonly Choice[]
  multiple?: boolean | undefined
  chosen?: readonly string[] | undefined
  /** Only for a single choice: HTML has no "at least one" for checkboxes, the server checks it. */
  required?: boolean | undefined
}

/** The big cards of a task screen: native radios or checkboxes, so they work by touch, by keyboard and without script. */
export function Choices({ legend, name, choices, multiple = false, chosen = [], required = false }: ChoicesProps) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {choices.map(({ value, label, hint, shortcut }) => (
        <label class="choice">
          <input
            type={multiple ? 'checkbox' : 'radio'}
            name={name}
            value={value}
            checked={chosen.includes(value)}
            required={multiple ? undefined : required}
          />
          <span class="choice-label">
            {label}
            {hint !== undefined && <small>{hint}</small>}
          </span>
          {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
        </label>
      ))}
    </fieldset>
  )
}
