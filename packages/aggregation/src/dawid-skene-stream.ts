import { holdRows } from './categorical/starting-posteriors.ts'
import { addTo, countTasks, expectTask, expectTasks, maximise, partsOf, partStart, runsOf, writeConfusion } from './dawid-skene-model.ts'
import type { Parameters, Sums, TaskRows } from './dawid-skene-model.ts'
import { checkOption } from './check-option.ts'
import { checkDawidSkene, type DawidSkeneOptions } from './dawid-skene.ts'
import { EmRun, type EmHistory } from './em-run.ts'
import { topOfPosteriors } from './top-of-posteriors.ts'
import { addVoteShares, allocate } from './vote-shares.ts'

/** Some tasks in a row with all their responses, as numbers. */
export interface TaskChunk {
  /** The responses to the n-th task are `worker[i]`, `label[i]` for `start[n] <= i < start[n + 1]`; one longer than there are tasks. */
  readonly start: Int32Array
  readonly worker: Int32Array
  readonly label: Int32Array
  /** Per task the label that is known to be true, or −1; none is known unless told. */
  readonly gold?: Int32Array
}

/** Responses that lie elsewhere, by task. */
export interface StreamedCrowd {
  /** How many there are in all. */
  readonly tasks: number
  readonly size: number
  /** The numbers in a chunk are places in these lists. A gold label that no worker gave stands last. */
  readonly workers: readonly string[]
  readonly labels: readonly string[]
  /** Reads all tasks from the first to the last, in the same order each time; cut anywhere between two tasks. */
  read(): AsyncIterable<TaskChunk> | Iterable<TaskChunk>
}

/** What {@link dawidSkeneStream} returns: what `dawidSkene` does, but for the tasks, which are asked for chunk by chunk. */
export interface StreamedDawidSkene extends EmHistory {
  readonly method: 'dawid-skene'
  readonly workers: readonly string[]
  readonly labels: readonly string[]
  readonly confusion: Float64Array
  readonly priors: Float64Array
  /** The same figures as in an `Aggregate`, of the tasks of one chunk. */
  answer(chunk: TaskChunk): {
    readonly posteriors: Float64Array
    readonly top: { readonly start: Int32Array; readonly label: Int32Array }
    readonly confidence: Float64Array
  }
}

/**
 * `dawidSkene` for responses that do not fit in memory: each iteration reads them once, and keeps of each task nothing but what it adds
 * to the workers' matrices. Reads once more before the first iteration, for the shares of votes.
 *
 * @param crowd without repeated pairs of task and worker, or each of them counts.
 * @returns the same as `dawidSkene` on the same tasks in the same order, to the last digit. `answer` gives posteriors of any of the
 *   tasks that were read.
 * @throws AggregationError `invalid_option`; `too_large` when workers × labels² is above `maxCells`; what `read` throws.
 *   `gold` and `start` are not options here: gold comes with the chunks.
 *
 * Time as `dawidSkene` and iterations + 1 readings; memory 8 × 4 × workers × labels² bytes and one chunk.
 */
export async function dawidSkeneStream(
  crowd: StreamedCrowd,
  options: Omit<DawidSkeneOptions, 'gold' | 'start'> = {},
): Promise<StreamedDawidSkene> {
  const { smoothing, stop, start } = checkDawidSkene(options)
  const { workers, labels, size } = crowd
  const k = labels.length
  const sums = { counts: allocate('The confusion matrices', workers.length * k * k, start.maxCells), mass: new Float64Array(k) }
  const parameters = { logConfusion: new Float64Array(sums.counts.length), logPriors: new Float64Array(k) }
  const parts = partsOf(size)

  const run = new EmRun(size, stop)
  await sumChunks(crowd, sums, parts, {
    rowsOf: votesOf,
    sum(rows, part, from, to) {
      countTasks(rows, part, from, to)
      return 0
    },
  })
  const expectation: Pass = { rowsOf, sum: (rows, part, from, to, before) => expectTasks(rows, parameters, part, from, to, before) }
  let logPrior = maximise(sums, parameters, smoothing, parts)
  let used = parameters
  while (run.goesOn) {
    run.add(await sumChunks(crowd, sums, parts, expectation), logPrior)
    // Posteriors are those of the last E step, so that answers need what it read, and the matrices what came after.
    if (!run.goesOn) used = { logConfusion: parameters.logConfusion.slice(), logPriors: parameters.logPriors.slice() }
    logPrior = maximise(sums, parameters, smoothing, parts)
  }
  writeConfusion(parameters, sums.counts)
  return {
    method: 'dawid-skene',
    workers,
    labels,
    confusion: sums.counts,
    priors: parameters.logPriors.map(Math.exp),
    ...run.history(),
    answer: (chunk) => answerChunk(chunk, used),
  }
}

interface Pass {
  rowsOf(chunk: TaskChunk, k: number): TaskRows
  /** Returns `before` and what these tasks add to the log-likelihood: one sum, wherever chunks end. */
  sum(rows: TaskRows, sums: Sums, from: number, to: number, before: number): number
}

/** Adds up what a pass makes of all tasks, in the parts that `dawidSkene` has too: chunks may end elsewhere. */
async function sumChunks(crowd: StreamedCrowd, sums: Sums, parts: number, pass: Pass): Promise<number> {
  const { counts, mass } = sums
  const own = { counts: new Float64Array(counts.length), mass: new Float64Array(mass.length) }
  let [total, ofPart, part, read] = [0, 0, 0, 0]
  counts.fill(0)
  mass.fill(0)
  for await (const chunk of crowd.read()) {
    const rows = pass.rowsOf(chunk, mass.length)
    const tasks = rows.gold.length
    checkOption('tasks', crowd.tasks, `at least the ${read + tasks} that were read`, read + tasks <= crowd.tasks)
    for (let from = 0; from < tasks;) {
      const end = partStart(crowd.tasks, part + 1, parts) - read
      const to = Math.min(tasks, end)
      ofPart = pass.sum(rows, own, from, to, ofPart)
      from = to
      if (to !== end) continue
      total += ofPart
      ofPart = 0
      moveTo(counts, own.counts)
      moveTo(mass, own.mass)
      part++
    }
    read += tasks
  }
  checkOption('tasks', crowd.tasks, `the ${read} that were read`, read === crowd.tasks)
  return total
}

function moveTo(total: Float64Array, part: Float64Array): void {
  addTo(total, part)
  part.fill(0)
}

/** Nothing is believed yet, but for gold. */
function rowsOf({ start, worker, label, gold = new Int32Array(start.length - 1).fill(-1) }: TaskChunk, k: number): TaskRows {
  const posteriors = new Float64Array(gold.length * k)
  holdRows(start, gold, k, posteriors)
  return { start, runs: runsOf(worker, label, k), gold, posteriors }
}

/** At the shares of votes, but for gold. */
function votesOf(chunk: TaskChunk, k: number): TaskRows {
  const rows = rowsOf(chunk, k)
  rows.posteriors.fill(0)
  addVoteShares(chunk, k, rows.posteriors)
  holdRows(rows.start, rows.gold, k, rows.posteriors)
  return rows
}

function answerChunk(chunk: TaskChunk, parameters: Parameters) {
  const k = parameters.logPriors.length
  const rows = rowsOf(chunk, k)
  for (let task = 0; task < rows.gold.length; task++) expectTask(rows, parameters, task)
  return { posteriors: rows.posteriors, ...topOfPosteriors(rows.posteriors, rows.gold.length, k) }
}
