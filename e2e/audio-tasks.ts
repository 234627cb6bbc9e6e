import type { Page } from 'playwright-core'
import { aBatch, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { findTaskType } from '../apps/server/src/task-types/index.ts'
import type { Served } from './served.ts'

/** A batch of a type with its sample settings and these payloads, in the project of another one where that is told. */
export async function aSoundBatch(
  { canut }: Served,
  type: 'voice' | 'transcribe' | 'check',
  payloads: readonly unknown[],
  beside?: BuiltBatch,
): Promise<BuiltBatch> {
  const built = await aBatch(canut, { tasks: payloads.length, redundancy: 3, ...(beside === undefined ? {} : { beside }) })
  const { db } = canut.services
  const settings = JSON.stringify(findTaskType(type)?.sample.settings)
  await db.updateTable('batches').set({ task_type: type, settings }).where('id', '=', built.id).execute()
  for (const [i, payload] of payloads.entries()) {
    const text = JSON.stringify(payload)
    await db
      .updateTable('tasks')
      .set({ payload: text })
      .where('batch_id', '=', built.id)
      .where('number', '=', i + 1)
      .execute()
  }
  return built
}

export async function openTasks(page: Page, batch: BuiltBatch): Promise<void> {
  await page.goto(`/work/${batch.publicId}`)
  await page.getByRole('button', { name: 'Start' }).first().click()
  await page.waitForSelector('form[data-number="1"]')
}

export async function responsesIn({ canut }: Served, batch: BuiltBatch): Promise<readonly { number: number; body: unknown }[]> {
  return canut.services.db.selectFrom('responses').select(['number', 'body']).where('batch_id', '=', batch.id).orderBy('number').execute()
}
