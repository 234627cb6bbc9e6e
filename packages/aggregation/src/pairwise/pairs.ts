import type { Comparisons } from './comparisons.ts'

/** Who was compared with whom: the opponents of item `i` are `opponent[e]` for `start[i] <= e < start[i + 1]`, each once. */
export interface Pairs {
  readonly start: Int32Array
  readonly opponent: Int32Array
  /** The same pair seen from the opponent: `opponent[mirror[e]]` is `i`. */
  readonly mirror: Int32Array
  /** Per comparison, the pair as its left item sees it. */
  readonly edge: Int32Array
}

export function pairsOf({ items, size, left, right }: Comparisons): Pairs {
  const numbered = new Map<number, number>()
  const [first, second] = [[] as number[], [] as number[]]
  const pairOf = new Int32Array(size)
  for (let row = 0; row < size; row++) {
    const [low, high] = [Math.min(left[row]!, right[row]!), Math.max(left[row]!, right[row]!)]
    const key = low * items.length + high
    let pair = numbered.get(key)
    if (pair === undefined) {
      pair = first.length
      numbered.set(key, pair)
      first.push(low)
      second.push(high)
    }
    pairOf[row] = pair
  }

  const start = new Int32Array(items.length + 1)
  for (const ends of [first, second]) for (const item of ends) start[item + 1]!++
  for (let item = 0; item < items.length; item++) start[item + 1]! += start[item]!
  const next = start.slice(0, items.length)
  const [opponent, mirror] = [new Int32Array(2 * first.length), new Int32Array(2 * first.length)]
  const edgeOfFirst = new Int32Array(first.length)
  for (let pair = 0; pair < first.length; pair++) {
    const [a, b] = [next[first[pair]!]!++, next[second[pair]!]!++]
    opponent[a] = second[pair]!
    opponent[b] = first[pair]!
    mirror[a] = b
    mirror[b] = a
    edgeOfFirst[pair] = a
  }
  const edge = pairOf.map((pair, row) => (left[row]! < right[row]! ? edgeOfFirst[pair]! : mirror[edgeOfFirst[pair]!]!))
  return { start, opponent, mirror, edge }
}

/** What the comparisons come to: games per pair (both ways), points per pair as its item sees it (a tie is half), and their sums. */
export interface Tally {
  readonly games: Float64Array
  readonly won: Float64Array
  /** Per item. */
  readonly points: Float64Array
}

export function tally({ size, left, right, points: given }: Comparisons, { start, mirror, edge, opponent }: Pairs): Tally {
  const [games, won] = [new Float64Array(opponent.length), new Float64Array(opponent.length)]
  const points = new Float64Array(start.length - 1)
  for (let row = 0; row < size; row++) {
    const ofLeft = given[row]! / 2
    const [here, there] = [edge[row]!, mirror[edge[row]!]!]
    games[here]! += 1
    games[there]! += 1
    won[here]! += ofLeft
    won[there]! += 1 - ofLeft
    points[left[row]!]! += ofLeft
    points[right[row]!]! += 1 - ofLeft
  }
  return { games, won, points }
}

/**
 * Numbers the groups of items that comparisons connect, from 0 in the order of items. Items of different groups were never
 * compared, not even through others.
 */
export function groupsOf({ start, opponent }: Pairs): { readonly group: Int32Array; readonly groups: number } {
  const group = new Int32Array(start.length - 1).fill(-1)
  let groups = 0
  for (let item = 0; item < group.length; item++) if (group[item] === -1) reach(start, opponent, item, group, groups++)
  return { group, groups }
}

/** Whether every item has points, through others at least, against every other: only then has the likelihood a maximum. */
export function isStronglyConnected({ start, opponent, mirror }: Pairs, won: Float64Array): boolean {
  const items = start.length - 1
  if (items === 0) return true
  for (const counted of [won, won.map((_, edge) => won[mirror[edge]!]!)]) {
    const seen = new Int32Array(items).fill(-1)
    reach(start, opponent, 0, seen, 0, counted)
    if (seen.includes(-1)) return false
  }
  return true
}

function reach(start: Int32Array, opponent: Int32Array, from: number, mark: Int32Array, value: number, counted?: Float64Array): void {
  const waiting = [from]
  mark[from] = value
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const other = opponent[edge]!
      if (mark[other] !== -1 || (counted !== undefined && counted[edge] === 0)) continue
      mark[other] = value
      waiting.push(other)
    }
  }
}
