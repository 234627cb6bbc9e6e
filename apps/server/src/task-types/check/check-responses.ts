import { err, ok, type Result } from '@canut/domain'
import type { CheckResponse } from '@canut/contract'
import { z } from 'zod'
import { storableText } from '../shared/schemas.ts'
import { membersOf, NOT_BLANK, TEXT_MAX_LENGTH } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue } from '../task-type.ts'

export interface CheckPayload {
  /** empty for a document that nobody has written down yet */
  readonly draft: string
  readonly audio?: string
  readonly image?: string
  readonly text?: string
}

const schema = z.strictObject({ ok: z.boolean('required'), text: storableText(TEXT_MAX_LENGTH) })

export const responseSchema = z.toJSONSchema(schema) as Record<string, unknown>

/** Line ends and spaces at the ends are nobody's correction. */
const trimmed = (text: string): string => text.replaceAll('\r\n', '\n').trim()

/**
 * Whether the draft was right follows from the text, so that the two cannot contradict each other. Only a document without a
 * draft must be given a text: a draft may be of something that is not there.
 */
export function checkCheck(response: unknown, { draft }: CheckPayload): Result<CheckResponse, Issue[]> {
  const checked = schema.safeParse(response)
  if (!checked.success)
    return err(
      issuesOf(checked.error, response)
        .map((issue) => ({ ...issue, path: 'text' }))
        .slice(0, 1),
    )
  const text = trimmed(checked.data.text)
  const known = trimmed(draft)
  if (known === '' && !NOT_BLANK.test(text)) return err([{ path: 'text', code: 'required', params: {} }])
  return ok(text === known ? { ok: true, text: known } : { ok: false, text })
}

/** What responses are compared by: a text with one kind of space, apostrophe and Unicode form. */
export function comparableText(response: unknown): string | null {
  const { text } = membersOf(response)
  if (typeof text !== 'string') return null
  return text.normalize('NFC').replaceAll(/[’ʼ]/g, "'").replaceAll(/\s+/gu, ' ').trim()
}
