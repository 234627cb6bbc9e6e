import { execFileSync } from 'node:child_process'
import { relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'

/**
 * A thread that runs a file named `<name>.worker.ts`. From the sources it runs a compiled copy: Node does not read JSX, and what
 * reads TypeScript for it is WebAssembly, which can end the whole process when a thread ends with it (nodejs/node#64500).
 *
 * @param beside `import.meta.url` of the module that the file lies beside.
 */
export function startWorker(beside: string, name: string, workerData?: unknown): Worker {
  const file = new URL(`./${name}.worker.js`, beside)
  return new Worker(import.meta.url.endsWith('.ts') ? compiled(file) : file, { workerData })
}

const SOURCES = fileURLToPath(new URL('..', import.meta.url))
let folder: string | null = null

function compiled(file: URL): URL {
  const tool = fileURLToPath(new URL('../../../../tools/compile-threads.ts', import.meta.url))
  folder ??= execFileSync(process.execPath, [tool], { encoding: 'utf8' })
  return new URL(relative(SOURCES, fileURLToPath(file)), pathToFileURL(`${folder}/`))
}
