import type { Crowd } from '../crowd.ts'
import { allocate } from '../vote-shares.ts'
import { coloursOf, mixed, uniformOf } from './colours.ts'
import { digamma, logGamma } from '../special-functions.ts'
import { normalise, startingPosteriors, type Start, type StartOptions } from './starting-posteriors.ts'

/** Everything that the steps of `mace` read and write. */
export interface MaceModel extends Start {
  readonly crowd: Crowd
  readonly settings: MaceSettings
  /** Expected knowing responses per worker, and expected spam per worker and label. */
  readonly known: Float64Array
  readonly spam: Float64Array
  /** θ̃ per worker, and (1−θ)~ ξ̃ per worker and label. */
  readonly knows: Float64Array
  readonly spams: Float64Array
}

export interface MaceSettings {
  readonly knowing: number
  readonly spamming: number
  readonly strategy: number
}

interface RunOptions {
  readonly restart: number
  readonly seed: number
  readonly tolerance: number
  readonly maxIterations: number
}

export function startMace(crowd: Crowd, options: StartOptions, settings: MaceSettings): MaceModel {
  const start = startingPosteriors(crowd, options)
  const cells = crowd.workers.length * start.labels.length
  const each = () => new Float64Array(crowd.workers.length)
  const table = () => allocate('The table of workers by labels', cells, options.maxCells)
  return { ...start, crowd, settings, known: each(), spam: table(), knows: each(), spams: table() }
}

export function runMace(model: MaceModel, { restart, seed, tolerance, maxIterations }: RunOptions) {
  const bound: number[] = []
  if (model.crowd.size === 0) return { iterations: 0, converged: true, bound }

  if (restart === 0) beginAtPosteriors(model)
  else beginAtRandom(model, seed, restart)
  let divergence = maximisation(model)
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const before = bound.at(-1)
    const now = expectation(model) - divergence
    bound.push(now)
    divergence = maximisation(model)
    if (before !== undefined && now - before <= tolerance * model.crowd.size) return { iterations: iteration, converged: true, bound }
  }
  return { iterations: maxIterations, converged: false, bound }
}

/** A response is as knowing as its label is likely. */
function beginAtPosteriors({ crowd, labels, posteriors, known, spam }: MaceModel): void {
  const { start, task, label } = crowd.byWorker
  const k = labels.length
  for (let who = 0; who < known.length; who++) {
    for (let i = start[who]!; i < start[who + 1]!; i++) {
      const share = posteriors[task[i]! * k + label[i]!]!
      known[who]! += share
      spam[who * k + label[i]!]! += 1 - share
    }
  }
}

/** Each worker knows a part of their responses between a fifth and all, drawn uniformly. */
function beginAtRandom({ crowd, labels, known, spam }: MaceModel, seed: number, restart: number): void {
  const colours = coloursOf(crowd, seed)
  const { start, label } = crowd.byWorker
  for (let who = 0; who < known.length; who++) {
    const part = 0.2 + 0.8 * uniformOf(mixed(colours.worker[who]!, restart))
    for (let i = start[who]!; i < start[who + 1]!; i++) {
      known[who]! += part
      spam[who * labels.length + label[i]!]! += 1 - part
    }
  }
}

/** Writes posteriors, and expected counts; returns Σ log of the normalisers. */
function expectation({ crowd, labels, gold, posteriors, known, spam, knows, spams }: MaceModel): number {
  const { start, worker, label } = crowd.byTask
  const k = labels.length
  known.fill(0)
  spam.fill(0)
  let sum = 0
  for (let task = 0; task < gold.length; task++) {
    const row = task * k
    const held = gold[task]!
    const from = start[task]!
    const to = start[task + 1]!
    let all = -Math.log(k)
    if (held === -1) posteriors.fill(0, row, row + k)
    for (let i = from; i < to; i++) {
      const cell = spams[worker[i]! * k + label[i]!]!
      all += Math.log(cell)
      const raised = Math.log1p(knows[worker[i]!]! / cell)
      if (held === -1) posteriors[row + label[i]!]! += raised
      else if (label[i] === held) all += raised
    }
    sum += all + (held === -1 ? normalise(posteriors, row, k) : 0)
    for (let i = from; i < to; i++) {
      const who = worker[i]!
      const cell = spams[who * k + label[i]!]!
      const knowing = (posteriors[row + label[i]!]! * knows[who]!) / (knows[who]! + cell)
      known[who]! += knowing
      spam[who * k + label[i]!]! += 1 - knowing
    }
  }
  return sum
}

/** Writes the parameters; returns the divergence of their distributions from the priors. */
function maximisation({ labels, settings, known, spam, knows, spams }: MaceModel): number {
  const { knowing, spamming, strategy } = settings
  const k = labels.length
  let divergence = 0
  for (let who = 0; who < known.length; who++) {
    let total = 0
    for (let each = 0; each < k; each++) total += spam[who * k + each]!
    const below = digamma(known[who]! + total + knowing + spamming)
    const logKnows = digamma(known[who]! + knowing) - below
    const logSpams = digamma(total + spamming) - below
    knows[who] = Math.exp(logKnows)
    // KL of two Dirichlets: counts × E log, less the log evidence of the counts.
    divergence += known[who]! * logKnows + total * logSpams
    divergence -= risen(known[who]!, knowing) + risen(total, spamming) - risen(known[who]! + total, knowing + spamming)

    const strategyBelow = digamma(total + k * strategy)
    for (let each = 0; each < k; each++) {
      const counted = spam[who * k + each]!
      const log = digamma(counted + strategy) - strategyBelow
      spams[who * k + each] = Math.exp(logSpams + log)
      divergence += counted * log - risen(counted, strategy)
    }
    divergence += risen(total, k * strategy)
  }
  return divergence
}

/** ln Γ(prior + count) − ln Γ(prior). */
function risen(count: number, prior: number): number {
  return count === 0 ? 0 : logGamma(count + prior) - logGamma(prior)
}
