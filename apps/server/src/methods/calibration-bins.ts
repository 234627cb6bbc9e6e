import { topLabels, wilsonInterval, type Aggregate } from '@canut/aggregation'

export const BINS = 10

export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

export interface CalibrationBin extends Bin {
  /** Means over the bin's tasks; `low` and `high` are the 90 % interval of `accuracy`. */
  readonly confidence: number
  readonly accuracy: number
  readonly low: number
  readonly high: number
}

/** How often answers were right that a method was so sure of, in tenths of confidence; a tenth without tasks is absent. */
export function calibrationBins(tasks: readonly { readonly confidence: number; readonly right: number }[]): CalibrationBin[] {
  const sums = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }))
  for (const { confidence, right } of tasks) {
    const bin = sums[binOf(confidence, 0, 1 / BINS, BINS)]!
    bin.count += 1
    bin.confidence += confidence
    bin.right += right
  }
  return sums.flatMap(({ count, confidence, right }, bin) =>
    count === 0
      ? []
      : [
          {
            from: bin / BINS,
            to: (bin + 1) / BINS,
            count,
            confidence: confidence / count,
            accuracy: right / count,
            ...wilsonInterval(right, count),
          },
        ],
  )
}

/** Shares such as 0.3 must not fall into the bin below because 0.3 / 0.1 is a little less than 3. */
export const binOf = (value: number, low: number, width: number, bins: number): number =>
  Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width + 1e-9)))

/** How right an answer is, by its task's position: a tie of m labels with the expected one among them counts 1/m, as in `accuracy`. */
export function creditOf(result: Aggregate, task: number, expected: string): number {
  const top = topLabels(result, task)
  return top.includes(expected) ? 1 / top.length : 0
}
