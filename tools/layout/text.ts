import type { Tree } from './tree.ts'

const SOURCE = /\.(ts|tsx|js|mjs|cjs|css)$/
const TEST = /\.(test|spec)\.tsx?$|^((apps\/server|packages\/aggregation)\/src\/testing|e2e|bench|tools)\//
const STORE = /\.store\.ts$|^apps\/server\/src\/platform\//

interface Ban {
  readonly pattern: RegExp
  readonly applies: (file: string) => boolean
  readonly why: string
}

const BANS: readonly Ban[] = [
  {
    pattern: /(es|ox)lint-(disable)|@ts-(ignore|nocheck)|(v8) ignore/,
    applies: (file) => SOURCE.test(file),
    why: 'switches a check off. Change the code, or the rule for everybody.',
  },
  {
    // a store hands out functions; the query builder itself needs no import, so the import rules cannot see this
    pattern: /\.(selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(/,
    applies: (file) => file.startsWith('apps/server/src/') && !TEST.test(file) && !STORE.test(file),
    why: 'is a query outside a store. Move it to <feature>.store.ts, where SQL is looked for.',
  },
  {
    pattern: /(?<![\w.~])\/(root|home\/\w+|Users\/\w+)\/\w/,
    applies: (file) => SOURCE.test(file) || /\.(md|json|sql)$/.test(file) || file.startsWith('.ci/'),
    why: 'names a folder of one machine.',
  },
]

export function checkText({ files, read }: Tree): string[] {
  return files.flatMap((file) => {
    const bans = BANS.filter(({ applies }) => applies(file))
    if (bans.length === 0) return []
    const lines = read(file).split('\n')
    return bans.flatMap(({ pattern, why }) =>
      lines.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${pattern.exec(line)?.[0] ?? ''} ${why}`] : [])),
    )
  })
}

/** How many files may be longer, and hold longer functions, than the house wants. Lower a figure whenever you can; never raise one. */
const MOST_EXCEPTIONS = { 'max-lines': 0, 'max-lines-per-function': 0 }

interface LintConfig {
  readonly overrides?: readonly { readonly files: readonly string[]; readonly rules?: Readonly<Record<string, unknown>> }[]
}

/** Exceptions to the sizes are single files named in .oxlintrc.json. The list shrinks only. */
export function checkExceptions({ read }: Tree, most: Readonly<Record<string, number>> = MOST_EXCEPTIONS): string[] {
  const config = JSON.parse(withoutComments(read('.oxlintrc.json'))) as LintConfig
  return Object.entries(most).flatMap(([rule, limit]) => {
    const files = (config.overrides ?? []).filter(({ rules = {} }) => rule in rules).flatMap((override) => override.files)
    const exceptions = files.filter((file) => !GROUPS.has(file))
    const patterns = exceptions.filter((file) => file.includes('*'))
    const defects = patterns.map((file) => `.oxlintrc.json: the exception ${file} to ${rule} is a pattern. Name single files.`)
    if (exceptions.length > limit)
      defects.push(`.oxlintrc.json: ${exceptions.length} exceptions to ${rule}; ${limit} are allowed. Split the file or the function.`)
    if (exceptions.length < limit)
      defects.push(`tools/layout/text.ts: only ${exceptions.length} exceptions to ${rule} are left. Lower the limit from ${limit}.`)
    return defects
  })
}

/** Tests are lists, not functions: they are no exceptions. */
const GROUPS = new Set(['**/*.test.ts', '**/*.test.tsx', 'e2e/**'])

/** Whole-line comments, the only ones that our configuration files have. */
function withoutComments(json: string): string {
  return json.replaceAll(/^\s*\/\/.*$/gm, '')
}
