import type { ImportView } from '@canut/contract'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import type { TableFormat } from '../platform/tables/index.ts'
import { failureOf } from './failure.ts'
import { sentenceOfFailure, sentenceOfProblem } from './import-sentences.ts'
import { listProblems, PROBLEMS_KEPT, type ImportRow } from './imports.store.ts'

export async function viewImport(services: Services, row: ImportRow, locale: Locale): Promise<ImportView> {
  const problems = await listProblems(services.db, row.id, -1, PROBLEMS_KEPT)
  const failure = failureOf(row)
  return {
    id: publicId('imp', row.id),
    batchId: publicId('bat', row.batch_id),
    state: row.state,
    fileName: row.file_name,
    format: row.format as TableFormat | null,
    bytesRead: Number(row.bytes_read),
    bytesTotal: row.bytes_total === null ? null : Number(row.bytes_total),
    rowsGood: Number(row.rows_good),
    rowsGold: Number(row.rows_gold),
    rowsBad: Number(row.rows_bad),
    rowsLoaded: row.state === 'done' ? Number(row.rows_good) : 0,
    columns: row.columns,
    problemsFound: Number(row.problems_found),
    problems: problems.map(({ problem: { line, endLine, column, code, params, source } }) => ({
      line,
      endLine,
      column,
      code,
      params: { ...params },
      sentence: sentenceOfProblem({ line, endLine, column, code, params, source }, locale),
    })),
    failure: failure === null ? null : { code: failure.code, sentence: sentenceOfFailure(failure, locale) },
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}
