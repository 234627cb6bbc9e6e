import { parentPort, workerData } from 'node:worker_threads'
import { compute, type Request } from './compute.ts'

/** A thread of its own, so that a Ctrl-C is heard while a method works, and the seconds can be counted. */
const port = parentPort
if (port === null) throw new Error('this file is run as a worker thread')
port.postMessage(await compute(workerData as Request))
