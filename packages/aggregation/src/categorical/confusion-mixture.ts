import type { Crowd } from '../crowd.ts'
import { allocate } from '../vote-shares.ts'
import { coloursOf, mixed, uniformOf } from './colours.ts'
import { digamma, logGamma } from '../special-functions.ts'
import { classPseudoTasks, normalise, startingPosteriors, type ClassPrior, type StartOptions } from './starting-posteriors.ts'

/**
 * The variational engine of `ibcc`, `hierarchicalDawidSkene` and `ebcc`. A class of truth has M subtypes (one, but for `ebcc`);
 * a cell is a pair of class and subtype, c = k M + m. All tables are laid out so that a response reads and writes one run of cells.
 */
export interface Mixture {
  readonly crowd: Crowd
  readonly labels: readonly string[]
  readonly gold: Int32Array
  readonly subtypes: number
  /** q(zₜ = k, gₜ = m): tasks × cells. */
  readonly responsibilities: Float64Array
  /** Expected responses and E log θ: [worker][given][cell]. */
  readonly counts: Float64Array
  readonly logRates: Float64Array
  /** Dirichlet parameters that all workers share: [given][truth]. */
  readonly concentration: Float64Array
  readonly settings: MixtureSettings
  /** Pseudo-tasks per class. */
  readonly classPrior: Float64Array
  /** Expected tasks per cell, and the logarithms of their prior probabilities. */
  readonly mass: Float64Array
  readonly logMass: Float64Array
  /** Per response, in the order of `crowd.byTask`, where its run starts. */
  readonly runs: Int32Array
}

export interface MixtureSettings {
  /** Pseudo-responses on each cell of the diagonal, and on each other one. */
  readonly right: number
  readonly wrong: number
  readonly classPrior: ClassPrior
  /** Pseudo-tasks per class that its subtypes share. */
  readonly subtypePrior: number
  /** Whether `right` and `wrong` are only where the shared prior begins, to be learnt from all workers. */
  readonly learnPrior: boolean
}

interface Begin extends StartOptions {
  readonly subtypes: number
  readonly seed: number
}

export function startMixture(crowd: Crowd, { subtypes, seed, ...start }: Begin, settings: MixtureSettings): Mixture {
  const { labels, gold, posteriors } = startingPosteriors(crowd, start)
  const k = labels.length
  const cells = k * subtypes
  const size = crowd.tasks.length * cells
  const responsibilities = subtypes === 1 ? posteriors : allocate('The table of tasks by subtypes', size, start.maxCells)
  if (subtypes > 1) split(crowd, posteriors, { responsibilities, k, subtypes, seed })
  const counts = allocate('The confusion matrices', crowd.workers.length * k * cells, start.maxCells)
  const concentration = new Float64Array(k * k).fill(settings.wrong)
  for (let each = 0; each < k; each++) concentration[each * k + each] = settings.right
  return {
    crowd,
    labels,
    gold,
    subtypes,
    responsibilities,
    counts,
    logRates: new Float64Array(counts.length),
    concentration,
    settings,
    classPrior: classPseudoTasks(crowd, { labels, gold }, settings.classPrior),
    mass: new Float64Array(cells),
    logMass: new Float64Array(cells),
    runs: crowd.byTask.worker.map((worker, i) => (worker * k + crowd.byTask.label[i]!) * cells),
  }
}

/** Shares each posterior among the subtypes at random: exponential variables, normalised, are uniform on the simplex. */
function split(
  crowd: Crowd,
  posteriors: Float64Array,
  { responsibilities, k, subtypes, seed }: { responsibilities: Float64Array; k: number; subtypes: number; seed: number },
): void {
  const colours = coloursOf(crowd, seed)
  for (let task = 0; task < crowd.tasks.length; task++) {
    for (let each = 0; each < k; each++) {
      const from = (task * k + each) * subtypes
      const colour = mixed(colours.task[task]!, colours.label[each] ?? 0)
      let sum = 0
      for (let m = 0; m < subtypes; m++) sum += responsibilities[from + m] = -Math.log(uniformOf(mixed(colour, m)))
      for (let m = 0; m < subtypes; m++) responsibilities[from + m]! *= posteriors[task * k + each]! / sum
    }
  }
}

