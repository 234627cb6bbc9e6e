import type { Child } from 'hono/jsx'
import type { Locale } from '../../platform/i18n/index.ts'
import { messages } from '../task-types.messages.ts'
import { formText } from './text-value.ts'

/** What one of our elements put into its field: JSON of a response, or of a part of it; undefined when empty or unreadable. */
export function elementValue(form: FormData, path = 'value'): unknown {
  const text = formText(form, `response.${path}`)
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

interface ElementFieldProps {
  /** of the element */
  id: string
  errors: readonly string[]
  locale: Locale
  /** false where nothing is asked, or the form works without a script */
  needsScript?: boolean
  children: Child
}

/** Around an element: what is wrong with it, and a notice for who has no script. */
export function ElementField({ id, errors, locale, needsScript = true, children }: ElementFieldProps) {
  return (
    <div class={errors.length > 0 ? 'field field-invalid' : 'field'}>
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      {children}
      {needsScript && (
        <noscript>
          <p class="notice notice-warning">{messages[locale].needsScript}</p>
        </noscript>
      )}
    </div>
  )
}
