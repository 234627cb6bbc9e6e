/** The figures of a report, without any words or drawing: plain values that pass between threads. */
import { agreement, answerAt, topLabels, wilsonInterval, type Aggregate, type Crowd, type Intervals } from '@canut/aggregation'
import { binOf, BINS, calibrationBins, creditOf, type Bin, type CalibrationBin } from '../methods/index.ts'
import { inNaturalOrder } from '../methods/index.ts'

export interface Contested {
  readonly task: string
  readonly entropy: number
  readonly answer: readonly string[]
  readonly votes: readonly { readonly label: string; readonly count: number }[]
}

export interface WorkerFigure {
  readonly id: string
  readonly responses: number
  readonly mean: number
  readonly low: number
  readonly high: number
}

export interface WorkerFigures {
  /** What the figure is: estimated by the method itself, or the share of responses that are the answer. */
  readonly basis: 'accuracy' | 'competence' | 'agreement' | 'error_rate' | 'bias'
  /** In the order of their ids. */
  readonly rows: readonly WorkerFigure[]
}

export interface Confusion {
  /** Rows are truths, columns answers, in this order; `null` stands for all other labels. The last column counts ties. */
  readonly labels: readonly (string | null)[]
  readonly counts: readonly (readonly number[])[]
}

export interface LabelFigures {
  readonly kind: 'labels'
  readonly confidence: readonly Bin[]
  readonly agreement: { readonly mean: number | null; readonly tasks: number; readonly bins: readonly Bin[] }
  readonly difficulty: { readonly mean: number; readonly bins: readonly Bin[]; readonly contested: readonly Contested[] }
  readonly calibration: { readonly bins: readonly CalibrationBin[]; readonly error: number } | null
  readonly confusion: Confusion | null
  readonly workers: WorkerFigures
}

const CONTESTED_MAX = 20
const CONFUSION_MAX = 10

export function labelFigures(
  crowd: Crowd,
  result: Aggregate & { readonly workerAccuracy?: Intervals; readonly competence?: Intervals },
  truth: ReadonlyMap<string, string> | null,
): LabelFigures {
  const agreed = agreement(crowd)
  const entropies = entropyPerTask(crowd)
  const known = truth === null ? [] : result.tasks.flatMap((id, task) => (truth.has(id) ? [task] : []))
  return {
    kind: 'labels',
    confidence: histogram(result.confidence, 0, 1),
    agreement: {
      mean: agreed.mean,
      tasks: agreed.tasks,
      bins: histogram(
        agreed.perTask.filter((share) => share !== null),
        0,
        1,
      ),
    },
    difficulty: {
      mean: entropies.length === 0 ? 0 : entropies.reduce((sum, each) => sum + each, 0) / entropies.length,
      bins: histogram(entropies, 0, Math.max(1, Math.log2(Math.max(2, crowd.labels.length)))),
      contested: mostContested(crowd, result, entropies),
    },
    calibration: truth === null || known.length === 0 ? null : calibrationOf(result, truth, known),
    confusion: truth === null || known.length === 0 ? null : confusionOf(result, truth, known),
    workers: workersOf(crowd, result),
  }
}

/** Equal bins over [low, high]; the last one has its upper end too. What is not finite is left out. */
export function histogram(values: ArrayLike<number>, low: number, high: number, bins = BINS): Bin[] {
  const counts = Array.from({ length: bins }, () => 0)
  const width = (high - low) / bins || 1
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isFinite(value)) counts[binOf(value, low, width, bins)]! += 1
  }
  return counts.map((count, bin) => ({ from: low + bin * width, to: low + (bin + 1) * width, count }))
}

/** Shannon's entropy of each task's responses, in bits: 0 where all agree. */
export function entropyPerTask({ tasks, labels, byTask }: Crowd): Float64Array {
  const count = new Int32Array(labels.length)
  return Float64Array.from(tasks, (_, task) => {
    const [from, to] = [byTask.start[task]!, byTask.start[task + 1]!]
    for (let i = from; i < to; i++) count[byTask.label[i]!]! += 1
    let entropy = 0
    for (let i = from; i < to; i++) {
      const share = count[byTask.label[i]!]! / (to - from)
      if (share > 0) entropy -= share * Math.log2(share)
      count[byTask.label[i]!] = 0
    }
    return Math.abs(entropy)
  })
}

