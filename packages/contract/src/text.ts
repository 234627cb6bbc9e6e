import { z } from 'zod'

/** C0 and C1 controls except tab and line feed; a database cannot keep the first of them, and nobody can read the rest. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
const LINE_BREAKS = /[\n\u2028\u2029]/

const readable = (text: string) => !CONTROLS.test(text)
const refused = { params: { code: 'control_characters' } }

/** A text of several lines, trimmed. */
export const longText = (max: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().max(max).refine(readable, refused))

/** A text of one line, trimmed. */
export const lineText = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => readable(text) && !LINE_BREAKS.test(text), refused)

const NESTED_MAX = 32

/** Any value that a database can keep: it takes neither NUL nor half a character, and nobody nests this deep on purpose. */
export const keepableJson = z.unknown().refine(isKeepable)

function isKeepable(value: unknown): boolean {
  const waiting = [{ value, depth: 0 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: each, depth } = next
    if (typeof each === 'string' && (each.includes('\u0000') || !each.isWellFormed())) return false
    if (typeof each !== 'object' || each === null) continue
    if (depth === NESTED_MAX) return false
    for (const inner of Object.entries(each).flat()) waiting.push({ value: inner, depth: depth + 1 })
  }
  return true
}

/** A web address that a browser can open; `javascript:` and the like are none. */
export const webAddress = z
  .string()
  .trim()
  .max(500)
  .pipe(z.url({ protocol: /^https?$/, hostname: z.regexes.hostname }))

/** ISO 3166-1 alpha-2; the server knows which ones exist. */
export const CountryCode = z.string().regex(/^[A-Z]{2}$/)

export const Cursor = z.string().max(600)
export const PageQuery = z.object({ cursor: Cursor.optional() })

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })
