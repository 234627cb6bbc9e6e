import type { Counts } from './imports.store.ts'
import { PROBLEMS_KEPT } from './imports.store.ts'
import type { TasksChunk } from './read-tasks.ts'
import type { RowProblem } from './row-problem.ts'

/** Good rows that are kept, to be shown in the real task screen. */
const PREVIEW_ROWS = 5

/** What is known of a file that is being read: a few figures, the first rows and the first problems, never the file. */
export interface RowTally {
  add(chunk: TasksChunk): void
  counts(): Counts
  readonly problems: readonly RowProblem[]
  /** what ended the reading before the end of the file */
  readonly fileProblem: RowProblem | null
}

export function tallyRows(): RowTally {
  const problems: RowProblem[] = []
  const preview: unknown[] = []
  let fileProblem: RowProblem | null = null
  let last: TasksChunk | null = null
  let [rowsGood, rowsGold, rowsBad, problemsFound] = [0, 0, 0, 0]
  return {
    problems,
    get fileProblem() {
      return fileProblem
    },
    add(chunk) {
      last = chunk
      rowsGood += chunk.tasks.length
      rowsBad += chunk.badRows
      problemsFound += chunk.problems.length
      for (const { truth } of chunk.tasks) if (truth !== null) rowsGold += 1
      for (const task of chunk.tasks.slice(0, PREVIEW_ROWS - preview.length)) preview.push(task)
      for (const problem of chunk.problems.slice(0, PROBLEMS_KEPT - problems.length)) problems.push(problem)
      fileProblem ??= chunk.problems.find(({ source }) => source === 'file') ?? null
    },
    counts() {
      const { format = null, columns = null, bytesRead = 0 } = last ?? {}
      return { format, columns, bytesRead, rowsGood, rowsGold, rowsBad, problemsFound, preview }
    },
  }
}
