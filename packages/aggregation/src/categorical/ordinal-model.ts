/** The two parameters of each worker in `ordinalDawidSkene`, and the place of each label on the scale. */
export interface Leaning {
  readonly place: Int32Array
  /** u and v per worker. */
  readonly lean: Float64Array
  readonly bend: Float64Array
}

const halvings = 20

/** Writes ln P(l | k) of one worker, [worker][given][truth]. */
export function logRatesOf({ place, lean, bend }: Leaning, who: number, logConfusion: Float64Array): void {
  const k = place.length
  for (let truth = 0; truth < k; truth++) {
    const below = logSum(place, truth, lean[who]!, bend[who]!)
    for (let given = 0; given < k; given++) {
      const d = place[given]! - place[truth]!
      logConfusion[(who * k + given) * k + truth] = lean[who]! * d + bend[who]! * d * d - below
    }
  }
}

/** One Newton step on the expected log-likelihood of one worker's counts plus the log prior, halved until it does not fall. */
export function climbLeaning({ place, lean, bend }: Leaning, who: number, counts: Float64Array): void {
  const k = place.length
  const [u, v] = [lean[who]!, bend[who]!]
  // Gradient, and minus the Hessian [[a, b], [b, c]]: sums of covariances of d and d², plus the prior's.
  let slopeU = -u
  let slopeV = -(v + 1)
  let [a, b, c] = [1, 0, 1]
  for (let truth = 0; truth < k; truth++) {
    const below = logSum(place, truth, u, v)
    let total = 0
    let [first, second, third, fourth] = [0, 0, 0, 0]
    for (let given = 0; given < k; given++) {
      const d = place[given]! - place[truth]!
      const counted = counts[(who * k + given) * k + truth]!
      const p = Math.exp(u * d + v * d * d - below)
      total += counted
      slopeU += counted * d
      slopeV += counted * d * d
      first += p * d
      second += p * d * d
      third += p * d ** 3
      fourth += p * d ** 4
    }
    slopeU -= total * first
    slopeV -= total * second
    a += total * (second - first * first)
    b += total * (third - first * second)
    c += total * (fourth - second * second)
  }
  const determinant = a * c - b * b
  const stepU = (c * slopeU - b * slopeV) / determinant
  const stepV = (a * slopeV - b * slopeU) / determinant
  const before = value(place, who, counts, u, v)
  for (let half = 0, by = 1; half < halvings; half++, by /= 2) {
    if (value(place, who, counts, u + by * stepU, v + by * stepV) < before) continue
    lean[who] = u + by * stepU
    bend[who] = v + by * stepV
    return
  }
}

function value(place: Int32Array, who: number, counts: Float64Array, u: number, v: number): number {
  const k = place.length
  let sum = -(u * u + (v + 1) ** 2) / 2
  for (let truth = 0; truth < k; truth++) {
    let total = 0
    for (let given = 0; given < k; given++) {
      const d = place[given]! - place[truth]!
      const counted = counts[(who * k + given) * k + truth]!
      total += counted
      sum += counted * (u * d + v * d * d)
    }
    if (total > 0) sum -= total * logSum(place, truth, u, v)
  }
  return sum
}

function logSum(place: Int32Array, truth: number, u: number, v: number): number {
  let greatest = -Infinity
  for (const at of place) greatest = Math.max(greatest, u * (at - place[truth]!) + v * (at - place[truth]!) ** 2)
  let sum = 0
  for (const at of place) sum += Math.exp(u * (at - place[truth]!) + v * (at - place[truth]!) ** 2 - greatest)
  return greatest + Math.log(sum)
}
