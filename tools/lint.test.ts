import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const DOMAIN = 'packages/domain/src'
const SERVER = 'apps/server/src'
const lines = (count: number) => Array.from({ length: count }, (_, n) => `  f(${n})`).join('\n')
const WAIT = 'export async function wait(): Promise<void> {}\n'

/** A rule, the file it must speak up in, and code that breaks it. */
const PLANTINGS: readonly (readonly [rule: string, file: string, code: string])[] = [
  ['typescript(no-floating-promises)', `${SERVER}/floating.ts`, `${WAIT}export function f(): void {\n  wait()\n}\n`],
  ['typescript(no-floating-promises)', `${SERVER}/floating.test.ts`, `${WAIT}export function f(): void {\n  wait()\n}\n`],
  ['typescript(no-misused-promises)', `${SERVER}/misused.ts`, `${WAIT}export const f = () => [1].forEach(wait)\n`],
  ['typescript(no-explicit-any)', `${DOMAIN}/any.ts`, 'export const f = (x: any): unknown => x\n'],
  ['typescript(no-unsafe-assignment)', `${SERVER}/unsafe.ts`, `export const x: string = JSON.parse('1')\n`],
  ['typescript(ban-ts-comment)', `${DOMAIN}/comment.ts`, ['// @ts', 'expect', 'error: no\nexport const x: string = 1\n'].join('-')],
  [
    'typescript(switch-exhaustiveness-check)',
    `${DOMAIN}/switch.ts`,
    `export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 2\n}\n`,
  ],
  ['typescript(consistent-type-imports)', `${SERVER}/type.ts`, `export type Query = import('kysely').RawBuilder<unknown>\n`],
  ['eslint(no-empty)', `${SERVER}/swallow.ts`, 'export function f(g: () => void): void {\n  try {\n    g()\n  } catch {}\n}\n'],
  ['eslint(no-console)', `${SERVER}/says.ts`, `console.log('x')\n`],
  ['eslint(max-lines)', `${DOMAIN}/long.ts`, `export const x = [\n${'  1,\n'.repeat(400)}]\n`],
  ['eslint(max-lines-per-function)', `${DOMAIN}/big.ts`, `export function big(f: (n: number) => void): void {\n${lines(70)}\n}\n`],
  ['eslint(no-warning-comments)', `${DOMAIN}/later.ts`, '// FIXME: later\nexport const x = 1\n'],
  ['canut(no-clock-or-chance)', `${DOMAIN}/clock.ts`, 'export const x = Date.now()\n'],
  ['canut(no-clock-or-chance)', `${DOMAIN}/today.ts`, 'export const x = new Date()\n'],
  ['canut(no-clock-or-chance)', 'packages/aggregation/src/luck.ts', 'export const x = Math.random()\n'],
  ['vitest(expect-expect)', `${DOMAIN}/nothing.test.ts`, `import { it } from 'vitest'\nit('proves nothing', () => {})\n`],
  ['vitest(no-focused-tests)', `${DOMAIN}/only.test.ts`, `import { expect, it } from 'vitest'\nit.only('x', () => expect(1).toBe(1))\n`],
  ['vitest(no-disabled-tests)', `${DOMAIN}/skip.test.ts`, `import { expect, it } from 'vitest'\nit.skip('x', () => expect(1).toBe(1))\n`],
]

const INNOCENT: Readonly<Record<string, string>> = {
  [`${DOMAIN}/instant.ts`]: 'export const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms)\n',
  [`${SERVER}/clock.ts`]: 'export const now = (): Date => new Date()\n',
  [`${SERVER}/cli/says.ts`]: `console.log('x')\n`,
  // only a strict project knows that this may be undefined: tests must be read with our options
  [`${DOMAIN}/strict.test.ts`]: 'const names: readonly string[] = []\nexport const first: string = names[0]!\n',
}

interface Diagnostic {
  readonly code: string
  readonly filename: string
}

describe('the linter', () => {
  let folder: string
  let found: readonly Diagnostic[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'canut-lint-'))
    const configs = globSync(['tsconfig*.json', '{packages,apps}/*/tsconfig.json'], { cwd: ROOT })
    for (const path of ['.oxlintrc.json', 'tools/lint', 'package.json', ...configs])
      cpSync(join(ROOT, path), join(folder, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    for (const [file, code] of [...PLANTINGS.map(([, path, text]) => [path, text] as const), ...Object.entries(INNOCENT)]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), code)
    }
    found = await lint(folder)
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(PLANTINGS)('reports %s in %s', (rule, file) => {
    expect(found.filter(({ filename }) => filename === file).map(({ code }) => code)).toContain(rule)
  })

  it('understands every configuration', () => {
    expect(found.filter(({ code }) => code === 'typescript(tsconfig-error)')).toEqual([])
  })

  it.each(Object.keys(INNOCENT))('leaves %s alone', (file) => {
    expect(found.filter(({ filename }) => filename === file)).toEqual([])
  })
})

function lint(cwd: string): Promise<readonly Diagnostic[]> {
  return new Promise((settle, fail) => {
    execFile(
      join(ROOT, 'node_modules/.bin/oxlint'),
      ['-f', 'json', 'packages', 'apps'],
      { cwd, maxBuffer: 10_000_000 },
      (_problem, stdout, stderr) => {
        try {
          settle((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics)
        } catch (error) {
          fail(new Error(`oxlint did not answer JSON: ${stdout.slice(0, 500)} ${stderr.slice(0, 500)}`, { cause: error }))
        }
      },
    )
  })
}
