import { dawidSkeneLane } from '@canut/aggregation'
import { parentPort } from 'node:worker_threads'

/** One of the threads among which `dawidSkeneParallel` deals out its work. */
const port = parentPort
if (port === null) throw new Error('this file is run as a worker thread')
const work = dawidSkeneLane()
port.on('message', (order) => port.postMessage(work(order)))
