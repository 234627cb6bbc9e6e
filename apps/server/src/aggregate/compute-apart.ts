import { once } from 'node:events'
import { startWorker } from '../platform/start-worker.ts'
import type { ComputeAnswer, Request } from './compute.ts'

/** `compute` in a thread of its own, which an aborted signal ends at once. */
export async function computeApart(request: Request, signal: AbortSignal): Promise<ComputeAnswer> {
  signal.throwIfAborted()
  const worker = startWorker(import.meta.url, 'aggregate', request)
  try {
    const [answer] = (await once(worker, 'message', { signal })) as [ComputeAnswer]
    return answer
  } finally {
    await worker.terminate()
  }
}
