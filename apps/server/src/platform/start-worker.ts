import { Worker } from 'node:worker_threads'

/** As it was written when we run from the sources, and compiled when we are. */
const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** From the sources, packages are taken from theirs too, and somebody has to read JSX, which Node does not. */
const FROM_SOURCES =
  ENDING === 'ts' ? { execArgv: ['--conditions=source', `--import=${new URL('../../../../tools/read-tsx.ts', import.meta.url).href}`] } : {}

/**
 * A thread that runs a file named `<name>.worker.ts`.
 *
 * @param beside `import.meta.url` of the module that the file lies beside.
 */
export function startWorker(beside: string, name: string, workerData?: unknown): Worker {
  return new Worker(new URL(`./${name}.worker.${ENDING}`, beside), { workerData, ...FROM_SOURCES })
}
