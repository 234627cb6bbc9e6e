import { checkIterating, checkOption } from '../check-option.ts'
import type { Intervals } from '../intervals.ts'
import type { Candidates } from '../presence/candidates.ts'
import { sampledRates } from '../presence/sampled-rates.ts'
import type { Responses } from '../responses.ts'
import { whenAsked } from '../when-asked.ts'
import { centreOf, clustersOf, type Cluster } from './cluster.ts'
import { presenceOf, type Judgements } from './presence.ts'
import { labelVotes, type LabelVotes } from './label-votes.ts'
import { checkedSpans, compareSpans, type FoundSpan, type Span, type SpanAggregate, type SpanOptions } from './spans.ts'

/** Options of {@link spanClusters}. */
export interface SpanClustersOptions extends SpanOptions {
  /** Intersection over union from which spans of two people may be the same thing; above 0, to 1. 0.3 unless told. */
  readonly minOverlap?: number
  /** Of the priors on a worker's two chances, in things. 4 unless told. */
  readonly priorThings?: number
  /** Least gain of the objective per thing that goes on. 10⁻⁶ unless told. */
  readonly tolerance?: number
  /** 200 unless told. */
  readonly maxIterations?: number
  /** Most pairs of different overlapping spans of one task and label. 2²⁴ unless told. */
  readonly maxCells?: number
}

/** What {@link spanClusters} returns. */
export interface SpanClusters extends SpanAggregate {
  readonly method: 'span-clusters'
  /** Per worker, the chance to mark what is there; computed when first read. */
  readonly sensitivity: Intervals
  /** Per worker, how many things that are not there are marked for each one that is; computed with `sensitivity`. */
  readonly falseAlarm: Intervals
  readonly iterations: number
  readonly converged: boolean
  /** Per iteration, log posterior of the parameters without its constant. Never falls. */
  readonly objective: readonly number[]
}

/** Above the rounding of a product of probabilities. */
const tieWithin = 1e-9

/**
 * Spans as things: those of different people that overlap enough are one, whether it is really there is judged by who marked it
 * and who did not, its boundaries are medians, and its label is voted on.
 *
 *   P(z_c = 1) = π,   P(w marks c | z_c = 1) = s_w,   P(w marks c | z_c = 0) = f_w,   for all workers w of the task,
 *
 * given that somebody marked c: of things that nobody marked nothing is seen. Priors on s_w and f_w are Beta with the strength
 * `priorThings`; their means are the crowd's s against the majority, and 0.02. EM from the shares of votes:
 *
 *   E:  p_c = P(z_c = 1 | marks) ∝ π Π_w s_w^m (1 − s_w)^(1 − m) / (1 − Π_w (1 − s_w)), alike with 1 − π and f for z_c = 0
 *   M:  s_w = (Σ_c p_c m + a) / (Σ_c p_c / (1 − Π_v (1 − s_v)) + a + b), f_w alike with 1 − p_c, π = (Σ p_c + 1) / (clusters + 2).
 *
 * The divisors add the things that, as many as are to be expected, nobody marked. What workers are like is then drawn again and again together
 * with what is there, for intervals that allow for not knowing either: see `sampledRates`. With two workers per task these intervals of 90 % are
 * too narrow, and hold the truth in four cases of five.
 *
 * Clusters: pairs of spans from different people, most alike first, are joined while their intersection over union is at least
 * `minOverlap` and no person is in a cluster twice. Boundaries: medians, so that up to half of the members may be far off. Labels:
 * posterior of a one-coin model, each worker's accuracy being the share of clusters in which they had the plurality's label (four
 * responses, right in three, are added), in one step. Where one person gave the same stretch two labels, labels of that task are
 * clustered apart. Units do not matter: offsets in a text or times in a recording.
 *
 * Assumes that people err independently and that what nobody marked is not there. Do not use it for long stretches that one person
 * marks as one and another as many, such as turns of speech: see `spanVote`.
 *
 * @returns per task the clusters with a probability above one half; confidence is that, times the label's posterior. `tied` are
 *   those at one half, or with several labels equally likely. Where one worker responded alone, their spans are the result. No responses give an empty result.
 * @throws AggregationError `invalid_value` for spans that are reversed, empty, outside the length or not finite; `invalid_option`;
 *   `too_large`. Row order does not matter.
 *
 * Time O(pairs × log pairs + iterations × Σ clusters × workers of the task).
 *
 * Reference: Dawid and Skene, Applied Statistics 28(1), 1979, with two classes; doi:10.2307/2346806. Unseen things: Dempster, Laird and
 * Rubin, Journal of the Royal Statistical Society B 39(1), 1977, section 4.2; doi:10.1111/j.2517-6161.1977.tb01600.x.
 */
