import { parentPort } from 'node:worker_threads'
import type { FromWorker, ToWorker } from './aggregation-messages.ts'
import type { Aggregator } from './aggregator.ts'
import { resultLines } from './result-lines.ts'

/** A thread of its own: a million responses take seconds, and meanwhile the server must answer people. */
const port = parentPort
if (port === null) throw new Error('this file is run as a worker thread')

let aggregator: Aggregator | null = null
let lines: ReturnType<typeof resultLines> | null = null

const say = (message: FromWorker) => port.postMessage(message)

async function answer(message: ToWorker): Promise<void> {
  if (message.kind === 'begin') {
    const { aggregation } = message
    // the other way is not even loaded
    aggregator =
      aggregation.kind === 'labels'
        ? (await import('./aggregate-labels.ts')).labelAggregator(aggregation)
        : (await import('./aggregate-responses.ts')).responseAggregator(aggregation)
    return say({ kind: 'taken' })
  }
  if (aggregator === null) throw new Error(`the aggregation thread heard ${message.kind} before anything began`)
  switch (message.kind) {
    case 'truths':
      aggregator.addTruths(message.tasks, message.values)
      return say({ kind: 'taken' })
    case 'responses':
      aggregator.addResponses(message.tasks, message.workers, message.values)
      return say({ kind: 'taken' })
    case 'compute':
      return say({ kind: 'figures', figures: aggregator.compute() })
    case 'next': {
      lines ??= resultLines(aggregator.results())
      const next = lines.next()
      return say(
        next.done === true ? { kind: 'rows', rows: null, count: 0 } : { kind: 'rows', rows: next.value.text, count: next.value.count },
      )
    }
  }
}

port.on('message', (message: ToWorker) => {
  answer(message).catch((error: unknown) => {
    // outside the promise, so that the thread ends and whoever waits for its answer hears the error
    setImmediate(() => {
      throw error
    })
  })
})
