import { checkIterating, checkOption } from '../check-option.ts'
import { intervalsFor, type Intervals } from '../intervals.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { rescale } from '../rescale.ts'
import type { Comparisons } from './comparisons.ts'
import { logPriorOfStrengths } from './fit-pairs.ts'
import { groupsOf, pairsOf, type Pairs, type Tally } from './pairs.ts'
import { centred, laplaceIntervals, maxItemsWithIntervals, type Strengths } from './strengths.ts'

/** Options of {@link crowdBradleyTerry}. */
export interface CrowdBradleyTerryOptions {
  /**
   * As in `bradleyTerry`, but never 0; 1 unless told (log-strengths then have a logistic distribution of deviation 1.8 beforehand).
   * With less, strengths come out too far apart and their workers too careless.
   */
  readonly prior?: number
  /** Comparisons that a worker is taken to have judged with attention, and without, before any is seen. 1 and ¼ unless told. */
  readonly skillPrior?: { readonly attentive: number; readonly careless: number }
  /** Stop when no log-strength, skill or bias moves by more than this in an iteration; 1e-6 unless told. */
  readonly tolerance?: number
  /** 5000 unless told. */
  readonly maxIterations?: number
}

/** What {@link crowdBradleyTerry} returns. */
export interface CrowdBradleyTerry extends Strengths {
  readonly method: 'crowd-bradley-terry'
  readonly workers: readonly string[]
  readonly workerParameters: {
    /** γ: the share of comparisons that the worker looked at; given the strengths, over all biases. */
    readonly skill: Intervals
    /** β: how often the worker says "left" when they did not look. */
    readonly leftBias: Float64Array
  }
}

/**
 * Bradley and Terry's model with workers who do not always look: worker v judges with attention at a rate γᵥ, and otherwise says
 * "left" at a rate βᵥ,
 *
 *   P(v says l beats r) = γᵥ σ(sₗ − sᵣ) + (1 − γᵥ) βᵥ,   σ(x) = 1 / (1 + e⁻ˣ),   s = log p.
 *
 * A tie is half of either answer. EM over whether each comparison was looked at, from the strengths of `bradleyTerry`:
 *
 *   E:  r = γ σ / (γ σ + (1 − γ) β) for "left", γ (1 − σ) / (γ (1 − σ) + (1 − γ)(1 − β)) for "right"
 *   M:  γ ← (Σ r + a) / (n + a + c),   β ← (Σ_left (1 − r) + 1) / (Σ (1 − r) + 2),
 *       p: a step of `bradleyTerry` with the comparisons weighted by r
 *
 * where a and c are the `skillPrior`. Every step raises the log-posterior (there is no gradient to get wrong); EM finds the
 * maximum nearest to the strengths that trust everybody alike.
 *
 * Assumes that carelessness does not depend on the pair. Do not use it with a handful of comparisons per worker (skills then stay at
 * the prior), nor against people who answer the opposite of what they see. Intervals of strengths hold the workers' parameters
 * at their estimates. The same comparisons give the same values (to the tolerance) in any order of rows.
 *
 * @returns see {@link Strengths}. No comparisons give no items, converged.
 * @throws AggregationError `invalid_option`.
 *
 * Time O(iterations × comparisons + 700 × comparisons + items³ up to 500 items).
 *
 * References: Chen, Bennett, Collins-Thompson and Horvitz, WSDM 2013; doi:10.1145/2433396.2433420. Bugakova, Fedorova, Gusev and Drutsa,
 * Aggregation of pairwise comparisons with reduction of biases, 2019; doi:10.48550/arXiv.1906.03711.
 */
export function crowdBradleyTerry(comparisons: Comparisons, options: CrowdBradleyTerryOptions = {}): CrowdBradleyTerry {
  const { prior = 1, skillPrior = { attentive: 1, careless: 0.25 }, tolerance = 1e-6, maxIterations = 5000 } = options
  checkOption('prior', prior, 'a number from 0.000001 to 1000000', prior >= 1e-6 && prior <= 1_000_000)
  const { attentive, careless } = skillPrior
  const isCount = (count: number) => count > 0 && count <= 1_000_000
  checkOption('skillPrior', JSON.stringify(skillPrior), 'two numbers above 0, up to 1000000', isCount(attentive) && isCount(careless))
  checkIterating({ tolerance, maxIterations })

  const pairs = pairsOf(comparisons)
  const state = startState(comparisons, pairs, prior, attentive / (attentive + careless))
  const objective: number[] = []
  let moved = comparisons.size === 0 ? 0 : Infinity
  while (moved > tolerance && objective.length < maxIterations && comparisons.size > 0) {
    const likelihood = expectation(comparisons, pairs, state)
    objective.push(likelihood + logPriorOfStrengths(state.strengths, prior) + logPriorOfWorkers(state, attentive, careless))
    moved = Math.max(updateWorkers(state, attentive, careless), raiseStrengths(state, pairs, prior))
    rescale(state.strengths)
  }
  const scores = centred(state.strengths)
  return {
    method: 'crowd-bradley-terry',
    items: comparisons.items,
    scores,
    intervals: scores.length > maxItemsWithIntervals ? null : laplaceIntervals(scores, curvature(comparisons, state, prior), false),
    ...groupsOf(pairs),
    workers: comparisons.workers,
    workerParameters: { skill: skillIntervals(comparisons, state, attentive, careless), leftBias: state.bias },
    iterations: objective.length,
    converged: moved <= tolerance,
    objective,
  }
}

