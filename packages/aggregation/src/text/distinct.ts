/** Every value of a task is compared with at most this many others, or thousands of responses to one task would need millions. */
const maxReferences = 64

/** The different values among a task's responses, most frequent first, then in code-unit order: the same whatever the order of rows. */
export interface Distinct {
  /** Of each, a response that has it. */
  readonly example: Int32Array
  /** Of each, how many responses have it. */
  readonly count: Int32Array
  /** Of each response, which of them it has. */
  readonly of: Int32Array
  /** How many of them, from the first on, the others are compared with. */
  readonly references: number
}

/** @param names one per response; equal values have equal names. */
export function distinctOf(names: readonly string[]): Distinct {
  const groups = new Map<string, number[]>()
  for (const [i, name] of names.entries()) {
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [i])
    else group.push(i)
  }
  const ordered = [...groups].toSorted(([a, first], [b, second]) => second.length - first.length || (a < b ? -1 : 1))
  const of = new Int32Array(names.length)
  for (const [d, [, members]] of ordered.entries()) for (const i of members) of[i] = d
  return {
    example: Int32Array.from(ordered, ([, members]) => members[0]!),
    count: Int32Array.from(ordered, ([, members]) => members.length),
    of,
    references: Math.min(ordered.length, maxReferences),
  }
}

/** A table of every value against every reference, `cells[d * references + r]`, from a symmetric measure. */
export function againstReferences(
  { example, references }: Distinct,
  diagonal: number,
  measure: (d: number, r: number) => number,
): Float64Array {
  const cells = new Float64Array(example.length * references)
  for (let r = 0; r < references; r++) {
    cells[r * references + r] = diagonal
    for (let d = r + 1; d < example.length; d++) {
      const value = measure(d, r)
      cells[d * references + r] = value
      if (d < references) cells[r * references + d] = value
    }
  }
  return cells
}

/** A value's mean in such a table, over the other responses: of those with the same value, one is the response itself. 1 when alone. */
export function meanLikeness({ count, references }: Distinct, likeness: Float64Array, d: number): number {
  let [sum, others] = [0, 0]
  for (let r = 0; r < references; r++) {
    const other = count[r]! - (r === d ? 1 : 0)
    sum += other * likeness[d * references + r]!
    others += other
  }
  return others === 0 ? 1 : sum / others
}
