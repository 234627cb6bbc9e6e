import { ANSWER_KINDS } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { join } from 'node:path'
import type { BatchRow } from '../batches/index.ts'
import { listChecksOfSound } from '../chains/index.ts'
import { findMediaByNames } from '../media/index.ts'
import { FileMissing } from '../platform/files/file-store.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import type { CsvStyle } from '../platform/tables/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { findLatestRuns, viewOfRun, type RunRow } from '../results/index.ts'
import { exportLines, keysOf, type TableExport } from './export-lines.ts'
import type { AnswerKind, ExportContext, ExportFormat, ExportRow, ExportRun, OpenedFile } from './formats/format.ts'
import { findFormat, fits, formatsFor } from './formats/registry.ts'
import { findSentFile } from '../work-files/index.ts'
import { listAnswers } from './list-answers.ts'

/** What a command has as well, without a server. */
export type ExportServices = Pick<Services, 'db' | 'pool' | 'config' | 'files' | 'now'>

/** A file that is written while it is read. */
export interface ExportFile {
  readonly name: string
  readonly mediaType: string
  /** @param onRows told how many more rows were read */
  pieces(onRows?: (rows: number) => void): AsyncGenerator<string | Uint8Array, void, undefined>
}

export interface WantedExport {
  readonly answers: AnswerKind
  /** one of ANSWER_FORMATS */
  readonly format: string
  readonly style: CsvStyle
  readonly shape: NonNullable<TableExport['shape']>
}

/** The file that was asked for; where the kind of task has no place in that format, the names of those that can be had. */
export function openExport(services: ExportServices, batch: BatchRow, wanted: WantedExport): Result<ExportFile, readonly string[]> {
  const { answers, format: name, style, shape } = wanted
  const isFlat = shape === 'v2-flat'
  if (isFlat && (name !== 'jsonl' || answers !== 'responses' || batch.task_type !== 'template'))
    return err(batch.task_type === 'template' ? ['responses.jsonl?shape=v2-flat'] : [`${answers}.${name}`])
  if (name === 'csv' || name === 'jsonl') return ok(tableExport(services, batch, { answers, format: name, style, shape }))
  const format = findFormat(name)
  if (format !== null && fits(format, batch, answers)) return ok(answersExport(services, batch, format, answers))
  return err(
    ANSWER_KINDS.flatMap((kind) => ['csv', 'jsonl', ...formatsFor(batch, kind).map((each) => each.name)].map((end) => `${kind}.${end}`)),
  )
}

const TABLE_TYPES = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl; charset=utf-8' } as const

const nameOf = (batch: BatchRow, answers: AnswerKind, end: string) => `canut-${publicId('bat', batch.id)}-${answers}.${end}`

/** Everything that is known, a row each, as CSV or JSON Lines. */
function tableExport(
  services: ExportServices,
  batch: BatchRow,
  of: { answers: AnswerKind } & Pick<TableExport, 'format' | 'style' | 'shape'>,
): ExportFile {
  return {
    name: nameOf(batch, of.answers, of.format),
    mediaType: TABLE_TYPES[of.format],
    async *pieces(onRows = () => undefined) {
      for await (const { text, rows } of exportLines(services, batch, { ...of, kind: of.answers })) {
        onRows(rows)
        yield text
      }
    },
  }
}

/** The answers in one of the formats that fit the batch. */
function answersExport(services: ExportServices, batch: BatchRow, format: ExportFormat, answers: AnswerKind): ExportFile {
  return {
    name: nameOf(batch, answers, format.name),
    mediaType: format.mediaType,
    async *pieces(onRows = () => undefined) {
      const rows = listAnswers(services, batch, answers)
      try {
        yield* inPieces(format.write(counted(rows, onRows), await contextOf(services, batch, answers)))
      } finally {
        // a format may end without having read all rows
        await rows.return()
      }
    },
  }
}

async function* counted(rows: AsyncIterable<ExportRow>, onRows: (rows: number) => void): AsyncGenerator<ExportRow, void, undefined> {
  for await (const row of rows) {
    onRows(1)
    yield row
  }
}

const PIECE_CHARS = 32 * 1024

/** Formats yield a line at a time; what is sent is worth its packet. */
async function* inPieces(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array, void, undefined> {
  let waiting = ''
  for await (const piece of content) {
    if (typeof piece !== 'string') {
      yield piece
      continue
    }
    waiting += piece
    if (waiting.length < PIECE_CHARS) continue
    yield waiting
    waiting = ''
  }
  if (waiting !== '') yield waiting
}

async function contextOf(services: ExportServices, batch: BatchRow, answers: AnswerKind): Promise<ExportContext> {
  const [project, { done }] = await Promise.all([getDisclosure(services.db, batch.project_id), findLatestRuns(services.db, batch.id)])
  const id = publicId('bat', batch.id)
  return {
    answers,
    batch: { id, name: batch.name, taskType: batch.task_type, settings: batch.settings },
    language: project.language,
    run: answers === 'responses' || done === null ? null : exportRun(done),
    about: aboutAddress(services, batch),
    now: services.now(),
    answerKeys: await keysOf(services.db, batch, answers),
    scratchDir: join(services.config.dataDir, 'uploads'),
    openFile: (name) => openMedia(services, batch.project_id, name),
    listChecks: (task, audio) => listChecksOfSound(services.db, batch.id, task, audio),
  }
}

function exportRun(run: RunRow): ExportRun {
  const { id, method, version, parameters } = viewOfRun(run)
  return { id, method, version, parameters }
}

/** Where it is told that people made these data, who for, and how. */
export function aboutAddress({ config }: Pick<Services, 'config'>, batch: BatchRow): string {
  return `${config.publicUrl}/batches/${publicId('bat', batch.id)}/exports/about.json`
}

async function openMedia({ db, files }: ExportServices, projectId: string, name: string): Promise<OpenedFile | null> {
  const file = (await findMediaByNames(db, projectId, [name]))[0] ?? (await findSentFile(db, projectId, name))
  if (file === null) return null
  try {
    return { name, contentType: file.contentType, bytes: file.bytes, content: await files.open(file.storageKey) }
  } catch (error) {
    if (error instanceof FileMissing) return null
    throw error
  }
}