interface State {
  readonly strengths: Float64Array
  /** Those of the next iteration. */
  readonly raised: Float64Array
  readonly skill: Float64Array
  readonly bias: Float64Array
  /** Per worker: comparisons, those that were looked at, and of the others those that say "left". */
  readonly given: Float64Array
  readonly looked: Float64Array
  readonly blindLeft: Float64Array
  readonly tally: Tally
}

function startState(comparisons: Comparisons, { opponent }: Pairs, prior: number, skill: number): State {
  const [items, workers] = [comparisons.items.length, comparisons.workers.length]
  const given = new Float64Array(workers)
  for (const worker of comparisons.worker) given[worker]!++
  return {
    strengths: bradleyTerry(comparisons, { prior, tolerance: 1e-6 }).scores.map(Math.exp),
    raised: new Float64Array(items),
    skill: new Float64Array(workers).fill(skill),
    bias: new Float64Array(workers).fill(0.5),
    given,
    looked: new Float64Array(workers),
    blindLeft: new Float64Array(workers),
    tally: { games: new Float64Array(opponent.length), won: new Float64Array(0), points: new Float64Array(items) },
  }
}

function expectation({ size, worker, left, right, points: given }: Comparisons, { edge, mirror }: Pairs, state: State): number {
  const { strengths, skill, bias, looked, blindLeft, tally } = state
  for (const table of [looked, blindLeft, tally.games, tally.points]) table.fill(0)
  let likelihood = 0
  for (let row = 0; row < size; row++) {
    const who = worker[row]!
    const [p, q] = [strengths[left[row]!]!, strengths[right[row]!]!]
    const seesLeft = (skill[who]! * p) / (p + q)
    const seesRight = (skill[who]! * q) / (p + q)
    const saysLeft = seesLeft + (1 - skill[who]!) * bias[who]!
    const saysRight = seesRight + (1 - skill[who]!) * (1 - bias[who]!)
    const forLeft = given[row]! / 2
    const forRight = 1 - forLeft
    if (forLeft > 0) likelihood += forLeft * Math.log(saysLeft)
    if (forRight > 0) likelihood += forRight * Math.log(saysRight)

    const lookedLeft = (forLeft * seesLeft) / saysLeft
    const lookedRight = (forRight * seesRight) / saysRight
    looked[who]! += lookedLeft + lookedRight
    blindLeft[who]! += forLeft - lookedLeft
    tally.games[edge[row]!]! += lookedLeft + lookedRight
    tally.games[mirror[edge[row]!]!]! += lookedLeft + lookedRight
    tally.points[left[row]!]! += lookedLeft
    tally.points[right[row]!]! += lookedRight
  }
  return likelihood
}

/**
 * One step of Hunter's minorisation for every item at once: pᵢ ← (wᵢ + a) / (Σⱼ nᵢⱼ / (pᵢ + pⱼ) + 2a / (pᵢ + 1)); Annals of Statistics 32(1),
 * 2004, doi:10.1214/aos/1079120141.
 *
 * @returns the largest change of a log-strength.
 */
function raiseStrengths({ strengths, raised, tally: { games, points } }: State, { start, opponent }: Pairs, prior: number): number {
  let moved = 0
  for (let item = 0; item < strengths.length; item++) {
    const own = strengths[item]!
    let needed = (2 * prior) / (own + 1)
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) needed += games[edge]! / (own + strengths[opponent[edge]!]!)
    const next = (points[item]! + prior) / needed
    raised[item] = next
    moved = Math.max(moved, Math.abs(Math.log(next / own)))
  }
  // all at once: one after the other, the order of items would decide where an early stop stops
  strengths.set(raised)
  return moved
}

