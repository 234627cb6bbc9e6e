/**
 * Compiles every `*.worker.ts` of the server, each into one file of JavaScript, and prints the folder they are in: for threads that
 * are started from the sources, as in tests. It is made anew only when a source has changed, and shared by all processes.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const SOURCES = join(ROOT, 'apps/server/src')
const CACHE = join(ROOT, 'node_modules/.cache/canut-threads')
const DAY_MS = 24 * 3600 * 1000

function stampOf(): string {
  const hash = createHash('sha256')
  const paths = globSync(['apps/server/src/**/*.{ts,tsx}', 'packages/*/src/**/*.ts', 'package-lock.json'], { cwd: ROOT })
  for (const path of paths.toSorted()) {
    const { mtimeMs, size } = statSync(join(ROOT, path))
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

async function compile(folder: string): Promise<void> {
  // loaded only when there is something to do: it takes longer than all the rest
  const { build } = await import('vite')
  for (const path of globSync('**/*.worker.ts', { cwd: SOURCES })) {
    await build({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
      ssr: { noExternal: true, resolve: { conditions: ['source'] } },
      build: {
        ssr: join(SOURCES, path),
        outDir: folder,
        emptyOutDir: false,
        target: 'es2024',
        rolldownOptions: { output: { entryFileNames: path.replace(/\.ts$/, '.js'), codeSplitting: false } },
      },
    })
  }
}

const folder = join(CACHE, stampOf())
if (!existsSync(folder)) {
  mkdirSync(CACHE, { recursive: true })
  // what is young may still be read by another process
  const isOld = (name: string) => Date.now() - statSync(join(CACHE, name)).mtimeMs > DAY_MS
  for (const name of readdirSync(CACHE).filter(isOld)) rmSync(join(CACHE, name), { recursive: true, force: true })
  const made = mkdtempSync(join(CACHE, 'being-made-'))
  await compile(made)
  try {
    renameSync(made, folder)
  } catch (error) {
    // another process was faster, and made the same
    if (!existsSync(folder)) throw error
    rmSync(made, { recursive: true })
  }
}
process.stdout.write(folder)
