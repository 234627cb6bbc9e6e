import { codedCrowd, dawidSkene, majorityVote } from '../packages/aggregation/src/index.ts'
import { printTable } from './bench-results.ts'
import { generateCrowd } from './generated-crowd.ts'
import { plainDawidSkene } from './plain-dawid-skene.ts'

/** Above this a plain object per response takes minutes and gigabytes. */
const plainMost = 100_000
const plainIterations = 3

/** Times and memory on generated labels, five per task, five classes; the plain form beside it where it ends in time. */
export function measureGrowth(sizes: readonly number[]) {
  const lines = sizes.map(measure)
  printTable(
    'Dawid–Skene on generated labels (5 per task, 5 classes), seconds of the wall; plain = the same with objects, per iteration',
    lines.map((line) => ({
      labels: line.responses,
      crowd: line.crowdSeconds.toFixed(2),
      'majority vote': line.majorityVoteSeconds.toFixed(2),
      'Dawid–Skene': line.seconds.toFixed(2),
      processor: line.processorSeconds.toFixed(2),
      iterations: line.iterations,
      'bytes per label': line.bytesPerLabel.toFixed(0),
      'plain is slower': line.plainRatio === null ? '–' : `${line.plainRatio.toFixed(0)} ×`,
    })),
  )
  return lines
}

function measure(responses: number) {
  const shape = {
    responses,
    perTask: 5,
    classes: 5,
    workers: Math.max(20, responses / 500),
    accuracies: 'beta',
    errors: 'alike',
    seed: 1,
  } as const
  const { columns } = generateCrowd(shape)
  const empty = bytesNow()
  const [crowdSeconds, built] = timed(() => codedCrowd(columns))
  const ofCrowd = bytesNow() - empty
  const [majorityVoteSeconds] = timed(() => majorityVote(built))
  const before = process.cpuUsage()
  const [seconds, result] = timed(() => dawidSkene(built))
  const { user, system } = process.cpuUsage(before)
  const posterior = result.posteriors.byteLength
  // What the run allocates besides the result: the runs, the logarithms (the counts become the matrices).
  const working = 4 * built.size + result.confusion.byteLength
  const own = result.confusion.byteLength + result.confidence.byteLength + result.top.start.byteLength + result.top.label.byteLength
  return {
    responses: built.size,
    crowdSeconds,
    majorityVoteSeconds,
    seconds,
    processorSeconds: (user + system) / 1e6,
    iterations: result.iterations,
    bytesPerLabel: (ofCrowd + working + own) / built.size,
    posteriorBytesPerLabel: posterior / built.size,
    peakResidentBytes: process.resourceUsage().maxRSS * 1024,
    plainRatio: responses > plainMost ? null : plainRatio(columns, seconds / result.iterations),
  }
}

function plainRatio({ task, worker, label, tasks, workers, labels }: ReturnType<typeof generateCrowd>['columns'], perIteration: number) {
  const rows = Array.from(task, (t, row) => ({ task: tasks[t]!, worker: workers[worker[row]!]!, label: labels[label[row]!]! }))
  const [seconds] = timed(() => plainDawidSkene(rows, plainIterations))
  return seconds / plainIterations / perIteration
}

function timed<T>(run: () => T): readonly [seconds: number, result: T] {
  const before = performance.now()
  const result = run()
  return [(performance.now() - before) / 1000, result]
}

/** Of typed arrays; ids are counted apart, for the caller owns them. */
function bytesNow(): number {
  return process.memoryUsage().arrayBuffers
}
