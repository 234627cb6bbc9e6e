/** Holds what house.md says about where things are and what they are called, where no other tool looks. */
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkDecisions, checkLinks } from './layout/documents.ts'
import { checkFeatures } from './layout/features.ts'
import { checkLockfile } from './layout/lockfile.ts'
import { checkMigrations, checkNames, checkTestNames } from './layout/names.ts'
import { checkExceptions, checkText } from './layout/text.ts'

/** The files that people wrote, by path from the root, with `/` everywhere. */
export interface Tree {
  readonly files: readonly string[]
  read(file: string): string
}

const LOOK_IN = ['*', '.ci/*', 'docs/**/*', '{packages,apps}/**/*', 'tools/**/*', 'e2e/**/*', 'bench/**/*']
const LEAVE_OUT = ['**/node_modules/**', '**/dist/**', '.git/**', '**/.cache/**', '**/.canut/**', '**/*.tsbuildinfo']

export function readTree(root: string): Tree {
  const entries = globSync(LOOK_IN, { cwd: root, exclude: LEAVE_OUT, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  return {
    files: files.map((file) => file.replaceAll('\\', '/')).toSorted(),
    read: (file) => readFileSync(join(root, file), 'utf8'),
  }
}

/** Every defect as one line: the file, then what is wrong and what to do. */
export function checkLayout(tree: Tree): string[] {
  if (tree.files.length === 0) return ['There are no files to check.']
  return [
    ...checkNames(tree),
    ...checkTestNames(tree),
    ...checkMigrations(tree),
    ...checkFeatures(tree),
    ...checkDecisions(tree),
    ...checkLinks(tree),
    ...checkText(tree),
    ...checkExceptions(tree),
    ...checkLockfile(tree),
  ]
}

if (import.meta.main) {
  const defects = checkLayout(readTree(resolve(import.meta.dirname, '..')))
  for (const defect of defects) console.error(defect)
  if (defects.length > 0) process.exitCode = 1
}
