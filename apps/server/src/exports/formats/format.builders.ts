import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import type { ExportContext, ExportFormat, ExportRow, OpenedFile } from './format.ts'

/** A row with what the test says of it; the rest is of no account. */
export function aRow(of: Partial<ExportRow>): ExportRow {
  return {
    task: 1,
    payload: {},
    response: null,
    method: null,
    worker: null,
    confidence: null,
    people: 1,
    truth: null,
    submittedAt: null,
    workMs: null,
    passed: null,
    sourceLine: null,
    origin: null,
    ...of,
  }
}

/** Rows of the same type, numbered from 1. */
export const rowsOf = (...given: readonly (readonly [payload: unknown, response: unknown])[]): ExportRow[] =>
  given.map(([payload, response], place) => aRow({ task: place + 1, payload, response }))

type Files = Readonly<Record<string, { readonly contentType: string; readonly content: string }>>

export function aContext(taskType: string, settings: unknown = {}, files: Files = {}): ExportContext {
  return {
    answers: 'results',
    batch: { id: 'bat_1', name: 'Cats & dogs', taskType, settings },
    language: 'en',
    run: { id: 'run_1', method: 'majority-vote', version: '0.1.0', parameters: { seed: 7 } },
    about: 'https://canut.example/batches/bat_1/exports/about.json',
    now: new Date('2026-11-21T10:00:00Z'),
    scratchDir: join(tmpdir(), 'canut-export-tests'),
    openFile: async (name) => {
      const file = files[name]
      return file === undefined ? null : opened(name, file)
    },
    answerKeys: [],
    listChecks: async () => [],
  }
}

function opened(name: string, { contentType, content }: Files[string]): OpenedFile {
  const bytes = Buffer.from(content)
  const pieces = async function* () {
    yield bytes
  }
  return { name, contentType, bytes: bytes.length, content: pieces() }
}

async function* stream<T>(values: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* values
}

export async function bytesOf(format: ExportFormat, rows: readonly ExportRow[], context: ExportContext): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of format.write(stream(rows), context)) pieces.push(Buffer.from(piece as string))
  return Buffer.concat(pieces)
}

export async function textOf(format: ExportFormat, rows: readonly ExportRow[], context: ExportContext): Promise<string> {
  return (await bytesOf(format, rows, context)).toString()
}

export async function linesOf(format: ExportFormat, rows: readonly ExportRow[], context: ExportContext): Promise<unknown[]> {
  const lines = (await textOf(format, rows, context)).split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown)
}

/** The entries of an archive by their names, read by the library that also reads uploads. */
export async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>()
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, file) => (error === null ? resolve(file) : reject(error)))
  })
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject).on('end', resolve)
    zip.on('entry', (entry: Entry) => {
      zip.openReadStream(entry, (error, content) => {
        if (error !== null) return reject(error)
        const pieces: Buffer[] = []
        content.on('data', (piece: Buffer) => pieces.push(piece))
        content.on('error', reject)
        content.on('end', () => {
          entries.set(entry.fileName, Buffer.concat(pieces))
          zip.readEntry()
        })
      })
    })
    zip.readEntry()
  })
  return entries
}

/** The archive of a format, as texts. */
export async function archiveOf(format: ExportFormat, rows: readonly ExportRow[], context: ExportContext): Promise<Map<string, string>> {
  const entries = await unzipped(await bytesOf(format, rows, context))
  return new Map([...entries].map(([name, content]) => [name, content.toString()]))
}
