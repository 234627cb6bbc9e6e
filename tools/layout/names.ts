import type { Tree } from './tree.ts'

const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
/** What people look for by these names in every repository. */
const CUSTOMARY = /^(LICENSE|[A-Z]+\.md)$/
const MIGRATION = /^apps\/server\/migrations\/(\d{4})_([a-z]+)(_[a-z0-9]+)+\.sql$/

export function checkNames({ files }: Tree): string[] {
  return files
    .filter((file) => !file.startsWith('apps/server/migrations/'))
    .filter((file) => !file.split('/').every((name) => KEBAB.test(name) || CUSTOMARY.test(name)))
    .map((file) => `${file}: names are kebab-case in ASCII, so that they read the same on every machine.`)
}

/** Where the runner (vitest.config.ts) finds tests of each suffix; in any other place a test would never run. */
const PLACES = [
  { suffix: /\.db\.test\.tsx?$/, place: /^apps\/server\/src\//, says: 'apps/server/src' },
  { suffix: /\.web\.test\.ts$/, place: /^(apps\/browser|packages\/elements)\/src\//, says: 'apps/browser/src or packages/elements/src' },
  { suffix: /\.spec\.ts$/, place: /^e2e\//, says: 'e2e' },
  { suffix: /\.bench\.ts$/, place: /^bench\//, says: 'bench' },
  {
    suffix: /\.test\.ts$/,
    place: /^(packages\/[^/]+\/src|apps\/[^/]+\/src|tools|bench)\//,
    says: 'packages/*/src, apps/*/src, tools or bench',
  },
  { suffix: /\.test\.tsx$/, place: /^apps\/[^/]+\/src\//, says: 'apps/*/src' },
]

export function checkTestNames({ files }: Tree): string[] {
  return files
    .filter((file) => /[.-](tests?|spec|bench)\.[cm]?[jt]sx?$/.test(file))
    .flatMap((file) => {
      const kind = PLACES.find(({ suffix }) => suffix.test(file))
      if (kind === undefined)
        return [`${file}: no test project runs a file of this name. House names: x.test.ts, x.db.test.ts, x.web.test.ts, x.spec.ts.`]
      return kind.place.test(file) ? [] : [`${file}: is never run here. Tests of this suffix live in ${kind.says}.`]
    })
}

export function checkMigrations({ files }: Tree): string[] {
  const migrations = files.filter((file) => file.startsWith('apps/server/migrations/'))
  const misnamed = migrations.filter((file) => !MIGRATION.test(file)).map((file) => `${file}: migrations are called NNNN_verb_object.sql.`)
  const numbers = migrations.flatMap((file) => MIGRATION.exec(file)?.[1] ?? [])
  return [...misnamed, ...numbering('apps/server/migrations', numbers, 1)]
}

/** Numbers that are used twice or left out. */
export function numbering(folder: string, numbers: readonly string[], first: number): string[] {
  const sorted = numbers.map(Number).toSorted((a, b) => a - b)
  const defects: string[] = []
  for (const [index, number] of sorted.entries()) {
    const expected = index === 0 ? first : (sorted[index - 1] ?? 0) + 1
    const written = String(number).padStart(4, '0')
    if (number < expected) defects.push(`${folder}: the number ${written} is used twice.`)
    if (number > expected) defects.push(`${folder}: no file has the number ${String(expected).padStart(4, '0')}, but one has ${written}.`)
  }
  return defects
}
