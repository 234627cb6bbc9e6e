import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneCoinDawidSkene, type OneCoinDawidSkeneOptions } from './categorical/one-coin-dawid-skene.ts'
import { oneCoinDawidSkeneStream, type StreamedOneCoinDawidSkene } from './categorical/one-coin-stream.ts'
import { codedCrowd } from './coded-crowd.ts'
import { crowd, type Crowd } from './crowd.ts'
import { dawidSkeneLane } from './dawid-skene-lanes.ts'
import { dawidSkeneParallel, type Lane } from './dawid-skene-parallel.ts'
import { dawidSkeneStream, type StreamedCrowd, type StreamedDawidSkene, type TaskChunk } from './dawid-skene-stream.ts'
import { dawidSkene, type DawidSkeneOptions } from './dawid-skene.ts'
import { randomFrom, smallRows } from './testing/small-crowds.ts'

/** Large enough to be cut into parts. */
const large = generated(14_000)

function generated(tasks: number): Crowd {
  const random = randomFrom(7)
  const [task, worker, label] = [[], [], []] as number[][]
  for (let t = 0; t < tasks; t++) {
    for (let n = 0; n < 5; n++) {
      const who = (t + n * 7) % 40
      task!.push(t)
      worker!.push(who)
      label!.push(random() < 0.5 + who / 100 ? t % 3 : Math.floor(3 * random()))
    }
  }
  const ids = (length: number) => Array.from({ length }, (_, n) => `${n}`)
  const columns = { task: Int32Array.from(task!), worker: Int32Array.from(worker!), label: Int32Array.from(label!) }
  return codedCrowd({ ...columns, tasks: ids(tasks), workers: ids(40), labels: ids(3) })
}

function* chunksOf({ tasks, byTask }: Crowd, most: number, gold: Int32Array): Generator<TaskChunk> {
  for (let from = 0; from < tasks.length; from += most) {
    const to = Math.min(tasks.length, from + most)
    const [first, end] = [byTask.start[from]!, byTask.start[to]!]
    yield {
      start: byTask.start.slice(from, to + 1).map((at) => at - first),
      worker: byTask.worker.slice(first, end),
      label: byTask.label.slice(first, end),
      gold: gold.slice(from, to),
    }
  }
}

/** What a method that reads chunks finds, with the answers to all tasks in one list. */
async function streamed<
  O extends { readonly gold?: ReadonlyMap<string, string> | undefined },
  R extends StreamedDawidSkene | StreamedOneCoinDawidSkene,
>(method: (source: StreamedCrowd, options: Omit<O, 'gold'>) => Promise<R>, built: Crowd, most: number, { gold: known, ...options }: O) {
  const own = new Set(built.labels)
  const labels = [...built.labels, ...built.tasks.flatMap((task) => known?.get(task) ?? []).filter((label) => !own.has(label))]
  const gold = Int32Array.from(built.tasks, (task) => labels.indexOf(known?.get(task) ?? ''))
  const read = () => chunksOf(built, most, gold)
  const source = { tasks: built.tasks.length, size: built.size, workers: built.workers, labels, read }
  const { answer, ...result } = await method(source, options)
  const answers = Array.from(read(), answer)
  return {
    ...result,
    posteriors: answers.flatMap(({ posteriors }) => [...posteriors]),
    confidence: answers.flatMap(({ confidence }) => [...confidence]),
    tops: answers.flatMap(({ top }) => topsOf(top)),
  }
}

const topsOf = ({ start, label }: { start: Int32Array; label: Int32Array }) =>
  Array.from({ length: start.length - 1 }, (_, t) => [...label.subarray(start[t], start[t + 1])])

function inMemory(built: Crowd, options: DawidSkeneOptions) {
  const { tasks: _, posteriors, confidence, top, ...result } = dawidSkene(built, options)
  return { ...result, posteriors: [...posteriors], confidence: [...confidence], tops: topsOf(top) }
}

const sourceOf = (tasks: number): StreamedCrowd => {
  const { size, workers, labels } = large
  return { tasks, size, workers, labels, read: () => chunksOf(large, 5000, new Int32Array(14_000).fill(-1)) }
}

const lanes = (count: number): Lane[] =>
  Array.from({ length: count }, () => {
    const work = dawidSkeneLane()
    return async (order) => work(order)
  })

