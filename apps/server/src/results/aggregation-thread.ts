import { once } from 'node:events'
import { startWorker } from '../platform/start-worker.ts'
import type { Aggregation, FromWorker, ToWorker } from './aggregation-messages.ts'
import type { RunFigures } from './run-figures.ts'

export interface AggregationThread {
  begin(aggregation: Aggregation): Promise<void>
  addTruths(tasks: readonly string[], values: readonly string[]): Promise<void>
  addResponses(tasks: readonly string[], workers: readonly string[], values: readonly string[]): Promise<void>
  compute(): Promise<RunFigures>
  /** the rows of the results, for COPY; after `compute` */
  rows(): AsyncGenerator<{ text: string; count: number }, void, undefined>
  close(): Promise<void>
}

/**
 * One question at a time, each answered before the next: so neither side piles up more than one message. An aborted signal ends
 * whatever is waited for, with what the signal says.
 */
export function startAggregationThread(signal: AbortSignal): AggregationThread {
  const worker = startWorker(import.meta.url, 'aggregate')

  async function ask<K extends FromWorker['kind']>(message: ToWorker, kind: K): Promise<Extract<FromWorker, { kind: K }>> {
    signal.throwIfAborted()
    const answered = (once(worker, 'message', { signal }) as Promise<[FromWorker]>).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error
    })
    worker.postMessage(message)
    const [answer] = await answered
    if (answer.kind !== kind) throw new Error(`the aggregation thread said ${answer.kind} instead of ${kind}`)
    return answer as Extract<FromWorker, { kind: K }>
  }

  return {
    async begin(aggregation) {
      await ask({ kind: 'begin', aggregation }, 'taken')
    },
    async addTruths(tasks, values) {
      await ask({ kind: 'truths', tasks, values }, 'taken')
    },
    async addResponses(tasks, workers, values) {
      await ask({ kind: 'responses', tasks, workers, values }, 'taken')
    },
    async compute() {
      return (await ask({ kind: 'compute' }, 'figures')).figures
    },
    async *rows() {
      for (;;) {
        const { rows, count } = await ask({ kind: 'next' }, 'rows')
        if (rows === null) return
        yield { text: rows, count }
      }
    },
    async close() {
      await worker.terminate()
    },
  }
}
