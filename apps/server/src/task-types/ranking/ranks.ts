/** Places as they are given, with no place left out: 2, 5, 5 become 1, 2, 2. */
export function denseRanks(ranks: readonly number[]): number[] {
  const places = [...new Set(ranks)].toSorted((a, b) => a - b)
  return ranks.map((rank) => places.indexOf(rank) + 1)
}

/**
 * How alike two rankings of the same items are: the share of pairs of items that both put in the same order. A pair that only one
 * of them holds equal counts half.
 *
 * @returns 0 for the reverse order to 1 for the same; 1 for fewer than two items.
 */
export function pairsAlike(ranks: readonly number[], others: readonly number[]): number {
  let pairs = 0
  let alike = 0
  for (let i = 0; i < ranks.length; i++) {
    for (let j = 0; j < i; j++) {
      const here = Math.sign((ranks[i] ?? 0) - (ranks[j] ?? 0))
      const there = Math.sign((others[i] ?? 0) - (others[j] ?? 0))
      pairs++
      alike += here === there ? 1 : here === 0 || there === 0 ? 0.5 : 0
    }
  }
  return pairs === 0 ? 1 : alike / pairs
}
