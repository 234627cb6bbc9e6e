import { crowdBuilder } from '@canut/aggregation'
import { parentPort } from 'node:worker_threads'
import { aggregateLabels, resultRows } from './aggregate-labels.ts'
import type { FromWorker, ToWorker } from './aggregation-messages.ts'

/** A thread of its own: a million responses take seconds, and meanwhile the server must answer people. */
const port = parentPort
if (port === null) throw new Error('this file is run as a worker thread')

const builder = crowdBuilder()
const truth = new Map<string, string>()
let rows: Generator<string, void, undefined> | null = null

const say = (message: FromWorker) => port.postMessage(message)

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'labels':
      for (const [i, task] of message.tasks.entries()) builder.add(task, message.workers[i] ?? '', message.labels[i] ?? '')
      return say({ kind: 'taken' })
    case 'truth':
      for (const [i, task] of message.tasks.entries()) truth.set(task, message.labels[i] ?? '')
      return say({ kind: 'taken' })
    case 'aggregate': {
      const crowd = builder.build()
      const aggregated = aggregateLabels(crowd, truth)
      rows = resultRows(aggregated, crowd, message)
      return say({ kind: 'figures', figures: aggregated.figures })
    }
    case 'next': {
      const next = rows?.next()
      return say({ kind: 'rows', rows: next === undefined || next.done === true ? null : next.value })
    }
  }
})
