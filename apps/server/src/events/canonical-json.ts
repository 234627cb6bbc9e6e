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
 * characters that PostgreSQL cannot keep (NUL, halves of a surrogate pair) become U+FFFD.
 */
export function canonicalJson(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return JSON.stringify(value.toString())
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed().replaceAll('\u0000', '\ufffd'))
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map((each: JsonValue) => canonicalJson(each)).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${canonicalJson(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