/** The greatest entropies, then in the order of task ids, so that the order of rows changes nothing. */
function mostContested(crowd: Crowd, result: Aggregate, entropies: Float64Array): Contested[] {
  const { tasks, labels, byTask } = crowd
  const order = Array.from(entropies.keys()).filter((task) => entropies[task]! > 0)
  order.sort((a, b) => entropies[b]! - entropies[a]! || inOrder(tasks[a]!, tasks[b]!))
  return order.slice(0, CONTESTED_MAX).map((task) => {
    const count = new Map<string, number>()
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      const label = labels[byTask.label[i]!]!
      count.set(label, (count.get(label) ?? 0) + 1)
    }
    const votes = Array.from(count, ([label, votesOf]) => ({ label, count: votesOf }))
    votes.sort((a, b) => b.count - a.count || inOrder(a.label, b.label))
    return { task: tasks[task]!, entropy: entropies[task]!, answer: topLabels(result, task), votes }
  })
}

function calibrationOf(result: Aggregate, truth: ReadonlyMap<string, string>, known: readonly number[]) {
  const bins = calibrationBins(
    known.map((task) => ({ confidence: result.confidence[task]!, right: creditOf(result, task, truth.get(result.tasks[task]!)!) })),
  )
  return { bins, error: bins.reduce((sum, bin) => sum + (bin.count / known.length) * Math.abs(bin.accuracy - bin.confidence), 0) }
}

function confusionOf(result: Aggregate, truth: ReadonlyMap<string, string>, known: readonly number[]): Confusion {
  const pairs = known.map((task) => ({ expected: truth.get(result.tasks[task]!)!, answer: answerAt(result, task).label }))
  const count = new Map<string, number>()
  for (const { expected, answer } of pairs) {
    for (const label of answer === null || answer === expected ? [expected] : [expected, answer])
      count.set(label, (count.get(label) ?? 0) + 1)
  }
  const frequent = Array.from(count).toSorted(([a, m], [b, n]) => n - m || inOrder(a, b))
  const shown = inNaturalOrder(frequent.slice(0, CONFUSION_MAX).map(([label]) => label))
  const labels = frequent.length > CONFUSION_MAX ? [...shown, null] : shown
  const position = new Map(shown.map((label, at) => [label, at]))
  const at = (label: string) => position.get(label) ?? shown.length
  const counts = labels.map(() => Array.from({ length: labels.length + 1 }, () => 0))
  for (const { expected, answer } of pairs) counts[at(expected)]![answer === null ? labels.length : at(answer)]! += 1
  return { labels, counts }
}

function workersOf(crowd: Crowd, result: Parameters<typeof labelFigures>[1]): WorkerFigures {
  const { start, task, label } = crowd.byWorker
  const given = result.workerAccuracy ?? result.competence
  if (given !== undefined) {
    return { basis: result.workerAccuracy === undefined ? 'competence' : 'accuracy', rows: workerRows(crowd.workers, start, given) }
  }
  const rows = crowd.workers.map((id, who): WorkerFigure => {
    let right = 0
    for (let i = start[who]!; i < start[who + 1]!; i++) right += creditOf(result, task[i]!, crowd.labels[label[i]!]!)
    const responses = start[who + 1]! - start[who]!
    return { id, responses, mean: right / responses, ...wilsonInterval(right, responses) }
  })
  return { basis: 'agreement', rows: rows.toSorted((a, b) => inOrder(a.id, b.id)) }
}

/** A method's own figures, in the order of ids. */
export function workerRows(workers: readonly string[], start: Int32Array, { mean, low, high }: Intervals): WorkerFigure[] {
  const rows = workers.map((id, who) => ({
    id,
    responses: start[who + 1]! - start[who]!,
    mean: mean[who]!,
    low: low[who]!,
    high: high[who]!,
  }))
  return rows.toSorted((a, b) => inOrder(a.id, b.id))
}

const collator = new Intl.Collator('en', { numeric: true })
/** Alphabetical, numbers inside ids by their value; then by code units, so that no two ids are equal. */
export const inOrder = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
