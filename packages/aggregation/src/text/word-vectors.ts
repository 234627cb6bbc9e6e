import type { Run } from './edit-distance.ts'

/** A vector of which only the components that are not 0 are kept, by rising index. */
export interface SparseVector {
  readonly index: Int32Array
  readonly value: Float64Array
}

/**
 * Makes a text's vector of words and pairs of neighbouring words: how often each occurs, scaled to length 1. The dot product of
 * two is then their similarity, in [0, 1]: 1 when they have the same words in much the same order, 0 when they share none.
 * A text without words has a component of its own, so that such texts are alike.
 *
 * @param words how many different words there are; the same maker must see all texts that are to be compared.
 */
export function wordPairVectors(words: number): (run: Run) => SparseVector {
  const pairs = new Map<number, number>()
  return ({ of, from, to }) => {
    if (from === to) return { index: Int32Array.of(words), value: Float64Array.of(1) }
    const count = new Map<number, number>()
    for (let at = from; at < to; at++) {
      count.set(of[at]!, (count.get(of[at]!) ?? 0) + 1)
      if (at + 1 === to) break
      const name = of[at]! * words + of[at + 1]!
      let pair = pairs.get(name)
      if (pair === undefined) {
        pair = words + 1 + pairs.size
        pairs.set(name, pair)
      }
      count.set(pair, (count.get(pair) ?? 0) + 1)
    }
    return unitVector([...count].toSorted(([a], [b]) => a - b))
  }
}

function unitVector(entries: readonly (readonly [number, number])[]): SparseVector {
  const norm = Math.sqrt(entries.reduce((sum, [, value]) => sum + value * value, 0))
  return { index: Int32Array.from(entries, ([index]) => index), value: Float64Array.from(entries, ([, value]) => value / norm) }
}

export function dot(a: SparseVector, b: SparseVector): number {
  let sum = 0
  for (let i = 0, j = 0; i < a.index.length && j < b.index.length;) {
    const apart = a.index[i]! - b.index[j]!
    if (apart === 0) sum += a.value[i]! * b.value[j]!
    if (apart <= 0) i++
    if (apart >= 0) j++
  }
  return sum
}
