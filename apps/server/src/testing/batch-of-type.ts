import { Readable } from 'node:stream'
import { storeMedia } from '../media/index.ts'
import { findTaskType, getTaskSetup, type SampleSet } from '../task-types/index.ts'
import { aBatch, type BuiltBatch } from './batch-builder.ts'
import type { TestApp } from './test-app.ts'

export interface BatchOfType {
  readonly taskType: string
  /** of the sample of the type unless told */
  readonly settings?: unknown
  /** as an import would read them; those of the sample unless told */
  readonly rows?: SampleSet['rows']
  /** files of the project by name */
  readonly media?: Readonly<Record<string, Uint8Array>>
  readonly language?: string
  readonly instructions?: string
}

/** A published batch of any kind of task, with its files. */
export async function aBatchOfType(canut: TestApp, of: BatchOfType): Promise<BuiltBatch> {
  const { sample } = findTaskType(of.taskType) ?? { sample: null }
  const { settings = sample?.settings, rows = sample?.rows ?? [], language, instructions } = of
  const setup = getTaskSetup(of.taskType, settings)
  const read = rows.map((row) => setup.readRow(row))
  const bad = read.find((row) => !row.ok)
  if (bad !== undefined) throw new Error(`a row cannot be read: ${JSON.stringify(bad)}`)

  const more = { ...(language === undefined ? {} : { language }), ...(instructions === undefined ? {} : { instructions }) }
  const batch = await aBatch(canut, { tasks: rows.length, ...more })
  const { db } = canut.services
  await db
    .updateTable('batches')
    .set({ task_type: of.taskType, settings: JSON.stringify(setup.settings) })
    .where('id', '=', batch.id)
    .execute()
  await db.updateTable('projects').set({ task_type: of.taskType }).where('id', '=', batch.projectId).execute()
  for (const [i, row] of read.entries()) {
    if (!row.ok) continue
    const { payload, truth } = row.value
    await db
      .updateTable('tasks')
      .set({ payload: JSON.stringify(payload), truth: truth === null ? null : JSON.stringify(truth) })
      .where('batch_id', '=', batch.id)
      .where('number', '=', i + 1)
      .execute()
  }
  for (const [name, bytes] of Object.entries(of.media ?? {})) {
    const stored = await storeMedia(canut.services, batch.projectId, name, Readable.from([bytes]))
    if (!stored.ok) throw new Error(`${name} was refused: ${stored.problem.code}`)
  }
  return batch
}
