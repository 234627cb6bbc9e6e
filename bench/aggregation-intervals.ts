import {
  codedCrowd,
  dawidSkene,
  ebcc,
  hierarchicalDawidSkene,
  ibcc,
  oneCoinDawidSkene,
  sampledDawidSkene,
  workerAccuracy,
} from '../packages/aggregation/src/index.ts'
import type { Crowd, Intervals, Posteriors } from '../packages/aggregation/src/index.ts'
import { printTable } from './bench-results.ts'
import { generateCrowd, type CrowdShape } from './generated-crowd.ts'

const METHODS: Readonly<Record<string, (crowd: Crowd) => Posteriors & { readonly workerAccuracy?: Intervals }>> = {
  oneCoinDawidSkene: (crowd) => oneCoinDawidSkene(crowd, { prior: { right: 3, wrong: 1 } }),
  dawidSkene: (crowd) => {
    const result = dawidSkene(crowd)
    return { ...result, workerAccuracy: workerAccuracy(crowd, result) }
  },
  ibcc: (crowd) => ibcc(crowd),
  hierarchicalDawidSkene: (crowd) => hierarchicalDawidSkene(crowd),
  sampledDawidSkene: (crowd) => sampledDawidSkene(crowd),
  ebcc: (crowd) => ebcc(crowd),
}
/** One crowd more or less moves a share by a point: few would tell luck, not the method. */
const seeds = Array.from({ length: 24 }, (_, n) => n + 1)
const bins = 10

/** How often the 90 % interval of a worker's accuracy holds it, and the expected calibration error of the answers' confidence. */
export function measureIntervals() {
  const shapes = (['beta', 'even'] as const).flatMap((accuracies) =>
    (['alike', 'mixed'] as const).map((errors) => ({ accuracies, errors })),
  )
  const lines = shapes.flatMap(({ accuracies, errors }) => {
    const crowds = seeds.map((seed) => ofShape({ responses: 6000, perTask: 5, classes: 3, workers: 150, accuracies, errors, seed }))
    return Object.entries(METHODS).map(([method, run]) => ({ accuracies, errors, method, ...measure(crowds, run) }))
  })
  printTable(
    `Generated crowds (6,000 responses, 150 workers, 3 classes, ${seeds.length} seeds): share of 90 % intervals that hold the truth; ECE`,
    lines.map((line) => ({
      method: line.method,
      accuracies: line.accuracies,
      errors: line.errors,
      covered: line.covered === null ? '–' : `${(line.covered * 100).toFixed(1)} %`,
      width: line.width === null ? '–' : line.width.toFixed(3),
      ECE: line.calibrationError.toFixed(4),
      right: `${(line.right * 100).toFixed(1)} %`,
    })),
  )
  return lines
}

type Shaped = ReturnType<typeof ofShape>

function ofShape(shape: CrowdShape) {
  const generated = generateCrowd(shape)
  return { ...generated, built: codedCrowd(generated.columns) }
}

function measure(crowds: readonly Shaped[], run: (typeof METHODS)[string]) {
  let [intervals, covered, width] = [0, 0, 0]
  const count = new Float64Array(bins)
  const confident = new Float64Array(bins)
  const right = new Float64Array(bins)
  for (const { built, columns, truth, accuracy } of crowds) {
    const result = run(built)
    for (const [who, worker] of built.workers.entries()) {
      if (result.workerAccuracy === undefined) break
      const real = accuracy[columns.workers.indexOf(worker)]!
      const { low, high } = result.workerAccuracy
      intervals++
      width += high[who]! - low[who]!
      if (low[who]! <= real && real <= high[who]!) covered++
    }
    for (const [t, task] of built.tasks.entries()) {
      const bin = Math.min(bins - 1, Math.floor(result.confidence[t]! * bins))
      const expected = columns.labels[truth[columns.tasks.indexOf(task)]!]!
      const top = result.top.label.subarray(result.top.start[t], result.top.start[t + 1])
      count[bin]!++
      confident[bin]! += result.confidence[t]!
      if (top.includes(result.labels.indexOf(expected))) right[bin]! += 1 / top.length
    }
  }
  const all = count.reduce((a, b) => a + b)
  const calibrationError = count.reduce((sum, _, bin) => sum + Math.abs(confident[bin]! - right[bin]!) / all, 0)
  return {
    covered: intervals === 0 ? null : covered / intervals,
    width: intervals === 0 ? null : width / intervals,
    calibrationError,
    right: right.reduce((a, b) => a + b) / all,
  }
}
