import { once } from 'node:events'
import { startWorker } from '../platform/start-worker.ts'
import type { compute, Request } from './compute.ts'

/** `compute` in a thread of its own, which an aborted signal ends at once. */
export async function computeApart(request: Request, signal: AbortSignal): Promise<ReturnType<typeof compute>> {
  signal.throwIfAborted()
  const worker = startWorker(import.meta.url, 'aggregate', request)
  try {
    const [answer] = (await once(worker, 'message', { signal })) as [ReturnType<typeof compute>]
    return answer
  } finally {
    await worker.terminate()
  }
}
