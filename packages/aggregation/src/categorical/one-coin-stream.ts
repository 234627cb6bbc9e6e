import { checkOption } from '../check-option.ts'
import type { StreamedCrowd, TaskChunk } from '../dawid-skene-stream.ts'
import { EmRun, type EmHistory } from '../em-run.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { addVoteShares, allocate } from '../vote-shares.ts'
import {
  checkOneCoin,
  expectCoins,
  maximiseCoin,
  maximisePriors,
  startCoins,
  type Coins,
  type OneCoinDawidSkeneOptions,
} from './one-coin-dawid-skene.ts'
import { holdRows } from './starting-posteriors.ts'

/**
 * What {@link oneCoinDawidSkeneStream} returns: what `oneCoinDawidSkene` does, but for the tasks, which are asked for chunk by chunk, and
 * for the intervals of the workers, which need all responses at hand.
 */
export interface StreamedOneCoinDawidSkene extends EmHistory {
  readonly method: 'one-coin-dawid-skene'
  readonly workers: readonly string[]
  readonly labels: readonly string[]
  readonly skills: Float64Array
  readonly priors: Float64Array
  /** The same figures as in an `Aggregate`, of the tasks of one chunk. */
  answer(chunk: TaskChunk): {
    readonly posteriors: Float64Array
    readonly top: { readonly start: Int32Array; readonly label: Int32Array }
    readonly confidence: Float64Array
  }
}

/**
 * `oneCoinDawidSkene` for responses that do not fit in memory: each iteration reads them once, and keeps of each task nothing but what
 * it adds to its workers' sums. Reads once more before the first iteration, for the shares of votes. The stream form that also many
 * labels can have: memory does not grow with their square.
 *
 * @param crowd without repeated pairs of task and worker, or each of them counts.
 * @returns the same as `oneCoinDawidSkene` on the same tasks in the same order. `answer` gives posteriors of any of the tasks that were read.
 * @throws AggregationError `invalid_option`; `too_large` when the tasks of a chunk × labels is above `maxCells`; what `read` throws.
 *   `gold`, `start` and `classPrior` are not options here: gold comes with the chunks.
 *
 * Time as `oneCoinDawidSkene` and iterations + 1 readings; memory 8 × (6 workers + 3 labels) bytes, and one chunk with its posteriors.
 */
export async function oneCoinDawidSkeneStream(
  crowd: StreamedCrowd,
  options: Omit<OneCoinDawidSkeneOptions, 'gold' | 'start' | 'classPrior'> = {},
): Promise<StreamedOneCoinDawidSkene> {
  const { prior, stop, start } = checkOneCoin(options)
  const { workers, labels, size } = crowd
  const coins = startCoins(workers.length, labels.length)
  const sums = startSums(workers.length)
  const rowsOf = (chunk: TaskChunk) => heldRows(chunk, labels.length, start.maxCells)

  const run = new EmRun(size, stop)
  let logPrior = 0
  let used = coins
  if (run.goesOn) {
    await sumChunks(crowd, coins, sums, (chunk) => votesOf(chunk, rowsOf(chunk), labels.length))
    logPrior = maximise(coins, sums, prior, crowd.tasks)
  }
  while (run.goesOn) {
    used = copyOf(coins)
    run.add(await sumChunks(crowd, used, sums, rowsOf, expectCoins), logPrior)
    logPrior = maximise(coins, sums, prior, crowd.tasks)
  }
  return {
    method: 'one-coin-dawid-skene',
    workers,
    labels,
    skills: coins.skills,
    priors: coins.logPriors.map(Math.exp),
    ...run.history(),
    answer(chunk) {
      const rows = rowsOf(chunk)
      expectCoins(chunk, rows, used)
      return { posteriors: rows.posteriors, ...topOfPosteriors(rows.posteriors, rows.gold.length, labels.length) }
    },
  }
}

/** Of each worker, over the tasks that were read. */
interface Sums {
  readonly responses: Float64Array
  /** Σ of the posteriors of the labels given */
  readonly right: Float64Array
}

function startSums(workers: number): Sums {
  const each = () => new Float64Array(workers)
  return { responses: each(), right: each() }
}

interface Rows {
  readonly gold: Int32Array
  readonly posteriors: Float64Array
}

/** Nothing is believed yet, but for gold. */
function heldRows({ start, gold = new Int32Array(start.length - 1).fill(-1) }: TaskChunk, k: number, maxCells: number | undefined): Rows {
  const posteriors = allocate('The table of tasks by labels', gold.length * k, maxCells)
  holdRows(start, gold, k, posteriors)
  return { gold, posteriors }
}

/** At the shares of votes, but for gold. */
function votesOf(chunk: TaskChunk, rows: Rows, k: number): Rows {
  rows.posteriors.fill(0)
  addVoteShares(chunk, k, rows.posteriors)
  holdRows(chunk.start, rows.gold, k, rows.posteriors)
  return rows
}

/** Adds up what all tasks say of their workers and of the classes; returns the log-likelihood, where `expect` computes one. */
async function sumChunks(
  crowd: StreamedCrowd,
  coins: Coins,
  sums: Sums,
  rowsOf: (chunk: TaskChunk) => Rows,
  expect: (chunk: TaskChunk, rows: Rows, coins: Coins, before: number) => number = (_chunk, _rows, _coins, before) => before,
): Promise<number> {
  for (const table of [sums.responses, sums.right, coins.mass]) table.fill(0)
  let [logLikelihood, read] = [0, 0]
  for await (const chunk of crowd.read()) {
    const rows = rowsOf(chunk)
    read += rows.gold.length
    checkOption('tasks', crowd.tasks, `at least the ${read} that were read`, read <= crowd.tasks)
    logLikelihood = expect(chunk, rows, coins, logLikelihood)
    addChunk(chunk, rows, coins.mass, sums)
  }
  checkOption('tasks', crowd.tasks, `the ${read} that were read`, read === crowd.tasks)
  return logLikelihood
}

function addChunk({ start, worker, label }: TaskChunk, { posteriors }: Rows, mass: Float64Array, sums: Sums): void {
  const k = mass.length
  for (let task = 0; task + 1 < start.length; task++) {
    for (let each = 0; each < k; each++) mass[each]! += posteriors[task * k + each]!
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const who = worker[i]!
      sums.responses[who]!++
      sums.right[who]! += posteriors[task * k + label[i]!]!
    }
  }
}

function maximise(coins: Coins, { right, responses }: Sums, prior: Required<OneCoinDawidSkeneOptions>['prior'], tasks: number): number {
  maximisePriors(coins, tasks)
  let logPrior = 0
  for (let who = 0; who < right.length; who++) logPrior += maximiseCoin(coins, who, right[who]!, responses[who]!, prior)
  return logPrior
}

function copyOf(coins: Coins): Coins {
  return { ...coins, logRight: coins.logRight.slice(), logWrong: coins.logWrong.slice(), logPriors: coins.logPriors.slice() }
}
