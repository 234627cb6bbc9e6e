import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AggregationFigures, FromWorker, ToWorker } from './aggregation-messages.ts'

export interface AggregationThread {
  addLabels(tasks: readonly string[], workers: readonly string[], labels: readonly string[]): Promise<void>
  addTruth(tasks: readonly string[], labels: readonly string[]): Promise<void>
  aggregate(of: { batchId: string; runId: string }): Promise<AggregationFigures>
  /** the rows of the results, for COPY; after `aggregate` */
  rows(): AsyncGenerator<string, void, undefined>
  close(): Promise<void>
}

/** Next to this file, with the same ending: compiled when we are, and as it was written when we run from the sources. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** One question at a time, each answered before the next: so neither side piles up more than one message. */
export function startAggregationThread(): AggregationThread {
  const worker = new Worker(new URL(`./aggregate.worker.${ENDING}`, import.meta.url))

  async function ask<K extends FromWorker['kind']>(message: ToWorker, kind: K): Promise<Extract<FromWorker, { kind: K }>> {
    const answered = once(worker, 'message') as Promise<[FromWorker]>
    worker.postMessage(message)
    const [answer] = await answered
    if (answer.kind !== kind) throw new Error(`the aggregation thread said ${answer.kind} instead of ${kind}`)
    return answer as Extract<FromWorker, { kind: K }>
  }

  return {
    async addLabels(tasks, workers, labels) {
      await ask({ kind: 'labels', tasks, workers, labels }, 'taken')
    },
    async addTruth(tasks, labels) {
      await ask({ kind: 'truth', tasks, labels }, 'taken')
    },
    async aggregate(of) {
      return (await ask({ kind: 'aggregate', ...of }, 'figures')).figures
    },
    async *rows() {
      for (;;) {
        const { rows } = await ask({ kind: 'next' }, 'rows')
        if (rows === null) return
        yield rows
      }
    },
    async close() {
      await worker.terminate()
    },
  }
}
