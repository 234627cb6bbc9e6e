import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unzipped } from '../apps/server/src/exports/formats/format.builders.ts'
import { recordDeposit } from '../apps/server/src/ledger/index.ts'
import { addBackgroundWork } from '../apps/server/src/main.ts'
import { publicId } from '../apps/server/src/platform/ids.ts'
import { findTaskType, singVowels } from '../apps/server/src/task-types/index.ts'
import type { BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { aSoundBatch, lengthIsKnown, openTasks, recorded } from './audio-tasks.ts'
import { startServed, type Served } from './served.ts'

const MINUTE_MS = 60_000

let served: Served
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canut-chain-'))
  const voice = join(folder, 'voice.wav')
  writeFileSync(voice, singVowels(['a', 'i', 'o']))
  served = await startServed([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${voice}`,
    '--autoplay-policy=no-user-gesture-required',
  ])
  addBackgroundWork(served.canut.services)
  await served.canut.services.jobs.start()
})
afterAll(async () => {
  await served?.canut.services.jobs.stop()
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One response per task, so that one person brings a step on. */
async function aRecording(): Promise<BuiltBatch> {
  const payload = { sentence: 'a i o', locale: 'fr-FR', minSeconds: 0.5, maxSeconds: 20 }
  const batch = await aSoundBatch(served, 'voice', [payload])
  const { db } = served.canut.services
  await db.updateTable('batches').set({ redundancy: 1, name: 'Record' }).where('id', '=', batch.id).execute()
  await db.updateTable('batch_frontiers').set({ redundancy: 1 }).where('batch_id', '=', batch.id).execute()
  await recordDeposit(served.canut.services, {
    organisationId: batch.organisationId,
    currency: 'EUR',
    amount: 10_000_000n,
    reference: 'chain',
    by: batch.ownerId,
  })
  return batch
}

/** A step as its requester adds it: after which one, what people do, what passes; then its price and instructions. */
async function addStep(page: Page, project: string, step: { after: string; kind: string; name: string }): Promise<string> {
  await page.goto(`${project}/chain`)
  await page.getByLabel('After which batch?').first().selectOption({ label: step.after })
  await page.getByLabel('Kind of task of the new step').selectOption({ label: step.kind })
  await page.getByRole('button', { name: 'Go on' }).first().click()
  await page.getByLabel('Name of the batch').fill(step.name)
  await page.getByRole('button', { name: 'Go on to price and people' }).click()
  await page.getByRole('button', { name: 'Join the steps' }).click()
  await page.getByText('The two steps are joined.').waitFor()
  const path = await page.getByRole('link', { name: step.name }).first().getAttribute('href')
  await page.goto(`${path}/settings`)
  await page.getByLabel('Responses per task', { exact: true }).fill('1')
  await page.getByLabel('Price of a response').fill('0.05')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').waitFor()
  await page.goto(`${path}/instructions`)
  await page.getByLabel('Instructions in Markdown').fill('Do it well.')
  await page.getByRole('button', { name: 'Save as a new version' }).click()
  await page.getByText('The instructions are saved.').waitFor()
  await page.goto(`${path}/publish`)
  await page.getByRole('button', { name: /^Publish and set/ }).click()
  await page.getByText('The batch is open.').waitFor()
  return path?.split('/').at(-1) ?? ''
}

async function aWorker(): Promise<{ page: Page; close(): Promise<void> }> {
  const context = await served.as(await served.canut.signUp())
  return { page: await context.newPage(), close: () => context.close() }
}

const countOf = async (table: 'tasks' | 'responses', publicBatch: string) => {
  const { rows } = await served.canut.services.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table} where replace(batch_id::text, '-', '') = $1`,
    [publicBatch.split('_')[1]],
  )
  return rows[0]?.n ?? 0
}
const comes = (table: 'tasks' | 'responses', batch: string) => expect.poll(() => countOf(table, batch), { timeout: 2 * MINUTE_MS }).toBe(1)

test(
  'a voice is recorded, written down and checked: each answer becomes the next task, and the data come out with where they are from',
  async () => {
    const recording = await aRecording()
    const project = `/projects/${publicId('prj', recording.projectId)}`
    const owner = await served.as({ id: recording.ownerId })
    const desk = await owner.newPage()
    const writing = await addStep(desk, project, { after: 'Record', kind: titleOf('transcribe'), name: 'Write down' })
    const checking = await addStep(desk, project, { after: 'Write down', kind: titleOf('check'), name: 'Look again' })

    const speaker = await aWorker()
    await openTasks(speaker.page, recording)
    await speaker.page.locator('canut-recorder button.main').click()
    await recorded(speaker.page, 1.2)
    await speaker.page.locator('canut-recorder button.main').click()
    await speaker.page.getByText('kept on this device').waitFor()
    await speaker.page.keyboard.press('Enter')
    await comes('responses', recording.publicId)
    await speaker.close()

    await comes('tasks', writing)
    const writer = await aWorker()
    await openTasks(writer.page, { ...recording, publicId: writing })
    await lengthIsKnown(writer.page)
    await writer.page.getByRole('button', { name: 'Add a segment' }).click()
    await writer.page.keyboard.type('a i o')
    await writer.page.keyboard.press('Control+Enter')
    await comes('responses', writing)
    await writer.close()

    await comes('tasks', checking)
    const checker = await aWorker()
    await openTasks(checker.page, { ...recording, publicId: checking })
    await checker.page.getByRole('button', { name: 'Submit' }).click()
    await comes('responses', checking)
    await checker.close()

    await desk.goto(`${project}/chain`)
    expect(await desk.getByText('1 task passed').count()).toBe(2)
    await desk.goto(`/batches/${checking}/tasks/1/origin`)
    expect(await desk.getByRole('listitem').filter({ hasText: 'Task 1 of “Record”' }).count()).toBe(1)

    const file = async (batch: string, name: string) =>
      unzipped(await (await owner.request.get(`/api/v1/batches/${batch}/exports/${name}`)).body())
    const spoken = await file(recording.publicId, 'responses.common-voice.zip')
    // the check of its transcript, two steps on, is a vote on the clip; one is not enough to validate it
    const [header = [], clipRow = []] = (spoken.get('other.tsv')?.toString() ?? '').split('\n').map((line) => line.split('\t'))
    expect(['sentence', 'up_votes', 'down_votes'].map((name) => clipRow[header.indexOf(name)])).toEqual(['a i o', '1', '0'])
    const clip = [...spoken].find(([name]) => name.startsWith('clips/'))?.[1]
    expect(clip?.subarray(0, 4).toString()).toBe('RIFF')
    const written = await file(writing, 'results.vtt.zip')
    expect([...written.values()].map(String).join('\n')).toMatch(/^WEBVTT[\s\S]*-->[\s\S]*a i o/)
    const origins = await (await owner.request.get(`/batches/${checking}/origins.jsonl`)).text()
    expect(JSON.parse(origins)).toMatchObject({ task: 1, from_batch: writing, from_task: 1 })
    await owner.close()
  },
  10 * MINUTE_MS,
)

const titleOf = (name: string): string => findTaskType(name)?.title.en ?? ''
