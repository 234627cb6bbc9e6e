/** Above this many, the normal distribution with its first correction is as good as the exact sum. */
const exactMost = 2000

/** P(X >= wanted) where X counts events that happen independently, each with its own probability. */
export function chanceOfAtLeast(wanted: number, probabilities: Float64Array): number {
  const n = probabilities.length
  if (wanted <= 0) return 1
  if (wanted > n) return 0
  if (n > exactMost) return normalTail(wanted, probabilities)

  // chance[c]: exactly c so far, for c below `wanted`; what reaches it is counted at once.
  const chance = new Float64Array(wanted)
  chance[0] = 1
  let reached = 0
  for (const p of probabilities) {
    reached += chance[wanted - 1]! * p
    for (let c = wanted - 1; c > 0; c--) chance[c] = chance[c]! * (1 - p) + chance[c - 1]! * p
    chance[0] *= 1 - p
  }
  return Math.min(1, reached)
}

/** With the correction for skewness: Volkova, Theory of Probability and its Applications 40(4), 1996; doi:10.1137/1140093. */
function normalTail(wanted: number, probabilities: Float64Array): number {
  let [mean, variance, third] = [0, 0, 0]
  for (const p of probabilities) {
    mean += p
    variance += p * (1 - p)
    third += p * (1 - p) * (1 - 2 * p)
  }
  if (variance < 1e-12) return wanted <= mean + 0.5 ? 1 : 0
  const x = (wanted - 0.5 - mean) / Math.sqrt(variance)
  const skew = (third * (x * x - 1) * Math.exp((-x * x) / 2)) / (6 * variance ** 1.5 * Math.sqrt(2 * Math.PI))
  return Math.max(0, Math.min(1, upperTail(x) + skew))
}

/** P(Z >= x) of a standard normal: Abramowitz and Stegun 7.1.26, error below 1.5 · 10⁻⁷. */
function upperTail(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2)
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = (series * Math.exp((-x * x) / 2)) / 2
  return x >= 0 ? tail : 1 - tail
}
