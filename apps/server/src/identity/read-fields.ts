import type { z } from 'zod'
import { issuesIn } from '../platform/http/api.ts'
import type { Locale } from '../platform/i18n/index.ts'
import type { FormProblem } from '../platform/layout/index.ts'

export type ReadFields<T> = { ok: true; value: T } | { ok: false; problems: FormProblem[] }

/** The fields of a form, or all that is wrong with them in the reader's language. */
export function readFields<S extends z.ZodType>(schema: S, fields: unknown, locale: Locale): ReadFields<z.output<S>> {
  const read = schema.safeParse(fields)
  if (read.success) return { ok: true, value: read.data }
  return { ok: false, problems: issuesIn(read.error.issues, locale).map(({ path, message }) => ({ field: path.split('.')[0], message })) }
}

/** What was typed, to be shown again; a megabyte of it helps nobody. */
export function typedText(text: string): string {
  return text.slice(0, 1000)
}
