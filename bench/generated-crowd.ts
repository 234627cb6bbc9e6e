import type { CodedColumns } from '../packages/aggregation/src/index.ts'
import { randomFrom } from './random-from.ts'

export interface CrowdShape {
  readonly responses: number
  readonly perTask: number
  readonly classes: number
  readonly workers: number
  /** Of how often workers are right: `beta` is Beta(8, 3), `even` uniform from 0.4 to 1. */
  readonly accuracies: 'beta' | 'even'
  /** `alike`: each wrong label alike. `mixed`: every worker has a row of their own per class, right as often on average. */
  readonly errors: 'alike' | 'mixed'
  readonly seed: number
}

export interface GeneratedCrowd {
  readonly columns: CodedColumns
  /** Per task the number of its true label. */
  readonly truth: Int32Array
  /** Per worker, how often they are right. */
  readonly accuracy: Float64Array
}

/** A crowd whose truth is known. Some workers answer much more than others, as in recorded crowds. */
export function generateCrowd({ responses, perTask, classes, workers, accuracies, errors, seed }: CrowdShape): GeneratedCrowd {
  const random = randomFrom(seed)
  const tasks = Math.floor(responses / perTask)
  const rates = new Float64Array(workers * classes * classes)
  const accuracy = new Float64Array(workers)
  for (let who = 0; who < workers; who++) {
    const skill = accuracies === 'even' ? 0.4 + 0.6 * random() : eighthOfTen(random)
    for (let truth = 0; truth < classes; truth++) {
      const right = errors === 'alike' ? skill : Math.min(0.99, Math.max(0.01, skill + 0.3 * (random() - 0.5)))
      accuracy[who]! += right / classes
      fillRow(rates.subarray((who * classes + truth) * classes, (who * classes + truth + 1) * classes), truth, right, errors, random)
    }
  }
  const columns = { task: new Int32Array(tasks * perTask), worker: new Int32Array(tasks * perTask), label: new Int32Array(tasks * perTask) }
  const truth = new Int32Array(tasks)
  const chosen = new Set<number>()
  for (let task = 0, row = 0; task < tasks; task++) {
    truth[task] = Math.floor(random() * classes)
    chosen.clear()
    while (chosen.size < perTask) chosen.add(Math.floor(workers * random() ** 1.5))
    for (const who of chosen) {
      columns.task[row] = task
      columns.worker[row] = who
      columns.label[row++] = draw(rates, (who * classes + truth[task]!) * classes, random)
    }
  }
  const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`)
  return { columns: { ...columns, tasks: ids('t', tasks), workers: ids('w', workers), labels: ids('l', classes) }, truth, accuracy }
}

/** Beta(8, 3) is the eighth of ten uniform numbers in order. */
function eighthOfTen(random: () => number): number {
  return Float64Array.from({ length: 10 }, random).toSorted()[7]!
}

function fillRow(row: Float64Array, truth: number, right: number, errors: CrowdShape['errors'], random: () => number): void {
  const weights = row.map((_, given) => (given === truth ? 0 : errors === 'alike' ? 1 : -Math.log(1 - random())))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  for (let given = 0; given < row.length; given++) row[given] = given === truth ? right : ((1 - right) * weights[given]!) / sum
}

function draw(rates: Float64Array, from: number, random: () => number): number {
  let left = random()
  let given = 0
  while ((left -= rates[from + given]!) > 0) given++
  return given
}
