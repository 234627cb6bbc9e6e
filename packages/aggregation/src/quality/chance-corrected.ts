import { agreement } from '../agreement.ts'
import type { Crowd } from '../crowd.ts'
import { resampledInterval, type Interval, type ResamplingOptions } from './resampled-tasks.ts'

/** Agreement beyond chance, of a whole crowd. */
export interface ChanceCorrected {
  /** At most 1; 0 is what chance gives. Null when no task has two responses, or when chance alone gives full agreement. */
  readonly coefficient: number | null
  /** 90 %, by drawing tasks anew; see {@link ResamplingOptions}. */
  readonly interval: Interval | null
  /** The share of pairs of responses that agree, as in `agreement`; 0 when there are none. */
  readonly observed: number
  /** What it would be by chance. */
  readonly expected: number
  /** Tasks with at least two responses. */
  readonly tasks: number
}

/**
 * (P_o − P_e) / (1 − P_e), where P_o is the observed agreement and P_e a function of how often labels are given: the mean over
 * tasks of their shares of responses.
 */
export function chanceCorrected(crowd: Crowd, options: ResamplingOptions, chance: (shares: Float64Array) => number): ChanceCorrected {
  const { tasks, labels, byTask } = crowd
  const { perTask } = agreement(crowd)
  const shares = new Float64Array(labels.length)
  const figures = (times: Int32Array) => {
    shares.fill(0)
    let [agreed, counted, all] = [0, 0, 0]
    for (let t = 0; t < tasks.length; t++) {
      if (times[t] === 0) continue
      const observed = perTask[t] ?? null
      agreed += observed === null ? 0 : observed * times[t]!
      counted += observed === null ? 0 : times[t]!
      all += times[t]!
      const each = times[t]! / (byTask.start[t + 1]! - byTask.start[t]!)
      for (let i = byTask.start[t]!; i < byTask.start[t + 1]!; i++) shares[byTask.label[i]!]! += each
    }
    if (counted === 0) return { coefficient: null, observed: 0, expected: 0, tasks: 0 }
    for (let k = 0; k < shares.length; k++) shares[k]! /= all
    const [observed, expected] = [agreed / counted, chance(shares)]
    // A single label leaves nothing to chance, and rounding no room to divide by.
    return { coefficient: expected < 1 - 1e-12 ? (observed - expected) / (1 - expected) : null, observed, expected, tasks: counted }
  }
  const whole = figures(new Int32Array(tasks.length).fill(1))
  const interval = resampledInterval(tasks, options, (times) => figures(times).coefficient)
  return { ...whole, interval: whole.coefficient === null ? null : interval }
}
