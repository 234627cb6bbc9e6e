import { checkOption } from './check-option.ts'

/** What {@link expectedResponses} is asked. */
export interface StopRuleFigures {
  /** Responses asked for in any case; a whole number from 1. */
  readonly minimum: number
  /** Responses asked for at most; from `minimum`. */
  readonly maximum: number
  /** Another response is asked for while the likeliest label is less probable than this; in (0, 1). */
  readonly threshold: number
  /** The chance that a response is right, of everybody alike; in [1 / classes, 1). */
  readonly accuracy: number
  /** A whole number from 2. */
  readonly classes: number
}

/** How many ways of answering are followed at once, and how improbable one must be to be left out. */
const WAYS_MAX = 1000
const IMPROBABLE = 1e-12

/** How often the true label was given, and each wrong one that was given at all, most often first. */
interface Way {
  readonly right: number
  readonly wrong: readonly number[]
  readonly probability: number
}

/**
 * How many responses a task takes on average when another one is asked for only while the one-coin posterior (see
 * `oneCoinPosterior`) of its likeliest label is under the threshold, every worker is right with the same, known probability p,
 * and wrong labels are all alike:
 *
 *   E = minimum + Σ_{n = minimum}^{maximum − 1} P(under the threshold after each of minimum … n responses)
 *   confidence = r^max c / Σₖ r^cₖ,   r = p (K − 1) / (1 − p)
 *
 * by dynamic programming over how often each label was given (which wrong label is which does not matter).
 *
 * Exact while at most a thousand such counts are open at once: always with two classes, and with up to some twenty responses at
 * usual accuracies. Beyond, the least probable ones are counted as going on to `maximum`, so that the figure is rather too high.
 * The real rule learns how good each worker is; with workers of mixed accuracy the figure is an estimate.
 *
 * @returns in [minimum, maximum].
 * @throws AggregationError `invalid_option` for figures outside the bounds above.
 *
 * Time O(maximum × 1000 × distinct counts) at worst.
 */
export function expectedResponses(figures: StopRuleFigures): number {
  checkFigures(figures)
  const { minimum, maximum, threshold } = figures
  let open: readonly Way[] = [{ right: 0, wrong: [], probability: 1 }]
  let leftOut = 0
  let expected = minimum
  for (let responses = 1; responses < maximum; responses++) {
    const answered = answerOnce(open, figures)
    const unsure = responses < minimum ? answered : answered.filter((way) => confidenceOf(way, figures) < threshold)
    open = mostProbable(unsure)
    leftOut += massOf(unsure) - massOf(open)
    if (responses >= minimum) expected += massOf(open) + leftOut
  }
  return Math.min(maximum, expected)
}

/** Every way with one more response; ways that differ only in which wrong label is which are one. */
function answerOnce(open: readonly Way[], { accuracy, classes }: StopRuleFigures): Way[] {
  const ways = new Map<string, Way>()
  const add = (right: number, wrong: readonly number[], probability: number): void => {
    const key = `${right} ${wrong.join(' ')}`
    ways.set(key, { right, wrong, probability: probability + (ways.get(key)?.probability ?? 0) })
  }
  const eachWrong = (1 - accuracy) / (classes - 1)
  for (const { right, wrong, probability } of open) {
    add(right + 1, wrong, probability * accuracy)
    const neverGiven = classes - 1 - wrong.length
    if (neverGiven > 0) add(right, [...wrong, 1], probability * eachWrong * neverGiven)
    for (let from = 0; from < wrong.length;) {
      const alike = wrong.lastIndexOf(wrong[from]!) + 1 - from
      // the first of its equals grows, so that the counts stay in order
      add(right, wrong.with(from, wrong[from]! + 1), probability * eachWrong * alike)
      from += alike
    }
  }
  return [...ways.values()]
}

function mostProbable(ways: readonly Way[]): readonly Way[] {
  const probable = ways.filter(({ probability }) => probability > IMPROBABLE)
  if (probable.length <= WAYS_MAX) return probable
  return probable.toSorted((a, b) => b.probability - a.probability).slice(0, WAYS_MAX)
}

function massOf(ways: readonly Way[]): number {
  return ways.reduce((sum, { probability }) => sum + probability, 0)
}

function confidenceOf({ right, wrong }: Way, { accuracy, classes }: StopRuleFigures): number {
  const logRatio = Math.log(accuracy) + Math.log(classes - 1) - Math.log(1 - accuracy)
  const most = Math.max(right, wrong[0] ?? 0)
  const beside = (count: number): number => Math.exp((count - most) * logRatio)
  const neverGiven = (classes - 1 - wrong.length) * beside(0)
  return 1 / wrong.reduce((sum, count) => sum + beside(count), beside(right) + neverGiven)
}

function checkFigures({ minimum, maximum, threshold, accuracy, classes }: StopRuleFigures): void {
  checkOption('minimum', minimum, 'a whole number from 1', Number.isSafeInteger(minimum) && minimum >= 1)
  checkOption('maximum', maximum, `a whole number from ${minimum}`, Number.isSafeInteger(maximum) && maximum >= minimum)
  checkOption('threshold', threshold, 'above 0 and below 1', threshold > 0 && threshold < 1)
  checkOption('classes', classes, 'a whole number from 2', Number.isSafeInteger(classes) && classes >= 2)
  checkOption('accuracy', accuracy, `from 1 / ${classes} and below 1`, accuracy >= 1 / classes && accuracy < 1)
}
