import { checkOption } from '../check-option.ts'

/** What {@link responsesNeeded} is asked. */
export interface ResponsesNeededFigures {
  /** The chance that a response is right, of everybody alike; in (1 / classes, 1). */
  readonly accuracy: number
  /** The wanted chance that the answer of most is right; in (0, 1). */
  readonly certainty: number
  /** A whole number from 2; 2 unless told. */
  readonly classes?: number
  /** Not more responses than this are looked at; a whole number from 1 to 150, 99 unless told. */
  readonly maximum?: number
}

/** What {@link responsesNeeded} returns. */
export interface ResponsesNeeded {
  /** The fewest responses per task that reach the wanted certainty; null when `maximum` do not. */
  readonly responses: number | null
  /** The chance that most are right with that many responses, or with `maximum`. */
  readonly certainty: number
}

/**
 * How many responses a task needs so that majority vote is right with a wanted certainty, when each response is right with the
 * same probability p, independently, and wrong labels are all alike. A tie of m labels that has the truth among them counts 1/m,
 * as in `accuracy`:
 *
 *   P(right | n) = Σ_c Σ_m P(c right, m − 1 wrong labels with c too, all others fewer) / m
 *                = Σ_c n! pᶜ/c! ∫₀¹ [xⁿ⁻ᶜ] (Σ_{j<c} (q x)ʲ/j! + u (q x)ᶜ/c!)^(K−1) du,   q = (1 − p) / (K − 1),
 *
 * where [xⁿ] takes a coefficient: exact for every number at once. Plan with it; while a batch runs, `expectedResponses` says
 * what the same certainty costs when only doubtful tasks are asked again, which is less.
 *
 * Too hopeful where workers err in the same direction, or tasks differ in difficulty: then more responses help less.
 *
 * @throws AggregationError `invalid_option` for figures outside the bounds above.
 *
 * Time O(maximum³ log K) at worst, a fraction of a second.
 *
 * Reference: de Condorcet, 1785, as for `majorityVote`; for more classes List and Goodin, Journal of Political Philosophy 9(3), 2001;
 * doi:10.1111/1467-9760.00128.
 */
export function responsesNeeded({ accuracy, certainty, classes = 2, maximum = 99 }: ResponsesNeededFigures): ResponsesNeeded {
  checkOption('classes', classes, 'a whole number from 2 to 1000000', Number.isInteger(classes) && classes >= 2 && classes <= 1_000_000)
  checkOption('accuracy', accuracy, `above 1 / ${classes} and below 1`, accuracy > 1 / classes && accuracy < 1)
  checkOption('certainty', certainty, 'above 0 and below 1', certainty > 0 && certainty < 1)
  checkOption('maximum', maximum, 'a whole number from 1 to 150', Number.isInteger(maximum) && maximum >= 1 && maximum <= 150)

  for (let most = Math.min(8, maximum); ; most = Math.min(2 * most, maximum)) {
    const chances = chancesOfMost(accuracy, classes, most)
    // With two classes, an even number adds nothing to the odd one before: rounding must not choose it.
    const enough = chances.findIndex((chance, n) => n > 0 && chance >= certainty - 1e-12)
    if (enough !== -1) return { responses: enough, certainty: chances[enough]! }
    if (most === maximum) return { responses: null, certainty: chances[most]! }
  }
}

/** P(right | n) for n up to `most`. */
function chancesOfMost(accuracy: number, classes: number, most: number): Float64Array {
  const factorial = new Float64Array(most + 1).fill(1)
  for (let n = 2; n <= most; n++) factorial[n] = factorial[n - 1]! * n
  const chances = new Float64Array(most + 1)
  const wrong = (1 - accuracy) / (classes - 1)
  for (let c = 1; c <= most; c++) {
    const room = most - c
    const ties = Math.min(classes - 1, Math.floor(room / c))
    const wrongs = new Float64Array(room + 1)
    for (const [u, weight] of gaussPoints(Math.floor(ties / 2) + 1)) {
      const base = Float64Array.from({ length: Math.min(c, room) + 1 }, (_, j) => ((j === c ? u : 1) * wrong ** j) / factorial[j]!)
      const power = toThePower(base, classes - 1, room)
      for (let n = 0; n <= room; n++) wrongs[n]! += weight * power[n]!
    }
    for (let n = 0; n <= room; n++) {
      chances[c + n]! += (factorial[c + n]! / factorial[c]!) * accuracy ** c * wrongs[n]!
    }
  }
  return chances.map((chance) => Math.min(1, chance))
}

/** Of a polynomial, without what is above x^room. All terms are positive: nothing cancels. */
function toThePower(base: Float64Array, exponent: number, room: number): Float64Array {
  let result = Float64Array.from({ length: room + 1 }, (_, n) => (n === 0 ? 1 : 0))
  let square: Float64Array<ArrayBuffer> = Float64Array.from({ length: room + 1 }, (_, n) => base[n] ?? 0)
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = product(result, square)
    if (left > 1) square = product(square, square)
  }
  return result
}

function product(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0) continue
    for (let j = 0; i + j < a.length; j++) result[i + j]! += a[i]! * b[j]!
  }
  return result
}

/** Points and weights on [0, 1] that integrate polynomials up to degree 2 `points` − 1 exactly (Gauss and Legendre). */
function gaussPoints(points: number): [number, number][] {
  return Array.from({ length: points }, (_, n) => {
    let x = Math.cos((Math.PI * (n + 0.75)) / (points + 0.5))
    let slope = 1
    for (let step = 0; step < 50; step++) {
      let [value, before] = [x, 1]
      for (let degree = 2; degree <= points; degree++)
        [value, before] = [((2 * degree - 1) * x * value - (degree - 1) * before) / degree, value]
      slope = points === 1 ? 1 : (points * (x * value - before)) / (x * x - 1)
      const moved = value / slope
      x -= moved
      if (Math.abs(moved) < 1e-15) break
    }
    return [(1 + x) / 2, 1 / ((1 - x * x) * slope * slope)]
  })
}
