import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface RecordedTask {
  readonly id: string
  /** One per worker; of a worker who answered twice, the last. */
  readonly responses: readonly { readonly worker: string; readonly label: string }[]
}

export interface RecordedSet {
  readonly name: string
  readonly tasks: readonly RecordedTask[]
  readonly truth: ReadonlyMap<string, string>
  /** Labels that occur, also in the truth. */
  readonly classes: number
  readonly responses: number
}

/**
 * A folder with `labels.csv` (task,worker,label) and `truth.csv` (task,label), plain fields only; null when it is not there.
 *
 * @throws Error that names the file and the line which is not so.
 */
export function readRecordedSet(folder: string, name: string): RecordedSet | null {
  const [labelsFile, truthFile] = [join(folder, name, 'labels.csv'), join(folder, name, 'truth.csv')]
  if (!existsSync(labelsFile) || !existsSync(truthFile)) return null

  const byTask = new Map<string, Map<string, string>>()
  const labels = new Set<string>()
  for (const [task, worker, label] of rowsOf(labelsFile, ['task', 'worker', 'label']) as [string, string, string][]) {
    byTask.set(task, (byTask.get(task) ?? new Map<string, string>()).set(worker, label))
    labels.add(label)
  }
  const truth = new Map(rowsOf(truthFile, ['task', 'label']) as [string, string][])
  for (const label of truth.values()) labels.add(label)
  const tasks = Array.from(byTask, ([id, own]) => ({ id, responses: Array.from(own, ([worker, label]) => ({ worker, label })) }))
  return { name, tasks, truth, classes: labels.size, responses: tasks.reduce((sum, task) => sum + task.responses.length, 0) }
}

function rowsOf(file: string, columns: readonly string[]): string[][] {
  const lines = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/)
  const rows = lines.map((line) => line.split(','))
  const bad = rows.findIndex(
    (row, n) =>
      row.length !== columns.length ||
      row.some((field) => field === '' || field.includes('"')) ||
      (n === 0 && row.join() !== columns.join()),
  )
  if (bad !== -1) throw new Error(`${file}, line ${bad + 1}: expected ${columns.join(',')}, got ${lines[bad]}`)
  return rows.slice(1)
}
