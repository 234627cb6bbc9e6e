import { intervalsFor, setBeta, type Intervals } from '../quantiles.ts'

/** Regions of several workers that are taken to be one object: `worker[i]` drew it for `start[c] <= i < start[c + 1]`. */
export interface Candidates {
  readonly task: Int32Array
  readonly start: Int32Array
  readonly worker: Int32Array
}

export interface Presence {
  /** Per candidate, the probability that the object is there. */
  readonly presence: Float64Array
  /** How often a worker draws what is there. */
  readonly hits: Intervals
  /** How often a worker draws a candidate that is not there. */
  readonly falseAlarms: Intervals
  readonly iterations: number
  readonly converged: boolean
  /** In nats: log-likelihood plus log prior, of the parameters with which each iteration began. Never falls (but for rounding). */
  readonly objective: readonly number[]
}

/**
 * Whether candidates are there, judged by who drew them and who, though asked, did not: with z the truth,
 *
 *   P(z = 1) = π,   P(w draws it | z = 1) = h_w,   P(w draws it | z = 0) = f_w,
 *
 * and Beta priors worth five candidates: h ~ 4 hits of 5, f ~ 1 of 5, π ~ 1 of 2. EM from the shares of workers:
 *
 *   E:  p = σ(log π/(1 − π) + Σ_{drew} log h/f + Σ_{did not} log (1 − h)/(1 − f))
 *   M:  h ← (Σ_{drew} p + 4) / (Σ p + 5),   f ← (Σ_{drew} (1 − p) + 1) / (Σ (1 − p) + 5),   π ← (Σ p + 1) / (candidates + 2)
 *
 * f is a rate among candidates, of which there are none that nobody drew; it is no rate per picture. Intervals take p as known.
 *
 * @param asked the workers of task `t`: `asked.worker[i]` for `asked.start[t] <= i < asked.start[t + 1]`.
 */
export function presenceOf(
  { task, start, worker }: Candidates,
  asked: { readonly start: Int32Array; readonly worker: Int32Array },
  workers: number,
): Presence {
  const candidates = task.length
  const share = (c: number) => (start[c + 1]! - start[c]!) / (asked.start[task[c]! + 1]! - asked.start[task[c]!]!)
  const presence = Float64Array.from(task, (_, c) => share(c))
  // Per worker: candidates there and not there that they were asked about, and those of them that they drew.
  const [there, absent, drewThere, drewAbsent] = Array.from({ length: 4 }, () => new Float64Array(workers)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const drew = new Uint8Array(workers)
  const objective: number[] = []
  let moved = candidates === 0 ? 0 : Infinity
  while (moved > 1e-8 && objective.length < 1000) {
    for (const table of [there, absent, drewThere, drewAbsent]) table.fill(0)
    let mass = 0
    for (let c = 0; c < candidates; c++) {
      const p = presence[c]!
      mass += p
      for (let i = asked.start[task[c]!]!; i < asked.start[task[c]! + 1]!; i++) {
        there[asked.worker[i]!]! += p
        absent[asked.worker[i]!]! += 1 - p
      }
      for (let i = start[c]!; i < start[c + 1]!; i++) {
        drewThere[worker[i]!]! += p
        drewAbsent[worker[i]!]! += 1 - p
      }
    }
    const common = (mass + 1) / (candidates + 2)
    const hit = drewThere.map((sum, w) => (sum + 4) / (there[w]! + 5))
    const alarm = drewAbsent.map((sum, w) => (sum + 1) / (absent[w]! + 5))
    let total = Math.log(common) + Math.log1p(-common)
    for (let w = 0; w < workers; w++) {
      total += 4 * Math.log(hit[w]!) + Math.log1p(-hit[w]!) + Math.log(alarm[w]!) + 4 * Math.log1p(-alarm[w]!)
    }
    moved = 0
    for (let c = 0; c < candidates; c++) {
      for (let i = start[c]!; i < start[c + 1]!; i++) drew[worker[i]!] = 1
      let [ifThere, ifAbsent] = [Math.log(common), Math.log1p(-common)]
      for (let i = asked.start[task[c]!]!; i < asked.start[task[c]! + 1]!; i++) {
        const w = asked.worker[i]!
        ifThere += drew[w] === 1 ? Math.log(hit[w]!) : Math.log1p(-hit[w]!)
        ifAbsent += drew[w] === 1 ? Math.log(alarm[w]!) : Math.log1p(-alarm[w]!)
      }
      for (let i = start[c]!; i < start[c + 1]!; i++) drew[worker[i]!] = 0
      const greatest = Math.max(ifThere, ifAbsent)
      total += greatest + Math.log(Math.exp(ifThere - greatest) + Math.exp(ifAbsent - greatest))
      const p = 1 / (1 + Math.exp(ifAbsent - ifThere))
      moved = Math.max(moved, Math.abs(p - presence[c]!))
      presence[c] = p
    }
    objective.push(total)
  }
  const [hits, falseAlarms] = [intervalsFor(workers), intervalsFor(workers)]
  for (let w = 0; w < workers; w++) {
    setBeta(hits, w, drewThere[w]! + 4, there[w]! - drewThere[w]! + 1)
    setBeta(falseAlarms, w, drewAbsent[w]! + 1, absent[w]! - drewAbsent[w]! + 4)
  }
  return { presence, hits, falseAlarms, iterations: objective.length, converged: moved <= 1e-8, objective }
}
