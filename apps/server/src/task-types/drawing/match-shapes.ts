import type { Judgement } from '../task-type.ts'

interface Labelled {
  readonly label: string
}

interface Pair {
  readonly given: number
  readonly known: number
  readonly alike: number
}

/** Pairs of shapes of the same label, the most alike first, each shape once; only those that are alike at all. */
export function matchShapes<S extends Labelled>(
  given: readonly S[],
  known: readonly S[],
  similarity: (a: S, b: S) => number,
  atLeast: number,
): readonly Pair[] {
  return eachOnce(pairsOf(given, known, similarity).filter(({ alike }) => alike >= atLeast))
}

/** The most alike first. */
function pairsOf<S extends Labelled>(given: readonly S[], known: readonly S[], similarity: (a: S, b: S) => number): readonly Pair[] {
  const pairs = given.flatMap((a, i) =>
    known.flatMap((b, j): Pair[] => {
      const alike = a.label === b.label ? similarity(a, b) : 0
      return alike > 0 ? [{ given: i, known: j, alike }] : []
    }),
  )
  return pairs.toSorted((a, b) => b.alike - a.alike || a.given - b.given || a.known - b.known)
}

function eachOnce(pairs: readonly Pair[]): readonly Pair[] {
  const [usedGiven, usedKnown] = [new Set<number>(), new Set<number>()]
  return pairs.filter((pair) => {
    if (usedGiven.has(pair.given) || usedKnown.has(pair.known)) return false
    usedGiven.add(pair.given)
    usedKnown.add(pair.known)
    return true
  })
}

export interface Tolerance {
  /** alike enough to be the same, 0 to 1 */
  readonly atLeast: number
  readonly mistakes: number
}

/**
 * Compares two drawings. The score is the sum of what matched shapes have in common over the number of different shapes, so that a
 * missing one costs as much as one too many. Right: all but `mistakes` shapes have a partner that is alike enough; one that
 * lies wrong is one mistake, not two.
 */
export function judgeShapes<S extends Labelled>(
  given: readonly S[],
  known: readonly S[],
  similarity: (a: S, b: S) => number,
  { atLeast, mistakes }: Tolerance,
): Judgement {
  // to compare two shapes is what takes time: each pair once
  const pairs = pairsOf(given, known, similarity)
  const all = eachOnce(pairs)
  const sum = all.reduce((total, { alike }) => total + alike, 0)
  const shapes = given.length + known.length - all.length
  const near = eachOnce(pairs.filter(({ alike }) => alike >= atLeast)).length
  return {
    right: Math.max(given.length, known.length) - near <= mistakes,
    score: shapes === 0 ? 1 : Math.min(1, sum / shapes),
  }
}
