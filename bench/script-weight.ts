import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What a page fetches for scripts of the site: the entries and all they import at once, compressed, each file once. */
export function compressedBytes(folder: string, entries: readonly string[]): number {
  const seen = new Set<string>()
  const visit = (name: string): number => {
    if (seen.has(name)) return 0
    seen.add(name)
    const content = readFileSync(join(folder, name))
    const imported = [...content.toString().matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)]
    return imported.reduce((sum, [, file = '']) => sum + visit(file), gzipSync(content).length)
  }
  return entries.reduce((sum, name) => sum + visit(name), 0)
}
