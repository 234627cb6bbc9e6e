export interface Grouping {
  /** per claim: its group, in which everybody may do exactly the same */
  readonly groupOf: readonly number[]
  /** per supply: its kind, which exactly the same groups may do; −1 when nobody may */
  readonly kindOf: readonly number[]
  /** per kind: its supplies */
  readonly kinds: readonly (readonly number[])[]
  /** per group: the kinds that it may do */
  readonly kindsOfGroup: readonly (readonly number[])[]
}

/** Makes a big question small: thousands of workers and hundreds of batches are often only some dozens of each. */
export function sameEligibility(eligible: readonly (readonly number[])[], supplyCount: number): Grouping {
  const claimsOf = transpose(eligible, supplyCount)
  const groupOf = classesOf(claimsOf, eligible.length)
  const oneClaimOf: number[] = []
  for (const [claim, group] of groupOf.entries()) oneClaimOf[group] ??= claim

  const suppliesOfGroup = oneClaimOf.map((claim) => eligible[claim] ?? [])
  const groupsOf = transpose(suppliesOfGroup, supplyCount)
  const classes = classesOf(transpose(groupsOf, oneClaimOf.length), supplyCount)
  const kinds: number[][] = []
  const kindOfClass = new Map<number, number>()
  const kindOf = classes.map((of, supply) => {
    if (groupsOf[supply]?.length === 0) return -1
    const kind = kindOfClass.get(of) ?? kinds.push([]) - 1
    kindOfClass.set(of, kind)
    kinds[kind]?.push(supply)
    return kind
  })
  const groupsOfKind = kinds.map(([first]) => groupsOf[first ?? -1] ?? [])
  return { groupOf, kindOf, kinds, kindsOfGroup: transpose(groupsOfKind, oneClaimOf.length) }
}

/** From "what does each row hold" to "which rows hold this", each row once and in order. */
function transpose(rows: readonly (readonly number[])[], size: number): number[][] {
  const columns = Array.from({ length: size }, (): number[] => [])
  for (const [row, held] of rows.entries()) {
    for (const each of held) {
      const column = columns[each]
      if (column !== undefined && column.at(-1) !== row) column.push(row)
    }
  }
  return columns
}

/** Numbers items so that two have the same class when they are in exactly the same sets: each set splits what it cuts. */
function classesOf(sets: readonly (readonly number[])[], size: number): number[] {
  const classOf = Array.from({ length: size }, () => 0)
  let classes = 1
  for (const set of sets) {
    const insideOf = new Map<number, number>()
    for (const item of set) {
      const outside = classOf[item] ?? 0
      const inside = insideOf.get(outside) ?? classes++
      insideOf.set(outside, inside)
      classOf[item] = inside
    }
  }
  return dense(classOf)
}

/** The same classes, numbered from 0 without gaps in order of appearance. */
function dense(classOf: readonly number[]): number[] {
  const numbers = new Map<number, number>()
  return classOf.map((each) => {
    const number = numbers.get(each) ?? numbers.size
    numbers.set(each, number)
    return number
  })
}
