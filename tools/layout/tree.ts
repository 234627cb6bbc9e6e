import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files that people wrote, by path from the root, with `/` everywhere. */
export interface Tree {
  readonly files: readonly string[]
  read(file: string): string
}

const LOOK_IN = ['*', '.*', '.ci/*', 'docs/**/*', '{packages,apps}/**/*', 'tools/**/*', 'e2e/**/*', 'bench/**/*']
const LEAVE_OUT = ['**/node_modules/**', '**/dist/**', '.git/**', '**/.cache/**', '**/.canut/**', '**/*.tsbuildinfo']

export function readTree(root: string): Tree {
  const entries = globSync(LOOK_IN, { cwd: root, exclude: LEAVE_OUT, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  return {
    files: [...new Set(files.map((file) => file.replaceAll('\\', '/')))].toSorted(),
    read: (file) => readFileSync(join(root, file), 'utf8'),
  }
}
