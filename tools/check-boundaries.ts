/** Holds the import rules of .dependency-cruiser.ts, and makes sure that every import was really seen. */
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import config from '../.dependency-cruiser.ts'

export interface Violation {
  readonly rule: string
  readonly from: string
  readonly to: string
  readonly why: string
}

const FOLDERS = ['packages', 'apps', 'tools', 'e2e', 'bench']
const SOURCES = FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx}`)

/** All violations in the tree at `root`, in the order of their files. */
export async function checkBoundaries(root: string): Promise<Violation[]> {
  const files = globSync(SOURCES, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] }).toSorted()
  if (files.length === 0) throw new Error(`no source files under ${root}`)
  const { forbidden = [], options = {} } = config
  const { output } = await cruise(files, { ...options, baseDir: root, ruleSet: { forbidden }, validate: true })
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text instead of a result')

  const why = new Map(forbidden.map(({ name, comment }) => [name, comment ?? '']))
  const found = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, why: why.get(rule.name) ?? '' }))
  return [...found, ...unseen(root, files, output)].toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

/**
 * Imports that a plain reading of the text finds and the tool did not report. A gate that reads nothing passes everything,
 * which is how boundaries rot: this happens when a parser is missing or an `exclude` is too wide.
 */
function unseen(root: string, files: readonly string[], result: ICruiseResult): Violation[] {
  const seen = new Map(result.modules.map(({ source, dependencies }) => [source, new Set(dependencies.map(({ module }) => module))]))
  return files.flatMap((from) =>
    [...importsIn(readFileSync(join(root, from), 'utf8'))]
      .filter((module) => seen.get(from)?.has(module) !== true)
      .map((to) => ({
        rule: 'every-import-is-seen',
        from,
        to,
        why: 'dependency-cruiser did not see this import, so no rule was applied to it.',
      })),
  )
}

const IMPORT = /^(?:import|export)\s(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm

function importsIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(IMPORT), ([, module = '']) => module.replace(/^node:/, '')))
}

export function describeViolations(violations: readonly Violation[]): string {
  return [...Map.groupBy(violations, ({ rule }) => rule)]
    .map(([rule, own]) => [`${rule}: ${own[0]?.why ?? ''}`, ...own.map(({ from, to }) => `  ${from} → ${to}`)].join('\n'))
    .join('\n\n')
}

if (import.meta.main) {
  const violations = await checkBoundaries(resolve(import.meta.dirname, '..'))
  if (violations.length > 0) {
    console.error(describeViolations(violations))
    process.exitCode = 1
  }
}
