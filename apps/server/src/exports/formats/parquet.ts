import { ByteWriter, ParquetWriter, schemaFromColumnData, type ColumnSource } from 'hyparquet-writer'
import { canutVersion } from '../../platform/version.ts'
import { getTaskSetup } from '../../task-types/index.ts'
import { answerColumns, isForm, type AnswerColumns } from '../answer-columns.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'

/** What is in memory at once. */
const GROUP_ROWS = 5000

/** Columns with types; what has an inner shape is a column of JSON. */
export const parquet: ExportFormat = {
  name: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  title: { en: 'Parquet', fr: 'Parquet' },
  summary: {
    en: 'A table with typed columns, small and quick to read, for data programs.',
    fr: 'Un tableau aux colonnes typées, petit et rapide à lire, pour les programmes d’analyse.',
  },
  types: null,
  answers: ['results', 'responses'],
  write: writeParquet,
}

async function* writeParquet(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<Uint8Array, void, undefined> {
  const { taskType, settings } = context.batch
  const setup = getTaskSetup(taskType, settings)
  const answers = context.answers === 'responses' && isForm(taskType) ? answerColumns(taskType, setup, context.answerKeys) : null
  const columnsOf = (some: readonly ExportRow[]) => [...columnsOfRows(some, context, setup.label), ...columnsOfAnswers(some, answers)]
  const output = new ByteWriter()
  const file = new ParquetWriter({
    writer: output,
    schema: schemaFromColumnData({ columnData: columnsOf([]) }),
    createdBy: `Canut version ${canutVersion}`,
    kvMetadata: [
      { key: 'about', value: context.about },
      { key: 'batch', value: context.batch.id },
    ],
  })
  const take = (): Uint8Array => {
    const bytes = output.getBytes().slice()
    output.index = 0
    return bytes
  }
  let group: ExportRow[] = []
  const writeGroup = () => {
    // the writer to memory is never waited for
    void file.write({ columnData: columnsOf(group), rowGroupSize: Math.max(1, group.length) })
    group = []
  }
  for await (const row of rows) {
    group.push(row)
    if (group.length < GROUP_ROWS) continue
    writeGroup()
    yield take()
  }
  if (group.length > 0) writeGroup()
  void file.finish()
  yield take()
}

function columnsOfRows(
  rows: readonly ExportRow[],
  { run }: Pick<ExportContext, 'run'>,
  label: (response: unknown) => string | null,
): ColumnSource[] {
  const runOf = ({ method }: ExportRow) => (method === null || method !== run?.method ? null : run)
  const column = (name: string, type: NonNullable<ColumnSource['type']>, value: (row: ExportRow) => unknown): ColumnSource => ({
    name,
    type,
    data: rows.map(value),
  })
  return [
    column('task', 'INT32', ({ task }) => task),
    column('worker', 'STRING', ({ worker }) => worker),
    column('label', 'STRING', ({ response }) => (response === null ? null : label(response))),
    column('response', 'JSON', ({ response }) => response),
    column('confidence', 'DOUBLE', ({ confidence }) => confidence),
    column('method', 'STRING', ({ method }) => method),
    column('version', 'STRING', (row) => runOf(row)?.version ?? null),
    column('parameters', 'JSON', (row) => runOf(row)?.parameters ?? null),
    column('run', 'STRING', (row) => runOf(row)?.id ?? null),
    column('responses', 'INT32', ({ people }) => people),
    column('content', 'JSON', ({ payload }) => payload),
    column('truth', 'JSON', ({ truth }) => truth),
    column('work_ms', 'INT32', ({ workMs }) => workMs),
    column('submitted_at', 'TIMESTAMP', ({ submittedAt }) => (submittedAt === null ? null : new Date(submittedAt))),
    column('passed_on', 'JSON', ({ passed }) => passed),
    column('source_line', 'INT32', ({ sourceLine }) => sourceLine),
    column('from_batch', 'STRING', ({ origin }) => origin?.batch ?? null),
    column('from_task', 'INT32', ({ origin }) => origin?.task ?? null),
    column('from_assignment', 'STRING', ({ origin }) => origin?.assignment ?? null),
  ]
}

function columnsOfAnswers(rows: readonly ExportRow[], answers: AnswerColumns | null): ColumnSource[] {
  if (answers === null) return []
  const cells = rows.map(({ response }) => answers.toCells(response))
  return answers.names.map((name, place) => ({ name, type: 'STRING', data: cells.map((row) => row[place] ?? null) }))
}
