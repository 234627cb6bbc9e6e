import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { checkIterating, checkOption } from '../check-option.ts'
import { agreementWith, weightedVote } from './weighted-vote.ts'

/** Options of {@link zeroBasedSkill}. */
export interface ZeroBasedSkillOptions {
  /** How far the first steps go towards the agreement, in (0, 1]; 1 unless told. Halved every 20 steps. */
  readonly rate?: number
  /** Stop when no skill moves by more than this; 1e-9 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 100 unless told. */
  readonly maxIterations?: number
}

/** What {@link zeroBasedSkill} returns. */
export interface ZeroBasedSkill extends Aggregate {
  readonly method: 'zero-based-skill'
  readonly workers: readonly string[]
  /** Each worker's agreement with the weighted vote, in [0, 1]: what their votes weigh. */
  readonly skills: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

const stepsUntilHalved = 20

/**
 * Zero-based skill: Wawa repeated. From sw = 1/K for all, each step moves the skills towards the agreement with the vote
 * that they give (a gradient step on its squared error),
 *
 *   ŷₜ = argmaxₖ Σ_{w: yₜw = k} sw,   sw ← sw + ρ (agreement of w with ŷ − sw),   ρ halved every 20 steps.
 *
 * Ties count 1/m in the agreement, and are reported at the end. Where the steps run in a circle, the falling ρ and `maxIterations`
 * end it.
 *
 * Assumes and is unfit for the same as `wawa`.
 *
 * @returns see {@link ZeroBasedSkill}. An empty crowd gives an empty result.
 * @throws AggregationError `invalid_option`. Row order does not matter.
 *
 * Time O(iterations × responses).
 *
 * Reference: Toloka, Zero-based skill, 2021 (as in Ustalov, Pavlichenko and Tseitlin, JOSS 9(96), 2024); doi:10.21105/joss.06227.
 */
export function zeroBasedSkill(crowd: Crowd, options: ZeroBasedSkillOptions = {}): ZeroBasedSkill {
  const { rate = 1, tolerance = 1e-9, maxIterations = 100 } = options
  checkOption('rate', rate, 'above 0 and at most 1', rate > 0 && rate <= 1)
  checkIterating({ tolerance, maxIterations })

  const { tasks, workers, labels } = crowd
  const skills = new Float64Array(workers.length).fill(1 / Math.max(1, labels.length))
  let iterations = 0
  let moved = crowd.size === 0 ? 0 : Infinity
  while (iterations < maxIterations && moved > tolerance && crowd.size > 0) {
    iterations++
    moved = 0
    const step = rate * 0.5 ** Math.floor(iterations / stepsUntilHalved)
    const agreement = agreementWith(crowd, weightedVote(crowd, skills).top)
    for (let who = 0; who < skills.length; who++) {
      const by = step * (agreement[who]! - skills[who]!)
      skills[who]! += by
      moved = Math.max(moved, Math.abs(by))
    }
  }
  const converged = moved <= tolerance
  return { method: 'zero-based-skill', tasks, workers, labels, ...weightedVote(crowd, skills), skills, iterations, converged }
}