function updateWorkers({ skill, bias, given, looked, blindLeft }: State, attentive: number, careless: number): number {
  let moved = 0
  for (let who = 0; who < skill.length; who++) {
    const [before, leaned] = [skill[who]!, bias[who]!]
    const share = (looked[who]! + attentive) / (given[who]! + attentive + careless)
    const left = (blindLeft[who]! + 1) / (given[who]! - looked[who]! + 2)
    skill[who] = share
    bias[who] = left
    moved = Math.max(moved, Math.abs(share - before), Math.abs(left - leaned))
  }
  return moved
}

function logPriorOfWorkers({ skill, bias }: State, attentive: number, careless: number): number {
  let sum = 0
  for (let who = 0; who < skill.length; who++) {
    sum += attentive * Math.log(skill[who]!) + careless * Math.log1p(-skill[who]!) + Math.log(bias[who]!) + Math.log1p(-bias[who]!)
  }
  return sum
}

/** Fisher's information: what is expected rather than what was seen, because the latter may bend the wrong way. */
function curvature({ size, worker, left, right }: Comparisons, { strengths, skill, bias }: State, prior: number): Float64Array {
  const n = strengths.length
  const matrix = new Float64Array(n * n)
  for (const [item, own] of strengths.entries()) matrix[item * n + item]! += (2 * prior * own) / (own + 1) ** 2
  for (let row = 0; row < size; row++) {
    const [l, r, who] = [left[row]!, right[row]!, worker[row]!]
    const seen = strengths[l]! / (strengths[l]! + strengths[r]!)
    const says = skill[who]! * seen + (1 - skill[who]!) * bias[who]!
    const information = (skill[who]! * seen * (1 - seen)) ** 2 / (says * (1 - says))
    matrix[l * n + l]! += information
    matrix[r * n + r]! += information
    matrix[l * n + r]! -= information
    matrix[r * n + l]! -= information
  }
  return matrix
}

const [skillSteps, biasSteps] = [64, 11]

/** The posterior of each worker's skill on a grid, summed over a grid of biases; the strengths stay at their estimates. */
function skillIntervals(comparisons: Comparisons, { strengths, skill }: State, attentive: number, careless: number): Intervals {
  const { size, worker, left, right, points } = comparisons
  const cells = skillSteps * biasSteps
  const logs = new Float64Array(skill.length * cells)
  for (let row = 0; row < size; row++) {
    const seen = strengths[left[row]!]! / (strengths[left[row]!]! + strengths[right[row]!]!)
    const forLeft = points[row]! / 2
    for (let cell = 0; cell < cells; cell++) {
      const gamma = ((cell % skillSteps) + 0.5) / skillSteps
      const beta = (Math.floor(cell / skillSteps) + 0.5) / biasSteps
      const says = gamma * seen + (1 - gamma) * beta
      const log = forLeft === 1 ? Math.log(says) : forLeft === 0 ? Math.log1p(-says) : 0.5 * (Math.log(says) + Math.log1p(-says))
      logs[worker[row]! * cells + cell]! += log
    }
  }
  const intervals = intervalsFor(skill.length)
  for (let who = 0; who < skill.length; who++) {
    setFromGrid(intervals, who, logs.subarray(who * cells, (who + 1) * cells), attentive, careless)
  }
  return intervals
}

function setFromGrid({ mean, low, high }: Intervals, who: number, logs: Float64Array, attentive: number, careless: number): void {
  for (let cell = 0; cell < logs.length; cell++) {
    const gamma = ((cell % skillSteps) + 0.5) / skillSteps
    const beta = (Math.floor(cell / skillSteps) + 0.5) / biasSteps
    logs[cell]! += attentive * Math.log(gamma) + careless * Math.log1p(-gamma) + Math.log(beta * (1 - beta))
  }
  const greatest = logs.reduce((a, b) => Math.max(a, b))
  const mass = new Float64Array(skillSteps)
  for (let cell = 0; cell < logs.length; cell++) mass[cell % skillSteps]! += Math.exp(logs[cell]! - greatest)
  const total = mass.reduce((a, b) => a + b)
  let before = 0
  for (let step = 0; step < skillSteps; step++) {
    const share = mass[step]! / total
    mean[who]! += (share * (step + 0.5)) / skillSteps
    if (before < 0.05 && before + share >= 0.05) low[who] = (step + (0.05 - before) / share) / skillSteps
    if (before < 0.95 && before + share >= 0.95) high[who] = (step + (0.95 - before) / share) / skillSteps
    before += share
  }
}
