/**
 * The package as others get it: packed, installed without a network in an empty folder, used from Node and from a page bundled by
 * Vite, its examples checked against the types it ships. Prints what it weighs; fails when majority vote and Dawid–Skene
 * alone are more than 6 kB compressed.
 *
 *   node bench/aggregation-package.bench.ts
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..')
const PACKAGE = join(ROOT, 'packages/aggregation')
const BIN = join(ROOT, 'node_modules/.bin')
const MOST_BYTES = 6000
const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}` }

/** The same page for both: three responses, two methods, one line. */
const USE = `
const built = crowd([
  { task: 'photo', worker: 'ann', label: 'cat' },
  { task: 'photo', worker: 'bob', label: 'cat' },
  { task: 'photo', worker: 'cy', label: 'dog' },
])
const said = [majorityVote(built), dawidSkene(built)].map((result) => [...answers(result)][0]?.label)
`
const IMPORT = `import { answers, crowd, dawidSkene, majorityVote } from '@canut/aggregation'`

function run(folder: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function pack(folder: string): string {
  const [name] = run(PACKAGE, 'npm', 'pack', '--silent', '--pack-destination', folder).trim().split(/\s+/).slice(-1)
  return join(folder, name ?? '')
}

function install(folder: string, tarball: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'guest', private: true, type: 'module' }))
  run(folder, 'npm', 'install', tarball, '--offline', '--no-audit', '--no-fund', '--silent')
}

/** What one line of Node prints. */
function useFromNode(folder: string): string {
  writeFileSync(join(folder, 'use.js'), `${IMPORT}\n${USE}\nconsole.log(said.join(' '))`)
  return run(folder, process.execPath, 'use.js').trim()
}

function checkExamples(folder: string): number {
  const readme = readFileSync(join(folder, 'node_modules/@canut/aggregation/README.md'), 'utf8')
  const examples = Array.from(readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code]) => code ?? '')
  mkdirSync(join(folder, 'examples'))
  for (const [n, code] of examples.entries()) writeFileSync(join(folder, 'examples', `example-${n}.ts`), code)
  // One of them starts threads of Node.
  const node = { types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] }
  const compilerOptions = { strict: true, noEmit: true, target: 'es2024', lib: ['es2024', 'dom'], module: 'nodenext', ...node }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['examples'] }))
  run(folder, 'tsc', '-p', '.')
  return examples.length
}

/** Types of TypeScript before 5.7, whose typed arrays take no parameter: where a return type is left to be inferred, the compiler writes one. */
function checkTypes(folder: string): void {
  const dist = join(folder, 'node_modules/@canut/aggregation/dist')
  const names = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))
  const newer = names.filter((name) => /\b(Float64|Int32|Uint8)Array</.test(readFileSync(join(dist, name), 'utf8')))
  if (newer.length > 0) throw new Error(`Typed arrays with a parameter, write the return type out: ${newer.join(', ')}`)
}

/** Builds a page, runs its script, and gives what it wrote into the title and the script's size. */
async function useFromPage(folder: string) {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title></title><script type="module" src="/page.js"></script>')
  writeFileSync(join(folder, 'page.js'), `${IMPORT}\n${USE}\ndocument.title = said.join(' ')`)
  await build({ root: folder, logLevel: 'error', configFile: false, build: { modulePreload: false } })
  const [script] = readdirSync(join(folder, 'dist/assets')).filter((name) => name.endsWith('.js'))
  const code = readFileSync(join(folder, 'dist/assets', script ?? ''))
  const document = { title: '' }
  runInNewContext(code.toString(), { document })
  return { title: document.title, bytes: code.length, gzipped: gzipSync(code, { level: 9 }).length }
}

const folder = mkdtempSync(join(tmpdir(), 'canut-aggregation-'))
try {
  const tarball = pack(folder)
  install(folder, tarball)
  const fromNode = useFromNode(folder)
  const examples = checkExamples(folder)
  checkTypes(folder)
  const page = await useFromPage(folder)
  const figures = {
    tarballBytes: statSync(tarball).size,
    fromNode,
    fromPage: page.title,
    examples,
    bytes: page.bytes,
    gzippedBytes: page.gzipped,
  }
  console.log(JSON.stringify(figures, null, 2))
  writeFileSync(join(import.meta.dirname, 'results/aggregation-package.json'), `${JSON.stringify(figures, null, 2)}\n`)
  const works = fromNode === 'cat cat' && page.title === 'cat cat' && page.gzipped <= MOST_BYTES
  if (!works) console.error(`Expected "cat cat" twice and at most ${MOST_BYTES} bytes compressed.`)
  process.exitCode = works ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
