import { getBatch } from '../batches/index.ts'
import type { Locale } from '../platform/i18n/index.ts'
import type { Services } from '../platform/services.ts'
import { csvLine } from '../platform/tables/index.ts'
import { findKnownMedia } from '../work-files/index.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { sentenceOfProblem } from './import-sentences.ts'
import { listProblems, type ImportRow } from './imports.store.ts'
import { readTasks } from './read-tasks.ts'
import type { RowProblem } from './row-problem.ts'
import type { TableFormat } from '../platform/tables/index.ts'

const STORED_AT_ONCE = 500

/**
 * Every problem of a file as CSV, piece by piece. The stored file is read again, so that none is left out however many
 * there are; when it was not kept, the first thousand are those that were stored.
 */
export async function* reportLines(services: Services, row: ImportRow, locale: Locale): AsyncGenerator<string> {
  yield csvLine(['line', 'end_line', 'column', 'code', 'problem'])
  const pages = row.storage_key === null ? storedProblems(services, row.id) : problemsInFile(services, row, row.storage_key)
  for await (const problems of pages) {
    if (problems.length === 0) continue
    yield problems
      .map((problem) => {
        const { line, endLine, column, code } = problem
        return csvLine([line, endLine, column, code, sentenceOfProblem(problem, locale)], { guardFormulas: true })
      })
      .join('')
  }
}

async function* storedProblems(services: Services, importId: string): AsyncGenerator<readonly RowProblem[]> {
  for (let after = -1; ;) {
    const page = await listProblems(services.db, importId, after, STORED_AT_ONCE)
    yield page.map(({ problem }) => problem)
    const last = page.at(-1)
    if (last === undefined || page.length < STORED_AT_ONCE) return
    after = last.position
  }
}

async function* problemsInFile(services: Services, row: ImportRow, key: string): AsyncGenerator<readonly RowProblem[]> {
  const batch = await getBatch(services.db, row.batch_id)
  const chunks = readTasks(await services.files.open(key), {
    setup: getTaskSetup(batch.task_type, batch.settings),
    taskType: batch.task_type,
    format: (row.format as TableFormat | null) ?? undefined,
    name: row.file_name,
    findMedia: (names) => findKnownMedia(services.db, batch.project_id, names),
  })
  for await (const { problems } of chunks) yield problems
}
