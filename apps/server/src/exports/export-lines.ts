import { writeAmount } from '@canut/domain'
import type { BatchRow } from '../batches/index.ts'
import { csvLine, jsonLine, type Cell, type CsvStyle } from '../platform/tables/index.ts'
import type { CopiedRow } from '../platform/db/copy-rows.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup, type TaskSetup } from '../task-types/index.ts'
import type { AnswerKind } from './formats/format.ts'
import { ANSWER_KEYS_MAX, answerColumns, flatSecondGeneration, type AnswerColumns } from './answer-columns.ts'
import { copyResponses, copyResults, listAnswerKeys, listPassedNames, RESPONSE_FIELDS, RESULT_FIELDS } from './exports.store.ts'
import { PASSED_NAMES_MAX, passedColumns, type PassedColumns } from './passed-columns.ts'

export type TableFormat = 'csv' | 'jsonl'

export interface TableExport {
  readonly kind: AnswerKind
  readonly format: TableFormat
  /** answers of requesters' pages as programs of the second generation read them; only of JSON Lines */
  readonly shape?: 'nested' | 'v2-flat'
  readonly style?: CsvStyle
}

interface ExportPiece {
  readonly text: string
  readonly rows: number
}

interface Layout {
  readonly header: readonly string[]
  toCells(row: CopiedRow): Cell[]
  toObject(row: CopiedRow): Record<string, unknown>
}

/**
 * The file, a few hundred rows at a time, as the database sends them. The first piece has the header of CSV and the first
 * rows; without any rows there is one piece still.
 */
export async function* exportLines(
  { db, pool }: Pick<Services, 'db' | 'pool'>,
  batch: BatchRow,
  of: TableExport,
): AsyncGenerator<ExportPiece, void, undefined> {
  const keys = of.format === 'csv' ? await keysOf(db, batch, of.kind) : []
  const passed = passedColumns(of.format === 'csv' ? await listPassedNames(db, batch.id, PASSED_NAMES_MAX + 1) : [])
  const layout = of.kind === 'responses' ? responsesLayout(batch, { keys, passed }, of.shape) : resultsLayout(batch, passed)
  const rows = of.kind === 'responses' ? copyResponses(pool, batch.id) : copyResults(pool, batch.id)
  const write =
    of.format === 'csv' ? (row: CopiedRow) => csvLine(layout.toCells(row), of.style) : (row: CopiedRow) => jsonLine(layout.toObject(row))
  // the BOM tells spreadsheets that it is UTF-8; without it they garble accents
  const mark = of.style?.guardFormulas === true ? '\ufeff' : ''
  let head = of.format === 'csv' ? mark + csvLine(layout.header, of.style) : ''
  for await (const piece of rows) {
    let text = head
    head = ''
    for (const row of piece) text += write(row)
    yield { text, rows: piece.length }
  }
  if (head !== '') yield { text: head, rows: 0 }
}

/** Places of the fields in a copied row. */
const R = placesOf(RESPONSE_FIELDS)
const S = placesOf(RESULT_FIELDS)

function placesOf<Name extends string>(fields: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(fields.map((field, place) => [field, place])) as Record<Name, number>
}

const parse = (json: string | null | undefined): unknown => (json === null || json === undefined ? null : JSON.parse(json))
const number = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : Number(text))
const amount = (micros: string | null | undefined): string => writeAmount(BigInt(micros ?? 0))

/** What the pages of a requester collected is known from the responses only. */
export async function keysOf(db: Services['db'], batch: BatchRow, kind: AnswerKind): Promise<string[]> {
  return kind === 'responses' && batch.task_type === 'template' ? listAnswerKeys(db, batch.id, ANSWER_KEYS_MAX + 1) : []
}

interface Named {
  readonly keys: readonly string[]
  readonly passed: PassedColumns
}

function responsesLayout(batch: BatchRow, { keys, passed }: Named, shape: TableExport['shape']): Layout {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const columns = answerColumns(batch.task_type, setup, keys)
  return {
    header: responseHeader(passed, columns),
    toCells: (row) => responseCells(row, batch, setup, { passed, columns }),
    toObject: (row) => responseObject(row, batch, setup, shape),
  }
}

const ORIGIN_COLUMNS = ['from_batch', 'from_task', 'from_assignment'] as const

function responseHeader(passed: PassedColumns, { names }: AnswerColumns): readonly string[] {
  return [
    'assignment',
    'task',
    'source_line',
    ...ORIGIN_COLUMNS,
    ...passed.names,
    'worker',
    'state',
    'surplus',
    'label',
    ...names,
    'response',
    'truth',
    'work_ms',
    'submitted_at',
    'decided_at',
    'decision',
    'price',
    'fee',
    'currency',
    'instructions_version',
    'revision',
    'rejection_reason',
    'rejection_line',
    'rejection_explanation',
  ]
}