export function spanClusters(responses: Responses<readonly Span[]>, options: SpanClustersOptions = {}): SpanClusters {
  const { minOverlap = 0.3, priorThings = 4, tolerance = 1e-6, maxIterations = 200, maxCells = 2 ** 24 } = options
  checkOption('minOverlap', minOverlap, 'a number above 0, to 1', minOverlap > 0 && minOverlap <= 1)
  checkOption('priorThings', priorThings, 'a number above 0, to 1000000', priorThings > 0 && priorThings <= 1_000_000)
  checkIterating({ tolerance, maxIterations })
  checkOption('maxCells', maxCells, 'a number from 1 to 2147483648', maxCells >= 1 && maxCells <= 2 ** 31)

  const { tasks, workers, byTask } = responses
  const given = checkedSpans(responses, options)
  const clusters = tasks.map((_, task) => {
    const people = given.slice(byTask.start[task], byTask.start[task + 1])
    return clustersOf(people, minOverlap, maxCells)
  })
  const { probability, ...presence } = presenceOf(judgementsOf(responses, clusters), { priorThings, tolerance, maxIterations })
  const labels = labelVotes(responses, clusters)
  const rates = whenAsked(() => sampledRates(candidatesOf(responses, clusters), byTask, responses))
  return {
    method: 'span-clusters',
    tasks,
    workers,
    ...foundIn(clusters, probability, labels),
    get sensitivity() {
      return rates().hits
    },
    get falseAlarm() {
      return rates().falseAlarms
    },
    ...presence,
  }
}

function candidatesOf({ byTask }: Responses<readonly Span[]>, clusters: readonly (readonly Cluster[])[]): Candidates {
  const [of, start, worker] = [[] as number[], [0], [] as number[]]
  for (const [task, own] of clusters.entries()) {
    for (const { members } of own) {
      of.push(task)
      for (const { who } of members) worker.push(byTask.worker[byTask.start[task]! + who]!)
      start.push(worker.length)
    }
  }
  return { task: Int32Array.from(of), start: Int32Array.from(start), worker: Int32Array.from(worker) }
}

function judgementsOf({ workers, byTask }: Responses<readonly Span[]>, clusters: readonly (readonly Cluster[])[]): Judgements {
  const start = [0]
  const worker: number[] = []
  const marked: number[] = []
  for (const [task, own] of clusters.entries()) {
    const [from, to] = [byTask.start[task]!, byTask.start[task + 1]!]
    for (const { members } of own) {
      const base = marked.length
      for (let i = from; i < to; i++) {
        worker.push(byTask.worker[i]!)
        marked.push(0)
      }
      for (const { who } of members) marked[base + who] = 1
      start.push(marked.length)
    }
  }
  return { workers: workers.length, start: Int32Array.from(start), worker: Int32Array.from(worker), marked: Uint8Array.from(marked) }
}

function foundIn(clusters: readonly (readonly Cluster[])[], probability: Float64Array, labels: LabelVotes) {
  const spans: (readonly FoundSpan[])[] = []
  const tied: (readonly FoundSpan[])[] = []
  let next = 0
  for (const [task, own] of clusters.entries()) {
    const [sure, unsure]: [FoundSpan[], FoundSpan[]] = [[], []]
    for (const cluster of own) {
      const there = probability[next++]!
      if (there < 0.5 - tieWithin) continue
      const { top, posterior } = labels(task, cluster)
      const target = top.length === 1 && there > 0.5 + tieWithin ? sure : unsure
      target.push(...top.map((label) => ({ ...centreOf(cluster), label, confidence: there * posterior })))
    }
    spans.push(sure.toSorted(compareSpans))
    tied.push(unsure.toSorted(compareSpans))
  }
  return { spans, tied }
}
