import type { Crowd } from '../crowd.ts'
import { inferConfusion, type BayesianConfusion, type IbccOptions } from './ibcc.ts'

/** `right` and `wrong` are here where the shared prior begins, and what it is drawn to when there are few workers. */
export type HierarchicalDawidSkeneOptions = IbccOptions

/** What {@link hierarchicalDawidSkene} returns. */
export interface HierarchicalDawidSkene extends BayesianConfusion {
  readonly method: 'hierarchical-dawid-skene'
  /** What the crowd as a whole taught, as pseudo-responses: `sharedConcentration[given * labels.length + truth]`. */
  readonly sharedConcentration: Float64Array
}

/**
 * Dawid and Skene's model with one prior that all workers share, and that is learnt from them all:
 *
 *   θw[k, ·] ~ Dir(βₖ),   βₖₗ ~ Gamma(mean `right` if k = l else `wrong`, weighing as much as a tenth of a worker),
 *
 * so that a worker with two responses is taken for an average one, and one with two hundred for what they showed. Steps as for
 * `ibcc`, and in each M step two steps of Minka's fixed point for β, on nwₖₗ = Σₜ Tₜₖ [yₜw = l]:
 *
 *   βₖₗ ← (βₖₗ Σ_w (ψ(nwₖₗ + βₖₗ) − ψ(βₖₗ)) + r mₖₗ) / (Σ_w (ψ(nwₖ + Σⱼ βₖⱼ) − ψ(Σⱼ βₖⱼ)) + r),   r = 0.1,  mₖₗ = `right` or `wrong`
 *
 * Each step raises the evidence lower bound or leaves it. Rows are posterior means: a mode need not exist where β < 1.
 *
 * Assumes independent errors and workers who are drawn from one population. The method to begin with when workers differ in which
 * classes they mix up. Do not use it where many share the same error (`ebcc`), nor to judge a person: an interval that is
 * mostly the prior says that nothing is known of them.
 *
 * @returns see {@link HierarchicalDawidSkene}. An empty crowd gives empty tables. Never NaN; ties are reported.
 * @throws AggregationError as `ibcc`. Time O(iterations × (responses × K + workers × K²)), memory as `dawidSkene`.
 *
 * Reference: Dawid and Skene, Applied Statistics 28(1), 1979, doi:10.2307/2346806; the hierarchy: Paun et al., Transactions of the
 * ACL 6, 2018, doi:10.1162/tacl_a_00040; the fixed point: Minka, Estimating a Dirichlet distribution, 2000.
 */
export function hierarchicalDawidSkene(crowd: Crowd, options: HierarchicalDawidSkeneOptions = {}): HierarchicalDawidSkene {
  return inferConfusion('hierarchical-dawid-skene', crowd, options, true)
}
