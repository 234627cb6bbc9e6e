/** Holds what house.md says about where things are and what they are called, where no other tool looks. */
import { resolve } from 'node:path'
import { checkDecisions, checkLinks } from './layout/documents.ts'
import { checkFeatures } from './layout/features.ts'
import { checkLockfile } from './layout/lockfile.ts'
import { checkMigrations, checkNames, checkTestNames } from './layout/names.ts'
import { checkExceptions, checkText } from './layout/text.ts'
import { readTree, type Tree } from './layout/tree.ts'

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
