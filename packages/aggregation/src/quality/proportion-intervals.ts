import { checkOption, checkPrior } from '../check-option.ts'
import { normal90 } from '../intervals.ts'
import { betaQuantile } from '../special-functions.ts'
import type { Interval } from './resampled-tasks.ts'

/** Between nothing known (`right` and `wrong` 1: every accuracy alike) and what is known of others. */
export interface AccuracyPrior {
  readonly right: number
  readonly wrong: number
}

/**
 * Wilson's interval of a proportion, 90 %: the accuracies p that a normal test would not refuse,
 *
 *   |x − n p| <= z √(n p (1 − p)),   z = 1.645.
 *
 * For an audience that knows confidence intervals; `bayesianInterval` says what is believed after seeing x of n. It never leaves
 * [0, 1]. Assumes tasks that are alike and independent.
 *
 * @param correct may have a fraction, as when ties count 1/m.
 * @returns [0, 1] when `total` is 0.
 * @throws AggregationError `invalid_option` unless 0 <= `correct` <= `total`, finite. Time O(1).
 *
 * Reference: Wilson, Journal of the American Statistical Association 22(158), 1927; doi:10.1080/01621459.1927.10502953.
 */
export function wilsonInterval(correct: number, total: number): Interval {
  checkProportion(correct, total)
  if (total === 0) return { low: 0, high: 1 }
  const share = correct / total
  const square = normal90 ** 2
  const middle = (share + square / (2 * total)) / (1 + square / total)
  const half = (normal90 / (1 + square / total)) * Math.sqrt((share * (1 - share)) / total + square / (4 * total ** 2))
  // exact where rounding could leave a bound just inside
  return { low: correct === 0 ? 0 : Math.max(0, middle - half), high: correct === total ? 1 : Math.min(1, middle + half) }
}

/**
 * The central 90 % of what is believed of a proportion after x of n, Beta(`right` + x, `wrong` + n − x).
 *
 * @param prior `{ right: 1, wrong: 1 }` unless told: before, all proportions are alike.
 * @throws AggregationError `invalid_option` unless 0 <= `correct` <= `total`, finite, and the prior is positive. Time O(1).
 *
 * Reference: Brown, Cai and DasGupta, Statistical Science 16(2), 2001; doi:10.1214/ss/1009213286.
 */
export function bayesianInterval(correct: number, total: number, prior: AccuracyPrior = { right: 1, wrong: 1 }): Interval {
  checkProportion(correct, total)
  checkPrior(prior)
  const [a, b] = [correct + prior.right, total - correct + prior.wrong]
  return { low: betaQuantile(0.05, a, b), high: betaQuantile(0.95, a, b) }
}

function checkProportion(correct: number, total: number): void {
  checkOption('total', total, 'a finite number from 0', Number.isFinite(total) && total >= 0)
  checkOption('correct', correct, `a number from 0 to ${total}`, Number.isFinite(correct) && correct >= 0 && correct <= total)
}
