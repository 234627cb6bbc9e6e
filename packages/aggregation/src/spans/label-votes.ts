import type { Responses } from '../responses.ts'
import type { Cluster } from './cluster.ts'
import type { Span } from './spans.ts'

/** The likeliest labels of a cluster, several when they tie, in code-unit order, and the posterior of each. */
export type LabelVotes = (task: number, cluster: Cluster) => { readonly top: readonly string[]; readonly posterior: number }

/** Above the rounding of sums of a few logarithms. */
const tieWithin = 1e-9

/** A one-coin model for the labels of clusters, its accuracies taken once, from the plurality. */
export function labelVotes({ workers, byTask }: Responses<readonly Span[]>, clusters: readonly (readonly Cluster[])[]): LabelVotes {
  const right = new Float64Array(workers.length).fill(3)
  const judged = new Float64Array(workers.length).fill(4)
  const labels = new Set<string>()
  const workerOf = (task: number, who: number) => byTask.worker[byTask.start[task]! + who]!
  for (const [task, own] of clusters.entries()) {
    // Alone, a worker has the plurality always, and that says nothing.
    if (byTask.start[task + 1]! - byTask.start[task]! < 2) continue
    for (const { members } of own) {
      for (const { span } of members) labels.add(span.label)
      if (members.length < 2) continue
      const top = topOf(
        scores(
          members.map(({ span }) => span.label),
          () => 1,
        ),
      )
      for (const { span, who } of members) {
        judged[workerOf(task, who)]!++
        if (top.includes(span.label)) right[workerOf(task, who)]! += 1 / top.length
      }
    }
  }
  const others = Math.max(1, labels.size - 1)
  return (task, { members }) => {
    const weights = members.map(({ who }) => {
      const worker = workerOf(task, who)
      return Math.log((right[worker]! * others) / (judged[worker]! - right[worker]!))
    })
    const score = scores(
      members.map(({ span }) => span.label),
      (n) => weights[n]!,
    )
    const top = topOf(score)
    const greatest = score.get(top[0]!)!
    let sum = 0
    for (const each of score.values()) sum += Math.exp(each - greatest)
    // Labels that no member gave have score 0.
    if (members.length > 1) sum += Math.max(0, labels.size - score.size) * Math.exp(-greatest)
    return { top, posterior: 1 / sum }
  }
}

function scores(given: readonly string[], weightOf: (n: number) => number): Map<string, number> {
  const score = new Map<string, number>()
  for (const [n, label] of given.entries()) score.set(label, (score.get(label) ?? 0) + weightOf(n))
  return score
}

function topOf(score: ReadonlyMap<string, number>): string[] {
  const greatest = Math.max(...score.values())
  return Array.from(score.keys(), String)
    .filter((label) => score.get(label)! >= greatest - tieWithin)
    .toSorted()
}
