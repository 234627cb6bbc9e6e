export interface Reference {
  readonly from: string
  readonly to: string
}

/**
 * The tables so that each comes after those it refers to; else in the order given. A table may refer to itself, since
 * PostgreSQL checks references when the whole table is loaded.
 *
 * @throws Error when tables refer to each other in a circle: such a backup could not be loaded
 */
export function orderByReferences(tables: readonly string[], references: readonly Reference[]): string[] {
  const ordered: string[] = []
  const left = new Set(tables)
  const needed = Map.groupBy(
    references.filter(({ from, to }) => from !== to && left.has(to)),
    ({ from }) => from,
  )
  while (left.size > 0) {
    const ready = [...left].filter((table) => (needed.get(table) ?? []).every(({ to }) => !left.has(to)))
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left].join(', ')}`)
    for (const table of ready) {
      ordered.push(table)
      left.delete(table)
    }
  }
  return ordered
}
