import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { compute, Request } from './compute.ts'

/** Next to this file, with the same ending: compiled when we are, and as it was written when we run from the sources. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** `compute` in a thread of its own, which an aborted signal ends at once. */
export async function computeApart(request: Request, signal: AbortSignal): Promise<ReturnType<typeof compute>> {
  signal.throwIfAborted()
  const worker = new Worker(new URL(`./aggregate.worker.${ENDING}`, import.meta.url), {
    workerData: request,
    // from the sources, packages are taken from theirs too
    ...(ENDING === 'ts' ? { execArgv: ['--conditions=source'] } : {}),
  })
  try {
    const [answer] = (await once(worker, 'message', { signal })) as [ReturnType<typeof compute>]
    return answer
  } finally {
    await worker.terminate()
  }
}
