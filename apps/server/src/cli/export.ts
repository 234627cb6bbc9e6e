import { ANSWER_FORMATS, ANSWER_KINDS } from '@canut/contract'
import { Command, Option } from 'commander'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { findBatch } from '../batches/index.ts'
import { exportFormats, exportMessages, openExport, type AnswerKind, type ExportFile } from '../exports/index.ts'
import { openFiles } from '../platform/files/open-files.ts'
import { formatBytes, formatNumber } from '../platform/i18n/index.ts'
import { parsePublicId } from '../platform/ids.ts'
import { reasonOf } from '../platform/reason-of-error.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { interruptible } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { commandLocale } from './speak.ts'
import { withDatabase } from './with-database.ts'

interface ExportOptions {
  what: AnswerKind
  format: (typeof ANSWER_FORMATS)[number]
  out?: string
  spreadsheet?: true
  shape: 'nested' | 'v2-flat'
  json?: true
}

/** What a terminal would show as noise, and might obey. */
const NO_TEXT = new Set(['application/zip', 'application/vnd.apache.parquet'])

export function exportCommand(): Command {
  const t = exportMessages[commandLocale()]
  const tables = [
    ['csv', t.csvWhy],
    ['jsonl', t.jsonlWhy],
  ]
  const others = exportFormats.map(({ name, summary }) => [name, summary[commandLocale()]])
  return new Command('export')
    .description('write the responses or the results of a batch, to standard output or a file')
    .argument('<batch>', 'the id of the batch, bat_…')
    .addOption(
      new Option('--what <what>', 'every response, or what the last run found for each task').choices(ANSWER_KINDS).default('responses'),
    )
    .addOption(new Option('--format <format>', 'one of those below').choices(ANSWER_FORMATS).default('csv'))
    .option('--out <file>', 'write here; the file appears when it is whole')
    .option('--spreadsheet', 'CSV for spreadsheets: an apostrophe before texts that one would run as a formula, and a mark that says UTF-8')
    .addOption(
      new Option('--shape <shape>', 'v2-flat: a text ranking of a template at the top of its answer; JSON Lines of responses only')
        .choices(['nested', 'v2-flat'])
        .default('nested'),
    )
    .option('--json', 'report the number of rows as JSON; with --out')
    .addHelpText(
      'after',
      `
Formats; which of them fit depends on the kind of task, and on --what
${[...tables, ...others].map(([name = '', why = '']) => `  ${name.padEnd(18)} ${why}`).join('\n')}

Progress goes to standard error. Ends with 0 when the file is whole, 1 when it could not be written, 130 when it was stopped; then
no file is left.`,
    )
    .action(async (batch: string, options: ExportOptions) => {
      const rows = await interruptible((signal) => run(batch, options, signal))
      if (options.out === undefined) return
      process.stdout.write(
        options.json === true ? `${JSON.stringify({ rows, file: options.out })}\n` : `${t.written({ rows, file: options.out })}\n`,
      )
    })
}

async function run(batch: string, { what, format, out, spreadsheet, shape }: ExportOptions, signal: AbortSignal): Promise<number> {
  if (spreadsheet === true && format !== 'csv') throw problem('export_does_not_fit', (t) => t.spreadsheetIsCsv({ format }))
  return withDatabase(async ({ db, pool, now, config }) => {
    const id = parsePublicId('bat', batch)
    const found = id === null ? null : await findBatch(db, id)
    if (found === null) throw batchUnknown(batch)
    const services = { db, pool, now, config, files: openFiles(config) }
    const opened = openExport(services, found, { answers: what, format, style: { guardFormulas: spreadsheet === true }, shape })
    if (!opened.ok)
      throw problem('export_does_not_fit', (t) => t.doesNotFit({ file: `${what}.${format}`, fitting: opened.error.join(', ') }))
    if (out !== undefined) return writeFile(opened.value, out, signal)
    if (process.stdout.isTTY && NO_TEXT.has(opened.value.mediaType))
      throw problem('export_not_for_terminal', (t) => t.notForTerminal({ format }))
    return write(opened.value, process.stdout, signal)
  })
}

async function writeFile(file: ExportFile, path: string, signal: AbortSignal): Promise<number> {
  const part = `${path}.part`
  try {
    const rows = await write(file, createWriteStream(part), signal)
    await rename(part, path)
    return rows
  } catch (error) {
    await rm(part, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENOSPC')
      throw notWritten(path, code, error)
    throw error
  }
}

async function write(file: ExportFile, to: NodeJS.WritableStream, signal: AbortSignal): Promise<number> {
  const locale = commandLocale()
  const progress = createProgress()
  let [rows, bytes] = [0, 0]
  async function* pieces() {
    for await (const piece of file.pieces((more) => (rows += more))) {
      bytes += piece.length
      progress.show(() => exportMessages[locale].progress({ rows: formatNumber(rows, locale), size: formatBytes(bytes, locale) }))
      yield piece
    }
  }
  try {
    await pipeline(Readable.from(pieces(), { objectMode: true }), to, { end: to !== process.stdout, signal })
  } catch (error) {
    // the reader of a pipe has read enough, as `head` does
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  } finally {
    progress.end()
  }
  return rows
}

function problem(code: 'export_does_not_fit' | 'export_not_for_terminal', sentence: (t: (typeof exportMessages)['en']) => string) {
  return new StartupProblem(code, { en: sentence(exportMessages.en), fr: sentence(exportMessages.fr) })
}

function batchUnknown(batch: string): StartupProblem {
  return new StartupProblem('batch_unknown', {
    en: `There is no batch ${batch}. Its id is in the address of its page, and begins with bat_.`,
    fr: `Il n’y a pas de lot ${batch}. Son identifiant est dans l’adresse de sa page et commence par bat_.`,
  })
}

function notWritten(path: string, code: string, cause: unknown): StartupProblem {
  const { en, fr } = reasonOf(code)
  return new StartupProblem(
    'export_not_written',
    { en: `${path} could not be written: ${en}.`, fr: `${path} n’a pas pu être écrit : ${fr}.` },
    { cause },
  )
}
