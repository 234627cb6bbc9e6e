/**
 * Lets Node run .tsx files, as Vite does in tests and the compiler for a build: for threads that tests start themselves. They are
 * compiled in a process of its own, all at once when the first is asked for: the compiler is native, and a thread that has loaded
 * it cannot be ended without breaking the process.
 */
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(import.meta.dirname, '../apps/server/src')
const MEGABYTES_MAX = 64

if (process.argv[2] === 'compile-all') {
  const { transformSync } = await import('@swc/core')
  const compiled = globSync('**/*.tsx', { cwd: ROOT, exclude: ['**/*.test.tsx'] }).map((path) => {
    const filename = resolve(ROOT, path)
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      configFile: false,
      swcrc: false,
      jsc: {
        parser: { syntax: 'typescript', tsx: true },
        target: 'es2024',
        transform: { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
      },
    })
    return [filename, code] as const
  })
  process.stdout.write(JSON.stringify(Object.fromEntries(compiled)))
} else {
  let compiled: Readonly<Record<string, string>> | null = null
  registerHooks({
    load(url, context, nextLoad) {
      if (!url.endsWith('.tsx')) return nextLoad(url, context)
      compiled ??= JSON.parse(
        execFileSync(process.execPath, [import.meta.filename, 'compile-all'], { encoding: 'utf8', maxBuffer: MEGABYTES_MAX * 2 ** 20 }),
      ) as Record<string, string>
      const source = compiled[fileURLToPath(url)]
      return source === undefined ? nextLoad(url, context) : { format: 'module', source, shortCircuit: true }
    },
  })
}
