import { describe, expect, it } from 'vitest'
import { checkLayout } from './check-layout.ts'
import { checkExceptions } from './layout/text.ts'
import type { Tree } from './layout/tree.ts'

const INDEX = 'docs/adr/0000-how-we-write-decisions.md'
const DECISION = '# Money is counted in whole units\n\n## Context\n\n## Decision\n\n## Refused\n\n## Consequences\n'

/** A small tree without defects, with more files or other contents. */
function aTree(changes: Readonly<Record<string, string | null>> = {}): Tree {
  const contents = Object.entries({
    '.oxlintrc.json': '{\n  // why\n  "overrides": [{ "files": ["**/*.test.ts"], "rules": { "max-lines-per-function": "off" } }]\n}',
    'README.md': 'Read [the decisions](docs/adr/), [one of them](docs/adr/0001-count.md#context) or [elsewhere](https://example.org).',
    LICENSE: 'text',
    [INDEX]: '# Decisions are written down\n\n- [0001](0001-count.md)\n',
    'docs/adr/0001-count.md': DECISION,
    'packages/domain/src/appeals/appeal.ts': '',
    'packages/domain/src/money/money.ts': '',
    'packages/contract/src/appeals.ts': '',
    'apps/server/migrations/0001_create_appeals.sql': '',
    'apps/server/src/main.ts': '',
    'apps/server/src/appeals/index.ts': '',
    'apps/server/src/appeals/appeals.pages.tsx': '',
    'apps/server/src/appeals/appeals.messages.ts': '',
    'apps/server/src/appeals/appeals.store.ts': `db.selectFrom('appeals')`,
    'apps/server/src/appeals/appeals.db.test.ts': `db.insertInto('appeals')`,
    ...changes,
  }).filter((entry): entry is [string, string] => entry[1] !== null)
  const texts = new Map(contents)
  return { files: [...texts.keys()], read: (file) => texts.get(file) ?? '' }
}

describe('the layout check', () => {
  it('finds nothing in a tree that keeps the house rules', () => expect(checkLayout(aTree())).toEqual([]))

  it('refuses to call an empty tree good', () => expect(checkLayout({ files: [], read: () => '' })).toHaveLength(1))

  it.each<[string, Record<string, string | null>, string]>([
    ['a name with a capital', { 'apps/server/src/appeals/fileAppeal.ts': '' }, 'fileAppeal.ts: names are kebab-case'],
    ['a name outside ASCII', { 'tools/vérifier.ts': '' }, 'vérifier.ts: names are kebab-case'],
    ['a database test that never runs', { 'packages/domain/src/money/money.db.test.ts': '' }, 'money.db.test.ts: is never run here'],
    ['a DOM test that never runs', { 'apps/server/src/appeals/x.web.test.ts': '' }, 'x.web.test.ts: is never run here'],
    ['a journey that never runs', { 'apps/server/src/appeals/x.spec.ts': '' }, 'x.spec.ts: is never run here'],
    ['a test in no project', { 'packages/domain/src/money/money.test.tsx': '' }, 'money.test.tsx: is never run here'],
    ['a test of no kind', { 'apps/server/src/appeals/x-test.js': '' }, 'x-test.js: no test project runs'],
    ['a migration with another name', { 'apps/server/migrations/2-appeals.sql': '' }, '2-appeals.sql: migrations are called'],
    ['a migration number used twice', { 'apps/server/migrations/0001_create_votes.sql': '' }, 'the number 0001 is used twice'],
    ['a migration number left out', { 'apps/server/migrations/0003_create_votes.sql': '' }, 'no file has the number 0002'],
    ['a feature without an index', { 'apps/server/src/votes/votes.store.ts': '' }, 'apps/server/src/votes: has no index.ts'],
    ['rules under another word', { 'packages/domain/src/contestations/x.ts': '' }, 'packages/domain/src/contestations: no feature'],
    ['messages under another word', { 'packages/contract/src/contestations.ts': '' }, 'contestations.ts: no feature'],
    ['pages without sentences', { 'apps/server/src/appeals/appeals.messages.ts': null }, 'has pages but no appeals.messages.ts'],
    ['a decision without a number', { 'docs/adr/count.md': DECISION }, 'count.md: decisions are called'],
    ['a decision number used twice', { 'docs/adr/0001-weave.md': DECISION }, 'docs/adr: the number 0001 is used twice'],
    ['a decision without a part', { 'docs/adr/0001-count.md': DECISION.replace('## Refused\n', '') }, 'has no section "## Refused"'],
    ['a decision without a title', { 'docs/adr/0001-count.md': `\n${DECISION}` }, 'begins with a title'],
    ['a decision that is not listed', { [INDEX]: '# Decisions\n' }, '0001-count.md: is not in the list'],
    ['a missing list of decisions', { [INDEX]: null }, 'is missing'],
    ['a link that leads nowhere', { 'README.md': '[where?](docs/nowhere.md)' }, 'README.md: the link to docs/nowhere.md leads nowhere'],
    ['a check switched off', { 'apps/server/src/main.ts': ['// oxlint', 'disable-next-line'].join('-') }, 'main.ts:1: oxlint-'],
    ['a type error switched off', { 'apps/server/src/main.ts': ['\n// @ts', 'ignore'].join('-') }, 'main.ts:2: @ts-'],
    [
      'a query outside a store',
      { 'apps/server/src/appeals/appeals.pages.tsx': `services.db.selectFrom('appeals')` },
      'is a query outside a store',
    ],
    [
      'a lock file that npm ci refuses',
      { 'package-lock.json': JSON.stringify({ packages: { 'node_modules/a': { optionalDependencies: { '@a/darwin-arm64': '1.0.0' } } } }) },
      'package-lock.json: 1 packages of other platforms',
    ],
    ['a folder of one machine', { 'README.md': ['See ', 'home', 'ada', 'canut'].join('/') }, 'names a folder of one machine'],
  ])('reports %s', (_what, changes, expected) => {
    expect(checkLayout(aTree(changes)).join('\n')).toContain(expected)
  })
})

describe('exceptions to the sizes', () => {
  const withException = (...files: string[]) =>
    aTree({ '.oxlintrc.json': JSON.stringify({ overrides: [{ files, rules: { 'max-lines': ['error', { max: 500 }] } }] }) })

  it('are as many as the list allows', () => expect(checkExceptions(withException('a.ts'), { 'max-lines': 1 })).toEqual([]))
  it('do not grow', () =>
    expect(checkExceptions(withException('a.ts', 'b.ts'), { 'max-lines': 1 }).join()).toContain('2 exceptions to max-lines; 1 are allowed'))
  it('shrink for good', () => expect(checkExceptions(withException(), { 'max-lines': 1 }).join()).toContain('Lower the limit from 1'))
  it('name single files', () => expect(checkExceptions(withException('src/**'), { 'max-lines': 1 }).join()).toContain('is a pattern'))
})
