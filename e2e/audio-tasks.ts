import type { Page } from 'playwright-core'
import { storeMedia } from '../apps/server/src/media/index.ts'
import { aBatchOfType, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import type { Served } from './served.ts'

/** A batch of a type with its sample settings, changed as told, and these rows; in the project of another one where that is told. */
export async function aSoundBatch(
  { canut }: Served,
  type: 'voice' | 'transcribe' | 'check',
  rows: readonly Readonly<Record<string, unknown>>[],
  of: { beside?: BuiltBatch; settings?: object } = {},
): Promise<BuiltBatch> {
  return aBatchOfType(canut, type, { rows, redundancy: 3, ...of })
}

export async function storedSound({ canut }: Served, projectId: string, name: string, content: Uint8Array): Promise<void> {
  const bytes = (async function* () {
    yield content
  })()
  const stored = await storeMedia(canut.services, projectId, name, bytes)
  if (!stored.ok) throw new Error(stored.problem.code)
}

export async function openTasks(page: Page, batch: BuiltBatch): Promise<void> {
  await page.goto(`/work/${batch.publicId}`)
  await page.getByRole('button', { name: 'Start' }).first().click()
  await page.waitForSelector('form[data-number="1"]')
  // the script asks for the next tasks once it listens to keys
  await page.waitForLoadState('networkidle')
}

export async function responsesIn({ canut }: Served, batch: BuiltBatch): Promise<readonly { number: number; body: unknown }[]> {
  return canut.services.db.selectFrom('responses').select(['number', 'body']).where('batch_id', '=', batch.id).orderBy('number').execute()
}
