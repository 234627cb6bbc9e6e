export type JsonValue =
  | string
  | number
  | boolean
  | null
  | bigint
  | Date
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/**
 * One text per value, whatever the order of keys: the database keeps JSON in an order of its own, and the hash of an
 * event must come out the same when it is read back. Keys in code-unit order; amounts (bigint) and instants as strings;
 * characters that PostgreSQL cannot keep (NUL, halves of a surrogate pair) become U+FFFD; of keys that thereby become the
 * same, the last one stays.
 */
export function canonicalJson(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return JSON.stringify(value.toString())
  if (typeof value === 'string') return JSON.stringify(keepable(value))
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map((each: JsonValue) => canonicalJson(each)).join(',')}]`
  if (typeof value === 'object') {
    const known = Object.entries(value).filter(([, inner]) => inner !== undefined)
    // by the keys as they are kept: replacing a character can change the order
    const kept = [...new Map(known.map(([key, inner]) => [keepable(key), inner]))].toSorted(([one], [other]) => (one < other ? -1 : 1))
    return `{${kept.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

function keepable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}
