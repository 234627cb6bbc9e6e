import { intervalsFor, type Intervals } from '../intervals.ts'
import { gammaQuantile } from '../special-functions.ts'
import { middleOf } from '../numeric/numbers.ts'
import type { Candidates } from '../presence/candidates.ts'

/** Huber's bend in standard deviations: beyond it an edge pulls no harder. */
const bend = 2
/** Of normal errors in units of σ: E min(ε², 2²), and how much such squares, held at the bend, tell of σ beside plain ones. */
const [heldSquare, heldInformation] = [0.9205, 0.885]
/** How many coordinates of a usual worker's precision each is taken to have shown beforehand; workers differ by much. */
const shared = 2

/**
 * Where each candidate is, from its regions' coordinates: a mean that trusts exact workers more, and that far coordinates pull less,
 *
 *   x_wd = m_d + s ε,   ε ~ N(0, σ_w²),   s the candidate's own scale,
 *   m_d ← Σ_w u_wd x_wd / σ_w² / Σ_w u_wd / σ_w²,   u = min(1, 2 s σ_w / |x − m|)
 *   σ_w² ← (Σ (u r)² / 0.9205 + 2 σ̄²) / (Σ (1 − ℓ) + 2),     r = (x − m) / s,
 *
 * from the medians, 20 times or until nothing moves by 10⁻⁶ s. σ̄² is the geometric mean of all workers' (with one square of everybody's
 * each). ℓ is the share of the weight that is the worker's own: where they decide alone they cannot be seen to err, which would make them ever
 * more trusted. 0.9205 is what the bend leaves of the squares of normal errors.
 * Intervals are those of an inverse Gamma of as many squares as there is information: (1 − ℓ)² of each (Louis, Journal of the Royal Statistical
 * Society B 44(2), 1982; doi:10.1111/j.2517-6161.1982.tb01203.x), less what the bend takes (Huber, Robust Statistics, 1981, chapter 5).
 *
 * @param coordinates regions × dimensions, in the order of `candidates.worker`.
 * @returns centres, candidates × dimensions, and σ with its 90 % intervals.
 */
export function weighCoordinates(
  { start, worker }: Candidates,
  coordinates: Float64Array,
  scale: Float64Array,
  workers: number,
): { readonly centres: Float64Array; readonly deviation: Intervals } {
  const dimensions = worker.length === 0 ? 0 : coordinates.length / worker.length
  const candidates = start.length - 1
  const centres = new Float64Array(candidates * dimensions)
  for (let c = 0; c < candidates; c++) {
    for (let d = 0; d < dimensions; d++) {
      const own = Float64Array.from({ length: start[c + 1]! - start[c]! }, (_, i) => coordinates[(start[c]! + i) * dimensions + d]!)
      centres[c * dimensions + d] = middleOf(own.toSorted())
    }
  }
  const variance = new Float64Array(workers).fill(1)
  const table = () => new Float64Array(workers)
  const [squares, freedom, seen] = [table(), table(), table()]
  let usual = 0
  for (let round = 0; round < 20; round++) {
    squares.fill(0)
    freedom.fill(0)
    seen.fill(0)
    let [allSquares, allFreedom, moved] = [0, 0, 0]
    for (let c = 0; c < candidates; c++) {
      for (let d = 0; d < dimensions; d++) {
        const cell = c * dimensions + d
        const centre = centres[cell]!
        let [weights, sum] = [0, 0]
        for (let i = start[c]!; i < start[c + 1]!; i++) {
          const weight = pull((coordinates[i * dimensions + d]! - centre) / scale[c]!, variance[worker[i]!]!)
          weights += weight
          sum += weight * (coordinates[i * dimensions + d]! - centre)
        }
        // The first round only measures the workers, against the medians.
        if (round > 0) {
          centres[cell] = centre + sum / weights
          moved = Math.max(moved, Math.abs(sum / weights) / scale[c]!)
        }
        for (let i = start[c]!; i < start[c + 1]!; i++) {
          const w = worker[i]!
          const error = (coordinates[i * dimensions + d]! - centres[cell]!) / scale[c]!
          const weight = pull(error, variance[w]!)
          const square = (weight * variance[w]! * error) ** 2 / heldSquare
          const free = Math.max(0, 1 - weight / weights)
          squares[w]! += square
          freedom[w]! += free
          seen[w]! += free ** 2
          allSquares += square
          allFreedom += free
        }
      }
    }
    const everybody = allFreedom === 0 ? 0 : allSquares / allFreedom
    usual = everybody === 0 ? 0 : usualOf(squares, freedom, everybody)
    if (usual === 0) break
    for (let w = 0; w < workers; w++) variance[w] = (squares[w]! + shared * usual) / (freedom[w]! + shared)
    if (round > 0 && moved < 1e-6) break
  }
  const deviation = intervalsFor(workers)
  for (let w = 0; w < workers; w++) {
    const shape = (heldInformation * seen[w]! + shared) / 2
    const rate = (shape * (squares[w]! + shared * usual)) / (freedom[w]! + shared)
    deviation.mean[w] = Math.sqrt(rate / shape)
    deviation.low[w] = Math.sqrt(rate / gammaQuantile(0.95, shape))
    deviation.high[w] = Math.sqrt(rate / gammaQuantile(0.05, shape))
  }
  return { centres, deviation }
}

/** Of workers who were seen beside others. A mean of squares would be that of the few who are coarse. */
function usualOf(squares: Float64Array, freedom: Float64Array, everybody: number): number {
  const logs = squares.map((sum, w) => Math.log((sum + everybody) / (freedom[w]! + 1))).filter((_, w) => freedom[w]! > 0)
  return Math.exp(logs.toSorted().reduce((sum, each) => sum + each, 0) / logs.length)
}

/** u / σ². */
function pull(error: number, variance: number): number {
  const reach = bend * Math.sqrt(variance)
  return (Math.abs(error) <= reach ? 1 : reach / Math.abs(error)) / variance
}
