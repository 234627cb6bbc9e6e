import { aBatch, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import type { TestApp } from '../apps/server/src/testing/index.ts'
import { getTaskSetup } from '../apps/server/src/task-types/index.ts'

export interface TypedBatch {
  readonly taskType: string
  readonly settings: unknown
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly redundancy?: number
}

/** A published batch of any kind of task, its rows read as an import reads them. Gold tasks are those with a truth. */
export async function aBatchOf(canut: TestApp, { taskType, settings, rows, redundancy = 3 }: TypedBatch): Promise<BuiltBatch> {
  const { db } = canut.services
  const setup = getTaskSetup(taskType, settings)
  const batch = await aBatch(canut, { tasks: rows.length, redundancy })
  await db.updateTable('projects').set({ task_type: taskType }).where('id', '=', batch.projectId).execute()
  await db
    .updateTable('batches')
    .set({ task_type: taskType, settings: JSON.stringify(setup.settings) })
    .where('id', '=', batch.id)
    .execute()
  for (const [index, row] of rows.entries()) {
    const read = setup.readRow(row)
    if (!read.ok) throw new Error(`row ${index + 1}: ${JSON.stringify(read.error)}`)
    const { payload, truth } = read.value
    await db
      .updateTable('tasks')
      .set({ payload: JSON.stringify(payload), truth: truth === null ? null : JSON.stringify(truth) })
      .where('batch_id', '=', batch.id)
      .where('number', '=', index + 1)
      .execute()
  }
  return batch
}
