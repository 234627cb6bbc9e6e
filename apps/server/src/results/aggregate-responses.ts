import { calibrationBins } from '../methods/index.ts'
import { getTaskSetup, type Consolidated, type ConsolidatedTask, type GivenResponse, type TaskSetup } from '../task-types/index.ts'
import type { ResponseAggregation } from './aggregation-messages.ts'
import type { Aggregator } from './aggregator.ts'
import type { ComputedResult, RunFigures } from './run-figures.ts'

/**
 * Boxes, spans or texts are made one in slices of so many characters of JSON, each of whole tasks: memory stays flat however
 * large the batch is. What a method learns of workers, it learns within a slice; a batch of usual size is one slice.
 */
const SLICE_CHARS = 64_000_000

/** Whole responses, by the task type itself; the sister of labelAggregator. */
export function responseAggregator(asked: ResponseAggregation): Aggregator {
  const setup = getTaskSetup(asked.taskType, asked.settings)
  const { consolidation } = setup
  if (consolidation?.kind !== 'responses') throw new Error(`${asked.taskType} does not make responses one by itself`)
  const sums = new Sums(setup)
  let slice: GivenResponse[] = []
  let chars = 0

  const endSlice = () => {
    if (slice.length === 0) return
    const startedAt = performance.now()
    const consolidated = consolidation.consolidate(asked.method, slice)
    sums.add(slice, consolidated, (performance.now() - startedAt) / 1000)
    slice = []
    chars = 0
  }

  return {
    addTruths(tasks, values) {
      for (const [i, task] of tasks.entries()) sums.truths.set(task, JSON.parse(values[i] ?? 'null'))
    },
    addResponses(tasks, workers, values, payloads) {
      for (const [i, task] of tasks.entries()) {
        if (chars >= SLICE_CHARS && task !== slice.at(-1)?.task) endSlice()
        const json = values[i] ?? 'null'
        slice.push({ task, worker: workers[i] ?? '', response: JSON.parse(json), payload: JSON.parse(payloads[i] ?? 'null') })
        chars += json.length + (payloads[i]?.length ?? 0)
      }
    },
    compute() {
      endSlice()
      return sums.figures(asked.method)
    },
    results: () => sums.results,
  }
}

class Sums {
  readonly results: ComputedResult[] = []
  readonly truths = new Map<string, unknown>()
  readonly #setup: TaskSetup
  readonly #workers = new Set<string>()
  readonly #gold: { confidence: number | null; right: number }[] = []
  readonly #agreement = { sum: 0, responses: 0 }
  #responses = 0
  #slices = 0
  #seconds = 0
  #parameters: Consolidated['parameters'] = {}

  constructor(setup: TaskSetup) {
    this.#setup = setup
  }

  add(given: readonly GivenResponse[], { tasks, workers, parameters }: Consolidated, seconds: number): void {
    this.#responses += given.length
    this.#slices += 1
    this.#seconds += seconds
    this.#parameters = parameters
    for (const { worker, responses, agreement } of workers) {
      this.#workers.add(worker)
      this.#agreement.sum += agreement * responses
      this.#agreement.responses += responses
    }
    const byTask = Map.groupBy(given, ({ task }) => task)
    for (const task of tasks) this.#addTask(task, byTask.get(task.task) ?? [])
  }

  #addTask({ task, response, confidence, responses }: ConsolidatedTask, given: readonly GivenResponse[]): void {
    const sure = confidence === null || !Number.isFinite(confidence) ? null : confidence
    const isNothing = response === null || response === undefined
    this.results.push({
      number: task,
      label: isNothing ? null : this.#setup.label(response),
      tied: [],
      response: isNothing ? null : JSON.stringify(response),
      confidence: sure,
      responses,
      divided: this.#areDivided(given, isNothing ? null : response),
    })
    const truth = this.truths.get(task)
    if (truth === undefined) return
    const judged = isNothing ? null : this.#setup.judge(response, truth)
    if (judged !== null) this.#gold.push({ confidence: sure, right: judged.right ? 1 : 0 })
  }

  /** Two boxes are never the same to the pixel: what is held to be is taken for known, and the tolerance of the batch judges the rest. */
  #areDivided(given: readonly GivenResponse[], held: unknown): boolean {
    if (given.length < 2) return false
    const judged = held === null ? [] : given.map((each) => this.#setup.judge(each.response, held))
    if (judged.length > 0 && judged.every((each) => each !== null)) return judged.some(({ right }) => !right)
    return new Set(given.map((each) => JSON.stringify(each.response))).size > 1
  }

  figures(method: string): RunFigures {
    const gold = this.#gold
    const agreement = this.#agreement.responses === 0 ? null : this.#agreement.sum / this.#agreement.responses
    return {
      responses: this.#responses,
      tasks: this.results.length,
      workers: this.#workers.size,
      method,
      reason: null,
      compared: [],
      chosenAt: null,
      parameters: { ...this.#parameters, ...(this.#slices > 1 ? { slices: this.#slices } : {}) },
      seconds: this.#seconds,
      iterations: null,
      converged: null,
      classes: null,
      agreement,
      alpha: null,
      goldTasks: gold.length,
      majorityVoteAccuracy: null,
      accuracy: gold.length === 0 ? null : gold.reduce((sum, { right }) => sum + right, 0) / gold.length,
      responseAgreement: agreement,
      responseAccuracy: null,
      calibration: calibrationBins(gold.flatMap(({ confidence, right }) => (confidence === null ? [] : [{ confidence, right }]))),
      failure: null,
    }
  }
}
