import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { storeMedia } from '../apps/server/src/media/index.ts'
import { aBatchOfType, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import type { Served } from './served.ts'
import { tasksFetched } from './waits.ts'

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

/** The first task of a batch, and those that are fetched ahead of it. */
export async function openTasks(page: Page, batch: BuiltBatch): Promise<void> {
  await page.goto(`/work/${batch.publicId}`)
  await tasksFetched(page, batch.publicId, () => page.getByRole('button', { name: 'Start' }).first().click())
  // what else the task needs where there is no line
  await page.waitForLoadState('networkidle')
}

/** Until the length of the recording that is written down is known: a segment that is added before may end beyond it. */
export async function lengthIsKnown(page: Page): Promise<void> {
  // unknown is written as none
  await expect.poll(() => page.locator('canut-transcriber .time').textContent()).toMatch(/\/ (?!0:00\.0)\d+:\d\d\.\d$/)
}

/** Until more than so many seconds are recorded. */
export async function recorded(page: Page, seconds: number): Promise<void> {
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  const time = page.locator('canut-recorder .time')
  await expect.poll(async () => Number.parseFloat((await time.textContent()) ?? '')).toBeGreaterThan(seconds)
}

export async function responsesIn({ canut }: Served, batch: BuiltBatch): Promise<readonly { number: number; body: unknown }[]> {
  return canut.services.db.selectFrom('responses').select(['number', 'body']).where('batch_id', '=', batch.id).orderBy('number').execute()
}
