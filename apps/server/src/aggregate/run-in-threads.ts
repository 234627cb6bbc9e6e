import { dawidSkeneParallel, type Lane } from '@canut/aggregation'
import { once } from 'node:events'
import { METHODS, type Given, type MethodName, type Outcome, type RunOptions } from '../methods/index.ts'
import { startWorker } from '../platform/start-worker.ts'

/**
 * The named method on responses of its own kind, by several threads.
 *
 * @throws AggregationError what the method refuses; TypeError for a method that has no such form, which is a defect of the caller.
 */
export async function runInThreads(method: MethodName, given: Given, options: RunOptions & { threads: number }): Promise<Outcome> {
  if (method !== 'dawid-skene' || given.kind !== 'labels') throw new TypeError(`${method} runs in one thread`)
  const gold = options.gold ?? undefined
  const result = await withLanes(options.threads, (lanes) =>
    dawidSkeneParallel(given.crowd, lanes, { ...METHODS[method].parameters, gold }),
  )
  return { kind: 'labels', result, chosen: null }
}

/** So many threads that answer the messages of `dawidSkeneParallel`, while `work` lasts. */
export async function withLanes<T>(count: number, work: (lanes: readonly Lane[]) => Promise<T>): Promise<T> {
  const threads = Array.from({ length: count }, () => startWorker(import.meta.url, 'lane'))
  try {
    return await work(
      threads.map((thread) => async (order) => {
        const answered = once(thread, 'message')
        thread.postMessage(order)
        return ((await answered) as [unknown])[0]
      }),
    )
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}
