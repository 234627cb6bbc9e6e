import { Command, Option } from 'commander'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { findBatch } from '../batches/index.ts'
import { EXPORT_FORMATS, EXPORT_KINDS, exportLines, type ExportFormat, type ExportKind } from '../exports/index.ts'
import { parsePublicId } from '../platform/ids.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { withDatabase } from './with-database.ts'

interface ExportOptions {
  what: ExportKind
  format: ExportFormat
  out?: string
  spreadsheet?: true
  json?: true
}

const PROGRESS_EVERY_MS = 1000

export function exportCommand(): Command {
  return new Command('export')
    .description('write the responses or the results of a batch, to standard output or a file')
    .argument('<batch>', 'the id of the batch, bat_…')
    .addOption(
      new Option('--what <what>', 'every response, or what the last run found for each task').choices(EXPORT_KINDS).default('responses'),
    )
    .addOption(new Option('--format <format>', 'CSV, or one JSON object a line').choices(EXPORT_FORMATS).default('csv'))
    .option('--out <file>', 'write here; the file appears when it is whole')
    .option('--spreadsheet', 'for spreadsheets: an apostrophe before texts that one would run as a formula, and a mark that says UTF-8')
    .option('--json', 'report the number of rows as JSON; with --out')
    .action(async (batch: string, options: ExportOptions) => {
      const rows = await withDatabase(async ({ db, pool }) => {
        const id = parsePublicId('bat', batch)
        const found = id === null ? null : await findBatch(db, id)
        if (found === null) throw batchUnknown(batch)
        const pieces = exportLines(pool, found, {
          kind: options.what,
          format: options.format,
          style: { guardFormulas: options.spreadsheet === true },
        })
        return options.out === undefined ? write(pieces, process.stdout) : writeFile(pieces, options.out)
      })
      if (options.out === undefined) return
      process.stdout.write(options.json === true ? `${JSON.stringify({ rows, file: options.out })}\n` : `${rows} rows in ${options.out}\n`)
    })
}

type Pieces = ReturnType<typeof exportLines>

async function writeFile(pieces: Pieces, path: string): Promise<number> {
  const part = `${path}.part`
  try {
    const rows = await write(pieces, createWriteStream(part))
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

/** Progress goes to standard error, and only where a person looks at it. */
async function write(pieces: Pieces, to: NodeJS.WritableStream): Promise<number> {
  let rows = 0
  let told = performance.now()
  const isWatched = process.stderr.isTTY
  async function* texts() {
    for await (const piece of pieces) {
      rows += piece.rows
      if (isWatched && performance.now() - told > PROGRESS_EVERY_MS) {
        told = performance.now()
        process.stderr.write(`\r${rows} rows`)
      }
      yield piece.text
    }
    if (isWatched) process.stderr.write('\r')
  }
  try {
    await pipeline(Readable.from(texts()), to, { end: to !== process.stdout })
  } catch (error) {
    // the reader of a pipe has read enough, as `head` does
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
  return rows
}

function batchUnknown(batch: string): StartupProblem {
  return new StartupProblem('batch_unknown', {
    en: `There is no batch ${batch}. Its id is in the address of its page, and begins with bat_.`,
    fr: `Il n’y a pas de lot ${batch}. Son identifiant est dans l’adresse de sa page et commence par bat_.`,
  })
}

function notWritten(path: string, code: string, cause: unknown): StartupProblem {
  return new StartupProblem(
    'export_not_written',
    { en: `${path} could not be written: ${code}.`, fr: `${path} n’a pas pu être écrit : ${code}.` },
    { cause },
  )
}
