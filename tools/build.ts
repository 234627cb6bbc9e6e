/** Builds what is stale: the compiler keeps track of TypeScript, a stamp keeps track of the browser's scripts. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const BIN = join(ROOT, 'node_modules/.bin')

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(join(BIN, command), args, { cwd: ROOT, stdio: 'inherit' })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}

// the two apps and what they refer to, not the tests: a test that does not compile must not stop a start
run('tsc', ['-b', 'apps/server', 'apps/browser'])

const sources = globSync(
  ['apps/browser/src/**/*', 'apps/browser/vite.config.ts', 'packages/{contract,domain,elements}/src/**/*', 'package-lock.json'],
  {
    cwd: ROOT,
    withFileTypes: true,
  },
)
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted()
const hash = createHash('sha256')
for (const path of sources) hash.update(path.slice(ROOT.length)).update(readFileSync(path))
const stamp = hash.digest('hex')
const stampFile = join(ROOT, 'apps/browser/dist/site/.stamp')
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  run('vite', ['build', 'apps/browser', '--logLevel', 'warn'])
  mkdirSync(join(ROOT, 'apps/browser/dist/site'), { recursive: true })
  writeFileSync(stampFile, stamp)
}
