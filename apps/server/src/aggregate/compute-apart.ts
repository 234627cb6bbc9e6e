import { once } from 'node:events'
import type { ComputeAnswer, Request } from './compute.ts'
import { startThread } from './start-thread.ts'

/** `compute` in a thread of its own, which an aborted signal ends at once. */
export async function computeApart(request: Request, signal: AbortSignal): Promise<ComputeAnswer> {
  signal.throwIfAborted()
  const worker = startThread('aggregate.worker', request)
  try {
    const [answer] = (await once(worker, 'message', { signal })) as [ComputeAnswer]
    return answer
  } finally {
    await worker.terminate()
  }
}
