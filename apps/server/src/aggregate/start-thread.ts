import { Worker } from 'node:worker_threads'

/** With the ending of this file: compiled when we are, and as it was written when we run from the sources. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** Starts a file of this folder as a thread. */
export function startThread(name: `${string}.worker`, workerData: unknown = null): Worker {
  return new Worker(new URL(`./${name}.${ENDING}`, import.meta.url), {
    workerData,
    // from the sources, packages are taken from theirs too
    ...(ENDING === 'ts' ? { execArgv: ['--conditions=source'] } : {}),
  })
}
