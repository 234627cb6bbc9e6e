/** Half the width of a central 90 % interval of a normal distribution, in standard deviations. */
export const normal90 = 1.6448536269514722

/** A figure per worker (or item) with its central 90 % credible interval. */
export interface Intervals {
  readonly mean: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Room for one interval each of so many. */
export function intervalsFor(size: number): Intervals {
  return { mean: new Float64Array(size), low: new Float64Array(size), high: new Float64Array(size) }
}

/** The mean and the central 90 % interval of a Beta distribution. */
export function setBeta({ mean, low, high }: Intervals, at: number, a: number, b: number): void {
  mean[at] = a / (a + b)
  low[at] = bisect((x) => betaShare(x, a, b), 0.05)
  high[at] = bisect((x) => betaShare(x, a, b), 0.95)
}

/** The q-quantile of a Gamma distribution of rate 1. */
export function gammaQuantile(shape: number, q: number): number {
  // A Gamma of this shape is below `most` but for a chance that no quantile in use comes near.
  const most = shape + 12 * Math.sqrt(shape) + 40
  return most * bisect((x) => gammaShare(x * most, shape), q)
}

/** ln Γ(x) for x > 0: Stirling's series from 10 up, and the recurrence below. Right to 14 digits. */
export function logGamma(x: number): number {
  let [at, product] = [x, 1]
  for (; at < 10; at++) product *= at
  const square = 1 / (at * at)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
}

/** The derivative of {@link logGamma}. */
export function digamma(x: number): number {
  let [at, sum] = [x, 0]
  for (; at < 10; at++) sum -= 1 / at
  const square = 1 / (at * at)
  return sum + Math.log(at) - 0.5 / at - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
}

/** A rising function from [0, 1] to [0, 1], inverted. */
function bisect(share: (x: number) => number, q: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (share(middle) < q) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(X <= x) of a Beta(a, b), by the continued fraction (Abramowitz and Stegun 26.5.8) on its quick side. */
function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  const numerator = (m: number) => {
    if (m === 0) return 1
    const half = Math.floor(m / 2)
    if (m % 2 === 0) return (half * (b - half) * x) / ((a + 2 * half - 1) * (a + 2 * half))
    return (-(a + half) * (a + b + half) * x) / ((a + 2 * half) * (a + 2 * half + 1))
  }
  return front * continuedFraction(numerator, () => 1)
}

/** P(X <= x) of a Gamma(shape, 1): its series below the mean, its continued fraction above. */
function gammaShare(x: number, shape: number): number {
  if (x <= 0) return 0
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape))
  if (x >= shape + 1) {
    const numerator = (m: number) => (m === 0 ? 1 : m * (shape - m))
    return 1 - front * continuedFraction(numerator, (m) => x + 2 * m + 1 - shape)
  }
  let [term, sum] = [1 / shape, 1 / shape]
  for (let n = 1; n < 10_000 && term > sum * 1e-16; n++) {
    term *= x / (shape + n)
    sum += term
  }
  return front * sum
}

/** numerator(0) / (denominator(0) + numerator(1) / (denominator(1) + …)), by Lentz's method. */
function continuedFraction(numerator: (m: number) => number, denominator: (m: number) => number): number {
  const tiny = 1e-300
  let [value, c, d] = [tiny, tiny, 0]
  for (let m = 0; m < 10_000; m++) {
    d = denominator(m) + numerator(m) * d
    c = denominator(m) + numerator(m) / c
    if (d === 0) d = tiny
    if (c === 0) c = tiny
    d = 1 / d
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return value
}
