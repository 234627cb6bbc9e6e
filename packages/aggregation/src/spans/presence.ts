/** Things that may or may not be there, each judged by some workers: the judgements on thing `c` are those from `start[c]` on. */
export interface Judgements {
  readonly workers: number
  readonly start: Int32Array
  readonly worker: Int32Array
  /** 1 when the worker marked it, 0 when not. */
  readonly marked: Uint8Array
}

export interface Presence {
  /** Per thing, the probability that it is there. */
  readonly probability: Float64Array
  readonly iterations: number
  readonly converged: boolean
  readonly objective: readonly number[]
}

interface Iterating {
  readonly priorThings: number
  readonly tolerance: number
  readonly maxIterations: number
}

/** What the workers' two chances are pulled towards, as counts. */
interface Prior {
  readonly hit: number
  readonly miss: number
  readonly alarm: number
  readonly silence: number
}

/**
 * Two chances per worker, P(marks c | c is there) = s_w and P(marks c | it is not) = f_w, given that somebody marked it at all, and
 * one share π of the things marked that are there. EM to the posterior's maximum, from the shares of votes; what nobody marked
 * is counted in at the number to be expected.
 */
export function presenceOf(judgements: Judgements, { priorThings, tolerance, maxIterations }: Iterating): Presence {
  const { start, workers } = judgements
  const things = start.length - 1
  const probability = new Float64Array(things)
  for (let c = 0; c < things; c++) {
    let marked = 0
    for (let i = start[c]!; i < start[c + 1]!; i++) marked += judgements.marked[i]!
    probability[c] = marked / (start[c + 1]! - start[c]!)
  }
  const counts = countsFor(workers, things)
  const prior = priorOf(judgements, probability, priorThings)
  const objective: number[] = []
  let [iterations, converged] = [0, things === 0]
  while (iterations < maxIterations && !converged) {
    const before = objective.at(-1) ?? -Infinity
    count(judgements, probability, counts)
    objective.push(expectation(judgements, probability, counts, prior))
    iterations++
    converged = objective.at(-1)! - before <= tolerance * counts.things
  }
  return { probability, iterations, converged, objective }
}

/** Expected things per worker and in all, and the two chances; only things that two workers or more judged say anything. */
interface Counts {
  readonly hit: Float64Array
  readonly there: Float64Array
  readonly alarm: Float64Array
  readonly absent: Float64Array
  readonly s: Float64Array
  readonly f: Float64Array
  /** Per thing, 1 + how many alike to expect that nobody marked: if there, and if not. */
  readonly unseenThere: Float64Array
  readonly unseenAbsent: Float64Array
  present: number
  things: number
}

function countsFor(workers: number, things: number): Counts {
  const column = () => new Float64Array(workers)
  return {
    hit: column(),
    there: column(),
    alarm: column(),
    absent: column(),
    s: column(),
    f: column(),
    unseenThere: new Float64Array(things).fill(1),
    unseenAbsent: new Float64Array(things).fill(1),
    present: 0,
    things: 0,
  }
}

function count({ start, worker, marked }: Judgements, probability: Float64Array, counts: Counts): void {
  for (const column of [counts.hit, counts.there, counts.alarm, counts.absent]) column.fill(0)
  counts.present = 0
  counts.things = 0
  for (let c = 0; c < probability.length; c++) {
    if (start[c + 1]! - start[c]! < 2) continue
    const there = probability[c]!
    counts.present += there
    counts.things++
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      const who = worker[i]!
      counts.there[who]! += there * counts.unseenThere[c]!
      counts.absent[who]! += (1 - there) * counts.unseenAbsent[c]!
      counts.hit[who]! += there * marked[i]!
      counts.alarm[who]! += (1 - there) * marked[i]!
    }
  }
}

/** The prior's chance that a person marks by mistake just what another marked by mistake. */
const coincidence = 0.02

function priorOf(judgements: Judgements, probability: Float64Array, things: number): Prior {
  const counts = countsFor(judgements.workers, probability.length)
  // Against what most marked.
  const vote = probability.map((share) => (share > 0.5 ? 1 : share === 0.5 ? 0.5 : 0))
  count(judgements, vote, counts)
  const sum = (column: Float64Array) => column.reduce((total, each) => total + each, 0)
  // One thing is added, marked by three in four: a crowd without misses is not infallible.
  const hits = (sum(counts.hit) + 0.75) / (sum(counts.there) + 1)
  return { hit: things * hits, miss: things * (1 - hits), alarm: things * coincidence, silence: things * (1 - coincidence) }
}

/** M step for the share, then the E step; returns the log posterior of the parameters without its constant. */
function expectation({ start, worker, marked }: Judgements, probability: Float64Array, counts: Counts, prior: Prior): number {
  const { s, f } = counts
  const share = (counts.present + 1) / (counts.things + 2)
  let objective = Math.log(share) + Math.log(1 - share)
  for (let w = 0; w < s.length; w++) {
    s[w] = (counts.hit[w]! + prior.hit) / (counts.there[w]! + prior.hit + prior.miss)
    f[w] = (counts.alarm[w]! + prior.alarm) / (counts.absent[w]! + prior.alarm + prior.silence)
    objective += prior.hit * Math.log(s[w]!) + prior.miss * Math.log(1 - s[w]!)
    objective += prior.alarm * Math.log(f[w]!) + prior.silence * Math.log(1 - f[w]!)
  }
  for (let c = 0; c < probability.length; c++) {
    if (start[c + 1]! - start[c]! < 2) continue
    let [there, absent] = [Math.log(share), Math.log(1 - share)]
    let [noneThere, noneAbsent] = [1, 1]
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      const who = worker[i]!
      there += Math.log(marked[i] === 1 ? s[who]! : 1 - s[who]!)
      absent += Math.log(marked[i] === 1 ? f[who]! : 1 - f[who]!)
      noneThere *= 1 - s[who]!
      noneAbsent *= 1 - f[who]!
    }
    counts.unseenThere[c] = 1 / (1 - noneThere)
    counts.unseenAbsent[c] = 1 / (1 - noneAbsent)
    there += Math.log(counts.unseenThere[c]!)
    absent += Math.log(counts.unseenAbsent[c]!)
    const odds = absent - there
    probability[c] = 1 / (1 + Math.exp(odds))
    objective += odds > 0 ? absent + Math.log1p(Math.exp(-odds)) : there + Math.log1p(Math.exp(odds))
  }
  return objective
}
