import { EXPLANATION_MAX_CHARS } from '@canut/contract'
import { REJECTION_REASONS } from '@canut/domain'
import type { Locale } from '../platform/i18n/index.ts'
import { Button, Field, HiddenFields } from '../platform/layout/index.ts'
import { messages } from './reviews.messages.ts'

/** What was typed into a rejection that could not be made, with what is wrong with it. */
export interface RefusedRejection {
  readonly assignment: string
  readonly typed: Readonly<Record<RejectionField, string>>
  readonly errors: Readonly<Partial<Record<RejectionField, readonly string[]>>>
}

export const REJECTION_FIELDS = ['reason', 'line', 'explanation'] as const
export type RejectionField = (typeof REJECTION_FIELDS)[number]

/** Twenty such forms are on a page, so the names of their fields say which one they belong to. */
export const fieldOf = (field: RejectionField, assignment: string): string => `${field}.${assignment}`

/** More lines than this are copied by hand: twenty forms with all of them would be a heavy page. */
const LINES_OFFERED_MAX = 60
const LINE_SHOWN_CHARS = 140

export interface RejectFormProps {
  readonly locale: Locale
  readonly action: string
  readonly assignment: string
  /** which response this is about, for those who do not see its card */
  readonly about: string
  readonly cursor: string | null
  readonly version: number
  readonly lines: readonly string[]
  readonly refused: RefusedRejection | null
}

export function RejectForm({ locale, action, assignment, about, cursor, version, lines, refused }: RejectFormProps) {
  const t = messages[locale].reject
  const common = (field: RejectionField) => ({
    locale,
    name: fieldOf(field, assignment),
    value: refused?.typed[field] ?? '',
    errors: refused?.errors[field] ?? [],
    required: true,
  })
  return (
    <details class="fold" open={refused !== null}>
      <summary>
        {messages[locale].row.reject}
        <span class="visually-hidden"> {about}</span>
      </summary>
      <form class="form" method="post" action={action}>
        <p class="small">{t.lead}</p>
        <HiddenFields values={{ cursor: cursor ?? '' }} />
        <Field
          {...common('reason')}
          kind="select"
          label={t.reason}
          placeholder={t.choose}
          options={REJECTION_REASONS.map((value) => ({ value, label: t.reasons[value] }))}
        />
        {lines.length <= LINES_OFFERED_MAX ? (
          <Field
            {...common('line')}
            kind="select"
            label={t.line}
            hint={t.lineHint({ version })}
            placeholder={t.chooseLine}
            options={lines.map((line, index) => ({ value: `${index + 1}`, label: shorten(line) }))}
          />
        ) : (
          <Field {...common('line')} kind="textarea" rows={2} label={t.line} hint={`${t.lineHint({ version })} ${t.copyLine}`} />
        )}
        <Field
          {...common('explanation')}
          kind="textarea"
          rows={3}
          label={t.explanation}
          hint={t.explanationHint}
          maxlength={EXPLANATION_MAX_CHARS}
        />
        <Button look="danger">{t.submit}</Button>
      </form>
    </details>
  )
}

/** The line that was meant: its place among those offered, or itself where it had to be copied. */
export function lineMeant(typed: string, lines: readonly string[]): string {
  return lines.length <= LINES_OFFERED_MAX && /^\d+$/.test(typed) ? (lines[Number(typed) - 1] ?? typed) : typed
}

const shorten = (line: string): string => (line.length > LINE_SHOWN_CHARS ? `${line.slice(0, LINE_SHOWN_CHARS)}…` : line)