/** In the order of the header. */
function responseCells(
  row: CopiedRow,
  batch: BatchRow,
  setup: TaskSetup,
  { passed, columns }: { readonly passed: PassedColumns; readonly columns: AnswerColumns },
): Cell[] {
  return [
    row[R.assignment],
    row[R.task],
    row[R.sourceLine],
    row[R.fromBatch],
    row[R.fromTask],
    row[R.fromAssignment],
    ...passed.toCells(parse(row[R.passed])),
    row[R.worker],
    row[R.state],
    row[R.surplus] === 't',
    row[R.label],
    ...(columns.names.length === 0 ? [] : columns.toCells(parse(row[R.response]))),
    row[R.response],
    truthOf(setup, row[R.truth]),
    row[R.workMs],
    row[R.submittedAt],
    row[R.decidedAt],
    row[R.decision],
    amount(row[R.priceMicros]),
    amount(row[R.feeMicros]),
    batch.currency,
    row[R.instructionsVersion],
    row[R.revision],
    row[R.rejectionReason],
    row[R.rejectionLine],
    row[R.rejectionExplanation],
  ]
}

function responseObject(row: CopiedRow, batch: BatchRow, setup: TaskSetup, shape: TableExport['shape']): Record<string, unknown> {
  const response = parse(row[R.response])
  return {
    assignment: row[R.assignment],
    task: number(row[R.task]),
    source_line: number(row[R.sourceLine]),
    from_batch: row[R.fromBatch],
    from_task: number(row[R.fromTask]),
    from_assignment: row[R.fromAssignment],
    passed_on: parse(row[R.passed]),
    worker: row[R.worker],
    state: row[R.state],
    surplus: row[R.surplus] === 't',
    label: row[R.label],
    response: shape === 'v2-flat' ? flatSecondGeneration(response) : response,
    truth: truthOf(setup, row[R.truth]),
    work_ms: number(row[R.workMs]),
    submitted_at: row[R.submittedAt],
    decided_at: row[R.decidedAt],
    decision: row[R.decision],
    price: amount(row[R.priceMicros]),
    fee: amount(row[R.feeMicros]),
    currency: batch.currency,
    instructions_version: number(row[R.instructionsVersion]),
    revision: number(row[R.revision]),
    rejection:
      row[R.rejectionReason] === null
        ? null
        : { reason: row[R.rejectionReason], instruction_line: row[R.rejectionLine], explanation: row[R.rejectionExplanation] },
  }
}

/** Types whose responses are made one as a whole have their columns; of others the label says all. */
function resultsLayout(batch: BatchRow, passed: PassedColumns): Layout {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const columns = setup.consolidation?.kind === 'responses' ? setup.rowColumns : []
  return {
    header: [
      'task',
      'source_line',
      ...ORIGIN_COLUMNS,
      ...passed.names,
      'content',
      'truth',
      'responses',
      'label',
      'tied',
      ...columns.map((name) => `result.${name}`),
      'response',
      'confidence',
      'method',
      'version',
      'parameters',
      'run',
      'adjudicated_at',
    ],
    toCells: (row) => resultCells(row, setup, { passed, columns }),
    toObject: (row) => ({
      task: number(row[S.task]),
      source_line: number(row[S.sourceLine]),
      from_batch: row[S.fromBatch],
      from_task: number(row[S.fromTask]),
      from_assignment: row[S.fromAssignment],
      passed_on: parse(row[S.passed]),
      content: parse(row[S.content]),
      truth: truthOf(setup, row[S.truth]),
      /** people who answered */
      responses: number(row[S.responses]),
      result: row[S.method] === null ? null : resultOf(row),
    }),
  }
}

/** In the order of the header. */
function resultCells(
  row: CopiedRow,
  setup: TaskSetup,
  { passed, columns }: { readonly passed: PassedColumns; readonly columns: readonly string[] },
): Cell[] {
  const response = parse(row[S.response])
  const own = columns.length === 0 || response === null ? {} : setup.toRow(response)
  return [
    ...row.slice(0, S.passed),
    ...passed.toCells(parse(row[S.passed])),
    row[S.content],
    truthOf(setup, row[S.truth]),
    row[S.responses],
    row[S.label],
    row[S.tied],
    ...columns.map((name) => own[name] ?? null),
    ...row.slice(S.response),
  ]
}

function resultOf(row: CopiedRow): Record<string, unknown> {
  return {
    label: row[S.label],
    tied: parse(row[S.tied]) ?? [],
    response: parse(row[S.response]),
    confidence: number(row[S.confidence]),
    method: row[S.method],
    version: row[S.version],
    parameters: parse(row[S.parameters]),
    run: row[S.run],
    adjudicated_at: row[S.adjudicatedAt],
  }
}

function truthOf(setup: TaskSetup, truth: string | null | undefined): string | null {
  return truth === null || truth === undefined ? null : setup.truthLabel(JSON.parse(truth))
}
