import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Locale } from '../platform/i18n/index.ts'
import { isOfSystem, reasonOf } from '../platform/reason-of-error.ts'
import { StartupProblem, type Sentences } from '../platform/startup-problem.ts'
import { ParquetUnreadable, readParquet, readTable, type TableProblem } from '../platform/tables/index.ts'
import { sentenceOfProblem } from './import-sentences.ts'
import { namedColumnsMessages as messages } from './named-columns.messages.ts'
import { fromTable } from './row-problem.ts'

const LISTED_MAX = 20

export interface NamedRow {
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
}

/** A problem in a file, as a sentence in each language. */
export interface FoundProblem {
  readonly file: string
  readonly line: number | null
  readonly say: (locale: Locale) => string
}

export interface NamedColumns {
  readonly file: string
  readonly columns: readonly string[]
  /** Problems are added here; those of one file in the order of its lines. */
  readonly found: FoundProblem[]
  readonly signal?: AbortSignal
  /** What else to say where a column is missing, from the columns that are there. */
  readonly hint?: (columns: readonly string[]) => Sentences | null
  /** Called now and then with the rows read so far. */
  readonly onRead?: (rows: number) => void
}

/**
 * Hands on each good row of a table on disk that has the named columns (other columns are let be): CSV, TSV, JSON Lines, or Parquet,
 * whose "lines" are its rows.
 *
 * @throws StartupProblem when the file cannot be read at all; what the signal says when it is aborted.
 */
export async function eachNamedRow({ file, columns, found, signal, hint, onRead }: NamedColumns, take: (row: NamedRow) => void) {
  const before = found.length
  try {
    let read = 0
    for await (const { columns: there, rows, problems } of chunksOf(file, columns, signal)) {
      signal?.throwIfAborted()
      for (const problem of problems) found.push(problemAt(file, problem.line, (locale) => sentenceOfProblem(fromTable(problem), locale)))
      const missing = there === null ? [] : columns.filter((name) => !there.includes(name))
      if (missing.length > 0) {
        const list = { columns: missing.join(', '), found: there?.join(', ') ?? '' }
        const more = hint?.(there ?? []) ?? null
        found.push(problemAt(file, 1, (locale) => [messages[locale].columnsMissing(list), more?.[locale] ?? []].flat().join(' ')))
        return
      }
      onRead?.((read += rows.length))
      for (const row of rows) take(row)
    }
  } catch (error) {
    const reason = whyUnreadable(error)
    if (reason === null) throw error
    const { en, fr } = reason
    throw new StartupProblem(
      'crowd_not_usable',
      { en: messages.en.notReadable({ file, reason: en }), fr: messages.fr.notReadable({ file, reason: fr }) },
      { cause: error },
    )
  } finally {
    for (const problem of found.splice(before).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))) found.push(problem)
  }
}

function whyUnreadable(error: unknown): Sentences | null {
  if (error instanceof ParquetUnreadable) {
    if (error.code !== null) return reasonOf(error.code)
    const words = { words: error.message }
    return { en: messages.en.noParquet(words), fr: messages.fr.noParquet(words) }
  }
  return isOfSystem(error) ? reasonOf(error.code) : null
}

interface Chunk {
  readonly columns: readonly string[] | null
  readonly rows: readonly NamedRow[]
  readonly problems: readonly TableProblem[]
}

async function* chunksOf(file: string, columns: readonly string[], signal: AbortSignal | undefined): AsyncGenerator<Chunk> {
  if (/\.parquet$/i.test(file)) {
    let rows = 0
    for await (const chunk of readParquet(file, columns, { signal })) {
      rows += chunk.rows.length
      yield { ...chunk, problems: [] }
    }
    if (rows === 0) yield { columns, rows: [], problems: [noRows] }
    return
  }
  for await (const { table, rows, problems } of readTable(createReadStream(file), { name: file })) {
    yield { columns: table.columns, rows, problems }
  }
}

const noRows: TableProblem = { scope: 'file', line: 1, endLine: 1, column: null, code: 'no_rows', params: {} }

/** A value as text, or null when it is empty or too long, which is then a problem. */
export function textOf(row: NamedRow, column: string, maxChars: number, { file, found }: Pick<NamedColumns, 'file' | 'found'>) {
  const value = row.values[column]
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  if (typeof text !== 'string' || text.trim() === '') found.push(problemAt(file, row.line, (locale) => messages[locale].empty({ column })))
  else if (text.length > maxChars) found.push(problemAt(file, row.line, (locale) => messages[locale].tooLong({ column, max: maxChars })))
  else return text
  return null
}

export const problemAt = (file: string, line: number | null, say: FoundProblem['say']): FoundProblem => ({
  file: basename(file),
  line,
  say,
})

/** All of them in one refusal, under its own first line; the first twenty are written out. */
export function refusalOf(found: readonly FoundProblem[], title: Sentences): StartupProblem {
  const inLanguage = (locale: Locale) => {
    const t = messages[locale]
    const lines = found.slice(0, LISTED_MAX).map(({ file, line, say }) => t.place({ file, line, sentence: say(locale) }))
    const more = found.length > LISTED_MAX ? `\n${t.more({ count: found.length - LISTED_MAX })}` : ''
    return `${title[locale]}\n${lines.map((text) => `  - ${text}`).join('\n')}${more}`
  }
  return new StartupProblem('crowd_not_usable', { en: inLanguage('en'), fr: inLanguage('fr') })
}