describe('dawidSkeneStream', () => {
  it('gives what dawidSkene gives, to the last digit, wherever chunks end', async () => {
    const options = fc.record({
      smoothing: fc.constantFrom(0, 0.01),
      gold: fc.constantFrom(new Map<string, string>(), new Map(Object.entries({ t1: 'b', t2: 'unseen' }))),
    })
    await fc.assert(
      fc.asyncProperty(smallRows, fc.integer({ min: 1, max: 7 }), options, async (rows, most, given) => {
        const built = crowd(rows)
        expect(await streamed(dawidSkeneStream, built, most, given)).toEqual(inMemory(built, given))
      }),
      { numRuns: 1000 },
    )
    for (const most of [999, 14_000]) expect(await streamed(dawidSkeneStream, large, most, {})).toEqual(inMemory(large, {}))
  })
})

describe('oneCoinDawidSkeneStream', () => {
  const inOne = (built: Crowd, options: OneCoinDawidSkeneOptions) => {
    // without the workers' intervals, which only all responses at hand can give, and which are drawn where they are read
    const one = oneCoinDawidSkene(built, options)
    const { method, workers, labels, skills, priors, iterations, converged, logLikelihood, objective } = one
    const rest = { posteriors: [...one.posteriors], confidence: [...one.confidence], tops: topsOf(one.top) }
    return { method, workers, labels, skills, priors, iterations, converged, logLikelihood, objective, ...rest }
  }

  it('gives what oneCoinDawidSkene gives, to the last digit, wherever chunks end', async () => {
    const options = fc.record({
      prior: fc.constantFrom({ right: 0, wrong: 0 }, { right: 3, wrong: 1 }),
      gold: fc.constantFrom(new Map<string, string>(), new Map(Object.entries({ t1: 'b', t2: 'unseen' }))),
    })
    await fc.assert(
      fc.asyncProperty(smallRows, fc.integer({ min: 1, max: 7 }), options, async (rows, most, given) => {
        const built = crowd(rows)
        expect(await streamed(oneCoinDawidSkeneStream, built, most, given)).toEqual(inOne(built, given))
      }),
      { numRuns: 1000 },
    )
    for (const most of [999, 14_000]) expect(await streamed(oneCoinDawidSkeneStream, large, most, {})).toEqual(inOne(large, {}))
  })

  it('refuses a chunk too large for the table', async () => {
    await expect(oneCoinDawidSkeneStream(sourceOf(14_000), { maxCells: 100 })).rejects.toThrow('maxCells')
  })
})

it.each([dawidSkeneStream, oneCoinDawidSkeneStream])('$name refuses a source that reads other tasks than it says', async (method) => {
  for (const tasks of [0, 13_999, 14_001]) await expect(method(sourceOf(tasks))).rejects.toThrow(`Option tasks`)
})

describe('dawidSkeneParallel', () => {
  it.each([1, 2, 3, 9])('gives what dawidSkene gives, to the last digit, with %i lanes', async (count) => {
    const options = { smoothing: 0.01, gold: new Map([['5', '1']]) }
    const result = await dawidSkeneParallel(large, lanes(count), options)
    expect(result).toEqual({ ...dawidSkene(large, options) })
    expect(await dawidSkeneParallel(large, lanes(count))).toEqual(dawidSkene(large))
  })

  it('asks no lane where there is little to do, and needs one otherwise', async () => {
    const none: Lane = () => Promise.reject(new Error('asked'))
    const small = crowd([{ task: 't', worker: 'ann', label: 'a' }])
    expect(await dawidSkeneParallel(small, [none])).toEqual(dawidSkene(small))
    await expect(dawidSkeneParallel(large, [none])).rejects.toThrow('asked')
    await expect(dawidSkeneParallel(small, [])).rejects.toThrow('Option lanes')
    const tooLarge = expect.objectContaining({ kind: 'too_large' })
    await expect(dawidSkeneParallel(large, lanes(1), { maxCells: 42_100 })).resolves.toBeDefined()
    await expect(dawidSkeneParallel(generated(14_000), lanes(1), { maxCells: 2000 })).rejects.toMatchObject({ refusal: tooLarge })
  })

  it('refuses messages that are not its own', () => {
    expect(() => dawidSkeneLane()('hello')).toThrow(TypeError)
    expect(() => dawidSkeneLane()({ step: 'expect', part: 0 })).toThrow('must begin')
  })
})
