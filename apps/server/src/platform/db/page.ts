/** A stretch of a list, and where the next one begins; null when this was the last. */
export interface ListPage<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** Makes a page of rows that were read with `limit + 1`: the row too many only says that there are more. */
export function toPage<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string): ListPage<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}
