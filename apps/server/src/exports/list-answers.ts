import type { BatchRow } from '../batches/index.ts'
import type { CopiedRow } from '../platform/db/copy-rows.ts'
import { membersOf, type Members } from '../platform/members.ts'
import type { Services } from '../platform/services.ts'
import { ANSWER_FIELDS, copyMadeAnswers, copySingleAnswers } from './answers.store.ts'
import type { AnswerKind, ExportRow } from './formats/format.ts'

const F = Object.fromEntries(ANSWER_FIELDS.map((field, place) => [field, place])) as Record<(typeof ANSWER_FIELDS)[number], number>

/** The answers of a batch as they come from the database, in the order of its tasks. */
export async function* listAnswers(
  { pool }: Pick<Services, 'pool'>,
  batch: BatchRow,
  answers: AnswerKind,
): AsyncGenerator<ExportRow, void, undefined> {
  const pieces = answers === 'results' ? copyMadeAnswers(pool, batch.id) : copySingleAnswers(pool, batch.id)
  for await (const piece of pieces) for (const row of piece) yield answerOf(row, batch.settings)
}

const parse = (json: string | null | undefined): unknown => (json === null || json === undefined ? null : JSON.parse(json))
const number = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : Number(text))

function answerOf(row: CopiedRow, settings: unknown): ExportRow {
  const label = row[F.label] ?? null
  return {
    task: Number(row[F.task]),
    payload: parse(row[F.payload]),
    truth: parse(row[F.truth]),
    passed: parse(row[F.passed]) as Members | null,
    response: row[F.response] === null ? responseOfLabel(label, settings) : parse(row[F.response]),
    method: row[F.method] ?? null,
    worker: row[F.worker] ?? null,
    confidence: number(row[F.confidence]),
    people: number(row[F.people]) ?? 0,
    workMs: number(row[F.workMs]),
    submittedAt: row[F.submittedAt] ?? null,
    sourceLine: number(row[F.sourceLine]),
    origin: originOf(row),
  }
}

function originOf(row: CopiedRow): ExportRow['origin'] {
  const [batch, task] = [row[F.fromBatch] ?? null, number(row[F.fromTask])]
  return batch === null || task === null ? null : { batch, task, assignment: row[F.fromAssignment] ?? null }
}

/** A label of a result stands for the response of that label, or of those between its bars. */
function responseOfLabel(label: string | null, settings: unknown): unknown {
  if (label === null) return null
  return membersOf(settings)['multiple'] === true ? { labels: label.split('|') } : { label }
}
