/** ln Γ(x) for x > 0: Stirling's series from 10 up, and the recurrence below. Right to 14 digits. */
export function logGamma(x: number): number {
  let [at, product] = [x, 1]
  for (; at < 10; at++) product *= at
  const square = 1 / (at * at)
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
}

/** ψ(x) = d ln Γ(x) / dx for x > 0, the same way. */
export function digamma(x: number): number {
  let [at, sum] = [x, 0]
  for (; at < 10; at++) sum -= 1 / at
  const square = 1 / (at * at)
  return sum + Math.log(at) - 0.5 / at - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
}

/** ψ′(x) for x > 0, the same way. */
export function trigamma(x: number): number {
  let [at, sum] = [x, 0]
  for (; at < 10; at++) sum += 1 / (at * at)
  const square = 1 / (at * at)
  return sum + 1 / at + square / 2 + (square / at) * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))
}

/** P(X <= x) of a Beta(a, b): the continued fraction of DLMF 8.17.22 on its quick side. */
export function betaDistribution(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaDistribution(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  const numerator = (m: number) => {
    if (m === 0) return 1
    const half = Math.floor(m / 2)
    if (m % 2 === 0) return (half * (b - half) * x) / ((a + 2 * half - 1) * (a + 2 * half))
    return (-(a + half) * (a + b + half) * x) / ((a + 2 * half) * (a + 2 * half + 1))
  }
  return front * continuedFraction(numerator, () => 1)
}

/** The p-quantile of a Beta(a, b): Newton's steps, halving where one would leave the bracket. */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1]
  let x = a / (a + b)
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
  for (let step = 0; step < 100 && high - low > 1e-15; step++) {
    const over = betaDistribution(x, a, b) - p
    if (over > 0) high = x
    else low = x
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta)
    const newton = x - over / density
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - x) < 1e-14) return next
    x = next
  }
  return x
}

/** The p-quantile of a Gamma distribution of rate 1, by halving. */
export function gammaQuantile(p: number, shape: number): number {
  // A Gamma of this shape is below `most` but for a chance that no quantile in use comes near.
  const most = shape + 12 * Math.sqrt(shape) + 40
  let [low, high] = [0, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (gammaDistribution(middle * most, shape) < p) low = middle
    else high = middle
  }
  return (most * (low + high)) / 2
}

/** P(X <= x) of a Gamma(shape, 1): its series below the mean, its continued fraction above. */
function gammaDistribution(x: number, shape: number): number {
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
