import type { Child } from 'hono/jsx'

export interface Choice {
  value: string
  label: Child
  hint?: string | undefined
  /** The language of the label, where it is not the page's. */
  lang?: string | undefined
  /** The key that picks it: a hint for the eye, and `data-key` for the script of the page. */
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
  /** The id of the first input, where an error summary leads; the others are numbered after it. */
  id?: string | undefined
  errors?: readonly string[] | undefined
  /** Shows what was chosen, and sends nothing. */
  disabled?: boolean | undefined
}

/** The big cards of a task screen: native radios or checkboxes, so they work by touch, by keyboard and without script. */
export function Choices({
  legend,
  name,
  choices,
  multiple = false,
  chosen = [],
  required = false,
  id,
  errors = [],
  disabled,
}: ChoicesProps) {
  const errorsId = id !== undefined && errors.length > 0 ? `${id}-errors` : undefined
  return (
    <fieldset class="choices" aria-describedby={errorsId} disabled={disabled}>
      <legend>{legend}</legend>
      {errors.length > 0 && (
        <ul class="field-errors" id={errorsId}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      {choices.map(({ value, label, hint, shortcut, lang }, index) => (
        <label class="choice">
          <input
            type={multiple ? 'checkbox' : 'radio'}
            id={id === undefined || index === 0 ? id : `${id}-${index}`}
            name={name}
            value={value}
            checked={chosen.includes(value)}
            required={multiple ? undefined : required}
            data-key={shortcut}
          />
          <span class="choice-label" lang={lang}>
            {label}
            {hint !== undefined && <small>{hint}</small>}
          </span>
          {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
        </label>
      ))}
    </fieldset>
  )
}
