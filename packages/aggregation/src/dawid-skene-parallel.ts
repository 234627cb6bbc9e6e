import { checkOption } from './check-option.ts'
import type { Crowd } from './crowd.ts'
import { startModel } from './dawid-skene-crowd.ts'
import type { LaneOrder, SharedModel } from './dawid-skene-lanes.ts'
import { addTo, maximisePriors, type Sums } from './dawid-skene-model.ts'
import { checkDawidSkene, dawidSkene, resultOf, type DawidSkene, type DawidSkeneOptions } from './dawid-skene.ts'
import { EmRun } from './em-run.ts'
import { checkCells } from './vote-shares.ts'

/** Sends a message to one worker, which runs `dawidSkeneLane`, and gives what it sends back. */
export type Lane = (order: unknown) => Promise<unknown>

/**
 * `dawidSkene` by several threads at once. The package starts none: `lanes` are the way to workers that you have started (worker
 * threads in Node, Web Workers in a browser that is cross-origin isolated), each of which answers its messages by `dawidSkeneLane`.
 *
 * Tasks and workers are cut into eight parts whatever the number of lanes, each lane takes the next part when it is done with one, and
 * parts are added up in their order: the result is that of `dawidSkene`, to the last digit, and does not depend on the lanes.
 *
 * @param lanes at least one; more than eight find nothing to do. They are free for the next run when this one has ended.
 * @returns the same as `dawidSkene`; the tables lie in shared memory. Below 65,536 responses no lane is asked: it would take longer.
 * @throws AggregationError as `dawidSkene`, and `too_large` when 8 × workers × labels² is above `maxCells`; what a lane throws.
 *
 * Time O(iterations × (responses × K + workers × K²) / lanes), memory that of `dawidSkene` and 8 × 8 × workers × K² bytes.
 */
export async function dawidSkeneParallel(crowd: Crowd, lanes: readonly Lane[], options: DawidSkeneOptions = {}): Promise<DawidSkene> {
  const { smoothing, stop, start } = checkDawidSkene(options)
  checkOption('lanes', lanes.length, 'at least one', lanes.length > 0)
  const model = startModel(crowd, start)
  const { sums, parts, rows, parameters } = model
  if (parts === 1) return dawidSkene(crowd, options)

  const cells = sums.counts.length
  checkCells('The sums of all parts', cells * parts, start.maxCells)
  const shared: SharedModel = {
    rows: {
      start: sharedIntegers(rows.start),
      runs: sharedIntegers(rows.runs),
      gold: sharedIntegers(rows.gold),
      posteriors: sharedNumbers(rows.posteriors.length, rows.posteriors),
    },
    parameters: { logConfusion: sharedNumbers(cells), logPriors: sharedNumbers(parameters.logPriors.length) },
    sums: sharedSums(sums),
    partSums: Array.from({ length: parts }, () => sharedSums(sums)),
    smoothing,
  }
  const run = new EmRun(crowd.size, stop)
  await Promise.all(lanes.map((lane) => lane({ step: 'begin', model: shared } satisfies LaneOrder)))
  await inParts(lanes, 'count', parts)
  let logPrior = await maximiseInParts(shared, lanes)
  while (run.goesOn) {
    run.add(await inParts(lanes, 'expect', parts), logPrior)
    logPrior = await maximiseInParts(shared, lanes)
  }
  return resultOf(crowd, { labels: model.labels, ...shared }, run.history())
}

/** The workers' matrices in the lanes; the classes, a handful of numbers, here. */
async function maximiseInParts({ parameters, sums, partSums, smoothing }: SharedModel, lanes: readonly Lane[]): Promise<number> {
  sums.mass.fill(0)
  for (const { mass } of partSums) addTo(sums.mass, mass)
  const ofPriors = maximisePriors(sums, parameters, smoothing)
  return inParts(lanes, 'maximise', partSums.length, ofPriors)
}

/** Each lane takes the next part when it is free; what parts return is added to `sum` in their order. */
async function inParts(lanes: readonly Lane[], step: 'count' | 'expect' | 'maximise', parts: number, sum = 0): Promise<number> {
  const returned: number[] = []
  let next = 0
  const work = async (lane: Lane): Promise<void> => {
    while (next < parts) {
      const part = next++
      returned[part] = Number(await lane({ step, part } satisfies LaneOrder))
    }
  }
  await Promise.all(lanes.map(work))
  return returned.reduce((total, each) => total + each, sum)
}

const sharedNumbers = (length: number, from: Float64Array | null = null): Float64Array => {
  const numbers = new Float64Array(new SharedArrayBuffer(8 * length))
  if (from !== null) numbers.set(from)
  return numbers
}

const sharedIntegers = (from: Int32Array): Int32Array => {
  const integers = new Int32Array(new SharedArrayBuffer(4 * from.length))
  integers.set(from)
  return integers
}

const sharedSums = ({ counts, mass }: Sums): Sums => ({ counts: sharedNumbers(counts.length), mass: sharedNumbers(mass.length) })