/** E step: responsibilities from expected logarithms. Returns their entropy. */
function mixtureExpectation({ crowd, gold, subtypes, responsibilities, logRates, logMass, runs }: Mixture): number {
  const { start } = crowd.byTask
  const cells = logMass.length
  let entropy = 0
  for (let task = 0; task < gold.length; task++) {
    const held = gold[task]!
    const first = held === -1 ? 0 : held * subtypes
    const length = held === -1 ? cells : subtypes
    const row = task * cells
    for (let cell = first; cell < first + length; cell++) responsibilities[row + cell] = logMass[cell]!
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const run = runs[i]!
      for (let cell = first; cell < first + length; cell++) responsibilities[row + cell]! += logRates[run + cell]!
    }
    normalise(responsibilities, row + first, length)
    for (let at = row + first; at < row + first + length; at++) {
      const share = responsibilities[at]!
      if (share > 0 && share < 1) entropy -= share * Math.log(share)
    }
  }
  return entropy
}

/** M step: q(θ), q(π) from the responsibilities. Returns the log evidence of these, the counts taken as observed. */
function mixtureMaximisation(model: Mixture): number {
  count(model)
  if (model.settings.learnPrior) for (let repeat = 0; repeat < 2; repeat++) learnConcentration(model)
  return rates(model) + masses(model) + (model.settings.learnPrior ? hyperprior(model) : 0)
}

function count({ crowd, responsibilities, counts, mass, runs }: Mixture): void {
  const { start } = crowd.byTask
  const cells = mass.length
  counts.fill(0)
  mass.fill(0)
  for (let task = 0; task < crowd.tasks.length; task++) {
    const from = start[task]!
    const to = start[task + 1]!
    for (let cell = 0; cell < cells; cell++) {
      const share = responsibilities[task * cells + cell]!
      // Most tasks are soon sure of one cell, and adding zeros would cost as much as adding.
      if (share === 0) continue
      mass[cell]! += share
      for (let i = from; i < to; i++) counts[runs[i]! + cell]! += share
    }
  }
}

/**
 * The shared prior's rate: it weighs as much as a tenth of a worker, and holds the learnt parameters near `right` and `wrong`
 * when there are hardly any workers to learn them from.
 */
const hyperRate = 0.1

/** One step of Minka's fixed point for the parameters of each class's Dirichlet; never lowers the evidence. */
function learnConcentration({ crowd, labels, subtypes, counts, concentration, settings }: Mixture): void {
  const k = labels.length
  const cells = k * subtypes
  const gains = new Float64Array(k)
  for (let truth = 0; truth < k; truth++) {
    let size = 0
    for (let given = 0; given < k; given++) size += concentration[given * k + truth]!
    const below = digamma(size)
    let shared = hyperRate
    gains.fill(0)
    for (let who = 0; who < crowd.workers.length; who++) {
      for (let cell = truth * subtypes; cell < (truth + 1) * subtypes; cell++) {
        let total = 0
        for (let given = 0; given < k; given++) {
          const counted = counts[(who * k + given) * cells + cell]!
          if (counted === 0) continue
          total += counted
          const prior = concentration[given * k + truth]!
          gains[given]! += digamma(counted + prior) - digamma(prior)
        }
        if (total > 0) shared += digamma(total + size) - below
      }
    }
    for (let given = 0; given < k; given++) {
      const wanted = given === truth ? settings.right : settings.wrong
      concentration[given * k + truth] = (concentration[given * k + truth]! * gains[given]! + hyperRate * wanted) / shared
    }
  }
}

