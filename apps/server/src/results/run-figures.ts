import type { CalibrationBin, Chosen } from '../methods/index.ts'

/** What a run found, beside the results themselves. */
export interface RunFigures {
  readonly responses: number
  readonly tasks: number
  readonly workers: number
  /** what was done, as `canut aggregate` names it: `auto` has chosen by then, and too many labels leave the majority */
  readonly method: string
  /** of `auto`: why */
  readonly reason: string | null
  /** of `auto`: what each method foresaw, from the simplest on */
  readonly compared: Chosen['compared']
  /** responses when `auto` last chose anew */
  readonly chosenAt: number | null
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** of the method alone */
  readonly seconds: number
  readonly iterations: number | null
  readonly converged: boolean | null
  /** different labels; null where responses are not labels */
  readonly classes: number | null
  /** mean share of pairs of responses that agree */
  readonly agreement: number | null
  /** Krippendorff's; null where responses are not labels, or nothing differs */
  readonly alpha: { readonly value: number; readonly low: number | null; readonly high: number | null } | null
  readonly goldTasks: number
  /** shares of gold tasks got right */
  readonly majorityVoteAccuracy: number | null
  readonly accuracy: number | null
  /** share of responses that are their task's result, of tasks with at least three */
  readonly responseAgreement: number | null
  /** how often a response is held to be right */
  readonly responseAccuracy: number | null
  readonly calibration: readonly CalibrationBin[]
  readonly failure: 'too_large' | null
}

/** Of a kind of task whose responses are never made one, as in a survey. */
export const NO_FIGURES: RunFigures = {
  responses: 0,
  tasks: 0,
  workers: 0,
  method: 'none',
  reason: null,
  compared: [],
  chosenAt: null,
  parameters: {},
  seconds: 0,
  iterations: null,
  converged: null,
  classes: null,
  agreement: null,
  alpha: null,
  goldTasks: 0,
  majorityVoteAccuracy: null,
  accuracy: null,
  responseAgreement: null,
  responseAccuracy: null,
  calibration: [],
  failure: null,
}

/** One row of the table `results`. */
export interface ComputedResult {
  readonly number: string
  readonly label: string | null
  readonly tied: readonly string[]
  /** JSON; null where the label is all */
  readonly response: string | null
  readonly confidence: number | null
  readonly responses: number
  /** responses say different things; where a kind of task judges by tolerance, some are not what the task is held to be */
  readonly divided: boolean
}
