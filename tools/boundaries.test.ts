import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import config from '../.dependency-cruiser.ts'
import { checkBoundaries, describeViolations, type Violation } from './check-boundaries.ts'

const ROOT = resolve(import.meta.dirname, '..')

interface Planting {
  readonly file: string
  readonly code: string
  /** more files that the violation needs */
  readonly also?: Readonly<Record<string, string>>
}

const server = (path: string) => `apps/server/src/${path}`
const feature = { [server('zz-neighbour/index.ts')]: 'export {}\n', [server('zz-neighbour/inside.ts')]: 'export const inside = 1\n' }

/** One violation or more per rule; the name of the rule is the key. Every way to write an import is planted once. */
const PLANTINGS: Readonly<Record<string, readonly Planting[]>> = {
  'domain-imports-nothing': [
    { file: 'packages/domain/src/zz-node.ts', code: `import { readFileSync } from 'node:fs'\nexport const read = readFileSync` },
    { file: 'packages/domain/src/zz-zod.ts', code: `import type { ZodType } from 'zod'\nexport type Schema = ZodType` },
  ],
  'aggregation-imports-nothing': [{ file: 'packages/aggregation/src/zz.ts', code: `export type { Result } from '@canut/domain'` }],
  'contract-imports-only-zod': [{ file: 'packages/contract/src/zz.ts', code: `export * from '@canut/domain'` }],
  'elements-import-only-the-shapes': [{ file: 'packages/elements/src/zz.ts', code: `export * from '../../domain/src/index.ts'` }],
  'packages-import-no-app': [{ file: 'packages/contract/src/zz-app.ts', code: `export * from '../../../apps/server/src/platform/ids.ts'` }],
  'browser-imports-no-server': [
    {
      file: 'apps/browser/src/zz.ts',
      code: `import type { Services } from '../../server/src/platform/services.ts'\nexport type S = Services`,
    },
  ],
  'browser-imports-contract-domain-elements-only': [
    { file: 'apps/browser/src/zz-aggregation.ts', code: `export * from '../../../packages/aggregation/src/index.ts'` },
  ],
  'nothing-imports-the-browser-app': [
    { file: server('zz-neighbour/zz-browser.ts'), code: `export const load = () => import('../../../browser/src/entries/task.ts')` },
  ],
  'shipped-code-imports-no-tools': [
    { file: server('zz-neighbour/zz-tools.ts'), code: `import '../../../../tools/test-database.ts'` },
    {
      file: server('zz-neighbour/zz-testing.ts'),
      code: `import { freshDatabase } from '../testing/test-database.ts'\nexport const x = freshDatabase`,
    },
  ],
  'only-stores-speak-sql': [
    { file: server('zz-neighbour/zz-kysely.ts'), code: `import { sql } from 'kysely'\nexport const one = sql\`select 1\`` },
    { file: server('zz-neighbour/zz-type.ts'), code: `import type { Kysely } from 'kysely'\nexport type Db = Kysely<unknown>` },
    { file: server('zz-neighbour/zz.pages.tsx'), code: `import pg from 'pg'\nexport const types = pg.types` },
    { file: server('zz-neighbour/zz-jobs.ts'), code: `export const load = async () => import('pg-boss')` },
  ],
  'only-edges-speak-http': [
    { file: server('zz-neighbour/zz-http.ts'), code: `import type { Context } from 'hono'\nexport type C = Context` },
    { file: server('zz-neighbour/zz.store.ts'), code: `import { z } from '@hono/zod-openapi'\nexport const id = z.string()` },
    { file: server('zz-neighbour/zz-component.tsx'), code: `import { setCookie } from 'hono/cookie'\nexport const x = setCookie` },
  ],
  'features-meet-at-their-index': [
    { file: server('zz-visitor/visit.ts'), code: `import { inside } from '../zz-neighbour/inside.ts'\nexport const x = inside` },
    { file: server('zz-visitor/visit.db.test.ts'), code: `import { inside } from '../zz-neighbour/inside.ts'\nexport const x = inside` },
  ],
  'main-meets-features-at-their-index': [
    { file: server('zz-main.ts'), code: `import { inside } from './zz-neighbour/inside.ts'\nexport const x = inside` },
  ],
  'platform-knows-no-feature': [
    { file: server('platform/zz.ts'), code: `export * from '../zz-neighbour/index.ts'` },
    { file: server('platform/zz-rules.ts'), code: `export { ok } from '@canut/domain'` },
  ],
  'stores-and-use-cases-look-down': [
    {
      file: server('zz-neighbour/zz-look-up.store.ts'),
      code: `import { page } from './zz-look-up.pages.tsx'\nexport const x = page`,
      also: { [server('zz-neighbour/zz-look-up.pages.tsx')]: 'export const page = 1\n' },
    },
  ],
  'no-cycles': [
    {
      // a cycle is reported once, at the first of its files
      file: 'packages/domain/src/zz-egg.ts',
      code: `import type { Hen } from './zz-hen.ts'\nexport interface Egg { hen: Hen }`,
      also: { 'packages/domain/src/zz-hen.ts': `import type { Egg } from './zz-egg.ts'\nexport interface Hen { egg: Egg }\n` },
    },
  ],
  'imports-are-declared': [{ file: 'apps/browser/src/zz-undeclared.ts', code: `import pino from 'pino'\nexport const log = pino` }],
  'shipped-code-needs-no-dev-dependency': [
    { file: server('zz-neighbour/zz-dev.ts'), code: `import fc from 'fast-check'\nexport const x = fc.integer` },
  ],
  'imports-resolve': [{ file: server('zz-neighbour/zz-lost.ts'), code: `import { lost } from './nowhere.ts'\nexport const x = lost` }],
}

