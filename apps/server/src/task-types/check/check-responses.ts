import { err, ok, type Result } from '@canut/domain'
import type { CheckResponse } from '@canut/contract'
import { z } from 'zod'
import { listIn } from '../../platform/members.ts'
import { storableText } from '../shared/schemas.ts'
import { formText, membersOf, NOT_BLANK, TEXT_MAX_LENGTH, textOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue } from '../task-type.ts'
import { checkLines, lineBoxSchema, LINES_MAX, type DraftLine } from './document-lines.ts'

export interface CheckPayload {
  /** empty for a document that nobody has written down yet; of a document in lines, all of them */
  readonly draft: string
  readonly audio?: string
  readonly image?: string
  readonly text?: string
  /** of a document that is checked line by line */
  readonly lines?: readonly DraftLine[]
}

const line = z.strictObject({ ok: z.boolean('required'), text: storableText(TEXT_MAX_LENGTH), box: lineBoxSchema.optional() })

const schema = z.strictObject({
  ok: z.boolean('required'),
  text: storableText(TEXT_MAX_LENGTH),
  lines: z.array(line).max(LINES_MAX).optional(),
})

export const responseSchema = z.toJSONSchema(schema) as Record<string, unknown>

/** Line ends and spaces at the ends are nobody's correction. */
const trimmed = (text: string): string => text.replaceAll('\r\n', '\n').trim()

/**
 * Whether the draft was right follows from the text, so that the two cannot contradict each other. Only a document without a
 * draft must be given a text: a draft may be of something that is not there.
 */
export function checkCheck(response: unknown, { draft, lines }: CheckPayload): Result<CheckResponse, Issue[]> {
  const path = lines === undefined ? 'text' : 'lines'
  const checked = schema.safeParse(response)
  if (!checked.success)
    return err(
      issuesOf(checked.error, response)
        .map((issue) => ({ ...issue, path }))
        .slice(0, 1),
    )
  if (lines !== undefined) return checkLines(checked.data.lines?.map(lineOf) ?? [], lines)
  if (checked.data.lines !== undefined) return err([{ path, code: 'unknown_field', params: { name: 'lines' } }])
  const text = trimmed(checked.data.text)
  const known = trimmed(draft)
  if (known === '' && !NOT_BLANK.test(text)) return err([{ path, code: 'required', params: {} }])
  return ok(text === known ? { ok: true, text: known } : { ok: false, text })
}

/** Where a line stands is said by the task. */
const lineOf = ({ ok: isRight, text }: z.infer<typeof line>) => ({ ok: isRight, text })

/** Whether the draft was right is for `checkCheck` to say, from the text. A page without the fields sends nothing. */
export function checkFromForm(form: FormData): unknown {
  if (form.has('response.text')) return { ok: false, text: formText(form, 'response.text') }
  const lines: { ok: boolean; text: string }[] = []
  for (let name = 'response.lines.0'; form.has(`${name}.text`); name = `response.lines.${lines.length}`)
    lines.push({ ok: form.has(`${name}.ok`), text: formText(form, `${name}.text`) })
  return lines.length === 0 ? {} : { ok: false, text: '', lines }
}

/** What responses are compared by: a text with one kind of space, apostrophe and Unicode form. */
export function comparableText(response: unknown): string | null {
  const { text } = membersOf(response)
  if (typeof text !== 'string') return null
  return text.normalize('NFC').replaceAll(/[’ʼ]/g, "'").replaceAll(/\s+/gu, ' ').trim()
}

/** A response in the parts that are judged and made one by themselves: its lines, or the whole. None for what is no response. */
export function partsOf(response: unknown): { ok: boolean; text: string; key: string }[] {
  const { lines } = membersOf(response)
  const parts = Array.isArray(lines) ? listIn(response, 'lines') : [response]
  return parts.flatMap((part) => {
    const key = comparableText(part)
    return key === null ? [] : [{ ok: membersOf(part)['ok'] === true, text: textOf(membersOf(part)['text']), key }]
  })
}
