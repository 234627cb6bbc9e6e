import type { Asked, Candidates } from '../presence/candidates.ts'

export interface Presence {
  /** Per candidate, the probability that the object is there. */
  readonly presence: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** In nats: log-likelihood plus log prior, of the parameters with which each iteration began. Never falls (but for rounding). */
  readonly objective: readonly number[]
}

/** Of probabilities, which are kept to 32 bits. */
const tolerance = 1e-7

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
 * Both are rates among candidates, of which there are none that nobody drew; for rates among all things see `sampledRates`.
 *
 * @param asked the workers of task `t`: `asked.worker[i]` for `asked.start[t] <= i < asked.start[t + 1]`.
 */
export function presenceOf(candidates: Candidates, asked: Asked, workers: number): Presence {
  const { task, start } = candidates
  const share = (c: number) => (start[c + 1]! - start[c]!) / (asked.start[task[c]! + 1]! - asked.start[task[c]!]!)
  const presence = Float64Array.from(task, (_, c) => share(c))
  const table = () => new Float64Array(workers)
  const counts = { there: table(), absent: table(), drewThere: table(), drewAbsent: table() }
  const objective: number[] = []
  let moved = task.length === 0 ? 0 : Infinity
  while (moved > tolerance && objective.length < 1000) {
    const rates = maximisation(presence, candidates, asked, counts)
    const step = expectation(presence, candidates, asked, rates)
    objective.push(step.logLikelihood + logPriorOf(rates))
    moved = step.moved
  }
  return { presence, iterations: objective.length, converged: moved <= tolerance, objective }
}

/** Per worker: candidates there and not there that they were asked about, and those of them that they drew. */
interface Counts {
  readonly there: Float64Array
  readonly absent: Float64Array
  readonly drewThere: Float64Array
  readonly drewAbsent: Float64Array
}

interface Rates {
  readonly common: number
  readonly hit: Float64Array
  readonly alarm: Float64Array
}

function maximisation(presence: Float64Array, { task, start, worker }: Candidates, asked: Asked, counts: Counts): Rates {
  const { there, absent, drewThere, drewAbsent } = counts
  for (const table of [there, absent, drewThere, drewAbsent]) table.fill(0)
  let mass = 0
  // Of all candidates of a task its workers were asked alike.
  const [thereIn, absentIn] = [new Float64Array(asked.start.length - 1), new Float64Array(asked.start.length - 1)]
  for (let c = 0; c < task.length; c++) {
    const p = presence[c]!
    mass += p
    thereIn[task[c]!]! += p
    absentIn[task[c]!]! += 1 - p
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      drewThere[worker[i]!]! += p
      drewAbsent[worker[i]!]! += 1 - p
    }
  }
  for (const [t, sum] of thereIn.entries()) {
    for (let i = asked.start[t]!; i < asked.start[t + 1]!; i++) {
      there[asked.worker[i]!]! += sum
      absent[asked.worker[i]!]! += absentIn[t]!
    }
  }
  return {
    common: (mass + 1) / (task.length + 2),
    hit: drewThere.map((sum, w) => (sum + 4) / (there[w]! + 5)),
    alarm: drewAbsent.map((sum, w) => (sum + 1) / (absent[w]! + 5)),
  }
}

function expectation(presence: Float64Array, { task, start, worker }: Candidates, asked: Asked, { common, hit, alarm }: Rates) {
  let [logLikelihood, moved] = [0, 0]
  let [of, noneThere, noneAbsent] = [-1, 0, 0]
  for (let c = 0; c < task.length; c++) {
    if (task[c] !== of) {
      // If nobody had drawn it, the same for all candidates of a task.
      ;[of, noneThere, noneAbsent] = [task[c]!, Math.log(common), Math.log1p(-common)]
      for (let i = asked.start[of]!; i < asked.start[of + 1]!; i++) {
        noneThere += Math.log1p(-hit[asked.worker[i]!]!)
        noneAbsent += Math.log1p(-alarm[asked.worker[i]!]!)
      }
    }
    let [ifThere, ifAbsent] = [noneThere, noneAbsent]
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      const w = worker[i]!
      ifThere += Math.log(hit[w]!) - Math.log1p(-hit[w]!)
      ifAbsent += Math.log(alarm[w]!) - Math.log1p(-alarm[w]!)
    }
    const greatest = Math.max(ifThere, ifAbsent)
    logLikelihood += greatest + Math.log(Math.exp(ifThere - greatest) + Math.exp(ifAbsent - greatest))
    // To 32 bits, so that sums in another order do not tip a balance.
    const p = Math.fround(1 / (1 + Math.exp(ifAbsent - ifThere)))
    moved = Math.max(moved, Math.abs(p - presence[c]!))
    presence[c] = p
  }
  return { logLikelihood, moved }
}

function logPriorOf({ common, hit, alarm }: Rates): number {
  let sum = Math.log(common) + Math.log1p(-common)
  for (const [w, rate] of hit.entries()) {
    sum += 4 * Math.log(rate) + Math.log1p(-rate) + Math.log(alarm[w]!) + 4 * Math.log1p(-alarm[w]!)
  }
  return sum
}