/** Files that obey, next door to the plantings: a rule that reports everything would find them too. */
const INNOCENT: Readonly<Record<string, string>> = {
  [server('zz-visitor/zz-ok.store.ts')]:
    `import { sql } from 'kysely'\nimport { findLockHolder } from '../platform/data-folder.ts'\nexport const x = [sql, findLockHolder]\n`,
  [server('zz-visitor/zz-ok.routes.ts')]:
    `import { Hono } from 'hono'\nimport * as neighbour from '../zz-neighbour/index.ts'\nexport const x = [Hono, neighbour]\n`,
  [server('zz-visitor/zz-ok-component.tsx')]: `import type { Child } from 'hono/jsx'\nexport type C = Child\n`,
  [server('zz-visitor/zz-ok.test.ts')]: `import { it } from 'vitest'\nimport { sql } from 'kysely'\nexport const x = [it, sql]\n`,
  'packages/contract/src/zz-ok.ts': `import { z } from 'zod'\nexport const x = z\n`,
  'packages/domain/src/zz-ok.test.ts': `import { it } from 'vitest'\nexport const x = it\n`,
}

/** A copy of the tree inside the repository, so that packages resolve as they do for the real one. */
function copyTree(): string {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const copy = mkdtempSync(join(ROOT, '.cache/boundaries-'))
  const files = globSync(['package.json', '{packages,apps}/*/package.json', '{packages,apps}/*/src/**/*.{ts,tsx}', 'tools/*.ts'], {
    cwd: ROOT,
  })
  for (const file of files) write(copy, file, null)
  mkdirSync(join(copy, 'node_modules/@canut'), { recursive: true })
  for (const manifest of globSync('packages/*', { cwd: copy }))
    symlinkSync(join(copy, manifest), join(copy, 'node_modules/@canut', manifest.slice('packages/'.length)))
  return copy
}

/** `code` null copies the file of the real tree. */
function write(copy: string, file: string, code: string | null): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  if (code === null) cpSync(join(ROOT, file), join(copy, file))
  else writeFileSync(join(copy, file), code)
}

describe('who may import whom', () => {
  let copy: string
  let violations: Violation[]

  beforeAll(async () => {
    copy = copyTree()
    for (const { file, code, also = {} } of Object.values(PLANTINGS).flat())
      for (const [path, text] of Object.entries({ ...feature, ...also, [file]: `${code}\n` })) write(copy, path, text)
    for (const [path, text] of Object.entries(INNOCENT)) write(copy, path, text)
    violations = await checkBoundaries(copy)
  }, 60_000)

  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it('has a planted violation for every rule', () => {
    expect(Object.keys(PLANTINGS).toSorted()).toEqual((config.forbidden ?? []).map(({ name = '' }) => name).toSorted())
  })

  for (const [rule, plantings] of Object.entries(PLANTINGS))
    for (const { file } of plantings)
      it(`reports ${rule} in ${file}`, () => {
        expect(violations.filter(({ from }) => from === file).map((violation) => violation.rule)).toContain(rule)
      })

  it('leaves files that obey alone', () => {
    expect(violations.filter(({ from }) => from in INNOCENT)).toEqual([])
  })

  it('reads every import of every file', () => {
    expect(violations.filter(({ rule }) => rule === 'every-import-is-seen')).toEqual([])
  })

  it('says why', () => {
    for (const { why } of violations) expect(why.length).toBeGreaterThan(20)
    expect(describeViolations(violations)).toContain('  apps/browser/src/zz.ts → apps/server/src/platform/services.ts')
  })
})