/** The log density of the Gamma prior of the learnt parameters, as far as they move it. */
function hyperprior({ labels, concentration, settings }: Mixture): number {
  const k = labels.length
  let sum = 0
  for (let given = 0; given < k; given++) {
    for (let truth = 0; truth < k; truth++) {
      const at = concentration[given * k + truth]!
      sum += hyperRate * ((given === truth ? settings.right : settings.wrong) * Math.log(at) - at)
    }
  }
  return sum
}

/** Writes E log θ; returns Σ over workers and cells of the log evidence of a Dirichlet–multinomial. */
function rates({ crowd, labels, subtypes, counts, logRates, concentration }: Mixture): number {
  const k = labels.length
  const cells = k * subtypes
  const prior = new Float64Array(k)
  let evidence = 0
  for (let cell = 0; cell < cells; cell++) {
    const truth = Math.floor(cell / subtypes)
    let size = 0
    for (let given = 0; given < k; given++) size += prior[given] = concentration[given * k + truth]!
    const none = prior.map(digamma)
    for (let who = 0; who < crowd.workers.length; who++) {
      let total = size
      for (let given = 0; given < k; given++) total += counts[(who * k + given) * cells + cell]!
      const below = digamma(total)
      for (let given = 0; given < k; given++) {
        const at = (who * k + given) * cells + cell
        const counted = counts[at]!
        logRates[at] = (counted === 0 ? none[given]! : digamma(counted + prior[given]!)) - below
        if (counted > 0) evidence += logGamma(counted + prior[given]!) - logGamma(prior[given]!)
      }
      if (total > size) evidence -= logGamma(total) - logGamma(size)
    }
  }
  return evidence
}

/** Writes E log π; returns the log evidence of the tasks' classes, and of their subtypes. */
function masses({ labels, subtypes, mass, logMass, settings, classPrior }: Mixture): number {
  const k = labels.length
  const { subtypePrior } = settings
  const each = subtypePrior / subtypes
  let [tasks, pseudo] = [0, 0]
  let evidence = 0
  for (let truth = 0; truth < k; truth++) {
    let own = 0
    for (let cell = truth * subtypes; cell < (truth + 1) * subtypes; cell++) own += mass[cell]!
    tasks += own
    pseudo += classPrior[truth]!
    evidence += logGamma(own + classPrior[truth]!) - logGamma(classPrior[truth]!)
    const below = digamma(own + subtypePrior)
    for (let cell = truth * subtypes; cell < (truth + 1) * subtypes; cell++) {
      logMass[cell] = digamma(own + classPrior[truth]!) + (subtypes === 1 ? 0 : digamma(mass[cell]! + each) - below)
      if (subtypes > 1) evidence += logGamma(mass[cell]! + each) - logGamma(each)
    }
    if (subtypes > 1) evidence -= logGamma(own + subtypePrior) - logGamma(subtypePrior)
  }
  // Written out last, for the class totals must be known; the same for all cells, so that posteriors do not need it.
  return evidence - (logGamma(tasks + pseudo) - logGamma(pseudo))
}

export interface MixtureRun {
  readonly iterations: number
  readonly converged: boolean
  /** The evidence lower bound with the responsibilities that each iteration ended with, in nats. Never falls but for rounding. */
  readonly bound: readonly number[]
}

/** Alternates both steps until the bound gains at most `tolerance` per response. */
export function runMixture(model: Mixture, tolerance: number, maxIterations: number): MixtureRun {
  const bound: number[] = []
  if (model.crowd.size === 0) {
    mixtureMaximisation(model)
    return { iterations: 0, converged: true, bound }
  }
  mixtureMaximisation(model)
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const entropy = mixtureExpectation(model)
    const now = mixtureMaximisation(model) + entropy
    const before = bound.at(-1)
    bound.push(now)
    if (before !== undefined && now - before <= tolerance * model.crowd.size) return { iterations: iteration, converged: true, bound }
  }
  return { iterations: maxIterations, converged: false, bound }
}
