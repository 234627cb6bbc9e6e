import type { Locale } from '../i18n/index.ts'
import { fieldId } from './field.tsx'
import { messages } from './layout.messages.ts'

export interface FormProblem {
  /** The `name` of the field, when one field is to blame. */
  field?: string | undefined
  message: string
}

interface ErrorSummaryProps {
  readonly locale: Locale
  readonly problems: readonly FormProblem[]
  /** What fields are called, by their `name`, where sentences fit several fields of the form: they then begin with it. */
  readonly labels?: Readonly<Record<string, string>>
}

/** What is said at one field. */
export function errorsOf(problems: readonly FormProblem[], field: string): string[] {
  return problems.filter((problem) => problem.field === field).map(({ message }) => message)
}

/** All problems of a form at once, on top of it. It takes the focus when the page loads, so that nobody has to look for it. */
export function ErrorSummary({ locale, problems, labels = {} }: ErrorSummaryProps) {
  if (problems.length === 0) return null
  const t = messages[locale]
  const named = (field: string, message: string) => {
    const label = labels[field]
    return label === undefined ? message : t.problemOf({ label, message })
  }
  return (
    <div class="notice notice-error error-summary" role="alert" tabindex={-1} autofocus>
      <h2 class="notice-title">{t.problems({ count: problems.length })}</h2>
      <ul class="notice-body">
        {problems.map(({ field, message }) => (
          <li>{field === undefined ? message : <a href={`#${fieldId(field)}`}>{named(field, message)}</a>}</li>
        ))}
      </ul>
    </div>
  )
}
