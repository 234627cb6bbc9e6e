import type { Aggregate } from '../aggregate.ts'
import { checkLabels, checkOption, kindOf } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import { addVoteShares, allocate } from '../vote-shares.ts'

/** A result with a probability for every label of every task. */
export interface Posteriors extends Aggregate {
  /** P(true label k | responses): tasks × labels, row-major; rows sum to 1. */
  readonly posteriors: Float64Array
}

/** What every method with posteriors can begin from. */
export interface StartOptions {
  /** True labels known beforehand, by task id: these tasks' posteriors are held at 1 and teach the workers' parameters. */
  readonly gold?: ReadonlyMap<string, string> | undefined
  /**
   * A former result to begin from, of any method, found again by the ids of its tasks and labels; tasks that it lacks begin at
   * their votes. Saves iterations when a few responses were added since.
   */
  readonly start?: Posteriors | undefined
  /** Largest table to allocate, in numbers of 8 bytes; 2²⁶ unless told. */
  readonly maxCells?: number | undefined
}

export interface Start {
  /** The crowd's labels, then the gold labels that no worker gave. */
  readonly labels: readonly string[]
  /** Per task the number of the label it is held at, or −1. */
  readonly gold: Int32Array
  readonly posteriors: Float64Array
}

/** The shares of votes, or the former result; gold held at its label; tasks without responses at 1/K. */
export function startingPosteriors(crowd: Crowd, { gold, start, maxCells }: StartOptions): Start {
  if (gold !== undefined) checkLabels('gold', gold)
  if (start !== undefined) checkPosteriors('start', start)
  const { tasks, byTask } = crowd
  const known = tasks.map((task) => gold?.get(task))
  const labels = [...new Set([...crowd.labels, ...known.filter((label) => label !== undefined)])]
  const numbers = new Map(labels.map((label, number) => [label, number]))

  const k = labels.length
  const posteriors = allocate('The table of tasks by labels', tasks.length * k, maxCells)
  const held = Int32Array.from(known, (label) => (label === undefined ? -1 : numbers.get(label)!))
  addVoteShares(byTask, k, posteriors)
  if (start !== undefined) copyFormer(start, crowd, numbers, posteriors)
  holdRows(byTask.start, held, k, posteriors)
  return { labels, gold: held, posteriors }
}

/**
 * Pseudo-tasks for every class; or `'votes'`: one for each, and besides as many as there are tasks, shared as the votes (and gold) are. How
 * common a class is, is then half what votes say, and half what the method makes of them: where each task has few responses, a method that
 * learns it from its own answers alone gives the commonest class more with each iteration.
 */
export type ClassPrior = number | 'votes'

/** The pseudo-tasks of each class. Shares are counted in units of 2⁻³², so that sums are exact in every order. */
export function classPseudoTasks(
  { byTask: { start, label } }: Crowd,
  { labels, gold }: Omit<Start, 'posteriors'>,
  prior: ClassPrior,
): Float64Array {
  const pseudo = new Float64Array(labels.length).fill(prior === 'votes' ? 1 : prior)
  if (prior !== 'votes') return pseudo
  for (let task = 0; task < gold.length; task++) {
    const [from, to] = [start[task]!, start[task + 1]!]
    if (gold[task] !== -1) pseudo[gold[task]!]! += 1
    else for (let i = from; i < to; i++) pseudo[label[i]!]! += Math.round(2 ** 32 / (to - from)) / 2 ** 32
  }
  return pseudo
}

/** Gold held at its label, tasks without responses at 1/K, and all others rounded. */
export function holdRows(start: Int32Array, gold: Int32Array, k: number, posteriors: Float64Array): void {
  for (let task = 0; task < gold.length; task++) {
    const row = posteriors.subarray(task * k, (task + 1) * k)
    if (gold[task] !== -1) row.fill(0)[gold[task]!] = 1
    else if (start[task] === start[task + 1]) row.fill(1 / k)
    else for (let each = 0; each < k; each++) row[each] = snap(row[each]!)
  }
}

export function checkPosteriors(option: string, result: Posteriors | null): void {
  checkOption(option, kindOf(result), 'a result with posteriors', result?.posteriors instanceof Float64Array)
}

/** A row that has lost all its mass, because its labels are gone, keeps the votes. */
function copyFormer(former: Posteriors, { tasks }: Crowd, numbers: ReadonlyMap<string, number>, posteriors: Float64Array): void {
  const k = numbers.size
  const rows = new Map(former.tasks.map((task, row) => [task, row]))
  const columns = former.labels.map((label) => numbers.get(label) ?? -1)
  const copied = new Float64Array(k)
  for (const [task, id] of tasks.entries()) {
    const row = rows.get(id)
    if (row === undefined) continue
    copied.fill(0)
    let mass = 0
    for (const [each, column] of columns.entries()) {
      const probability = former.posteriors[row * columns.length + each]!
      if (column === -1 || !(probability > 0)) continue
      copied[column] = probability
      mass += probability
    }
    for (let each = 0; each < k && mass > 0; each++) posteriors[task * k + each] = copied[each]! / mass
  }
}

/**
 * Rounds a probability to 32 significant bits (Veltkamp's splitting). Sums taken in another order differ by some 10⁻¹⁶; rounded
 * away at each step, such differences cannot grow over the iterations until the order of rows decides a tie.
 */
export function snap(probability: number): number {
  const spread = probability * (2 ** 21 + 1)
  return spread - (spread - probability)
}

/** Turns scores into exp(scores) / Σ exp(scores) in place; returns log Σ exp(scores). At least one score must be finite. */
export function normalise(row: Float64Array, offset: number, length: number): number {
  const end = offset + length
  let greatest = row[offset]!
  for (let at = offset + 1; at < end; at++) if (row[at]! > greatest) greatest = row[at]!
  let sum = 0
  for (let at = offset; at < end; at++) {
    const below = row[at]! - greatest
    // exp is what an iteration spends its time on; e⁻⁴⁰ is less than half a unit in the last place of a sum of at least 1.
    const weight = below === 0 ? 1 : below < -40 ? 0 : Math.exp(below)
    row[at] = weight
    sum += weight
  }
  for (let at = offset; at < end; at++) row[at] = snap(row[at]! / sum)
  return greatest + Math.log(sum)
}
