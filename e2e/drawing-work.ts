import axe from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { findTaskType, getTaskSetup } from '../apps/server/src/task-types/index.ts'
import { aBatch } from '../apps/server/src/testing/batch-builder.ts'
import { aDrawnPicture, aPlainPicture } from '../apps/server/src/testing/pictures.ts'
import type { Served } from './served.ts'
import { taskIsOn } from './waits.ts'

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
export const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }

export interface WorkOptions {
  /** beside those of the sample */
  readonly settings?: object
  readonly rows?: readonly object[]
  /** a plain picture of this size instead of the sample's own */
  readonly picture?: readonly [width: number, height: number]
}

export interface Sent<T> {
  readonly response: T
  /** as a gold task judges it; undefined for others */
  readonly right: boolean | undefined
}

/** A worker on the first task of a batch of this kind, with the sample's own pictures unless told. */
export async function workOnDrawing(served: Served, taskType: string, options: BrowserContextOptions, of: WorkOptions) {
  const { sample } = findTaskType(taskType) ?? { sample: undefined }
  if (sample === undefined) throw new Error(`there is no task type ${taskType}`)
  const settings = { ...(sample.settings as object), ...of.settings }
  const rows = (of.rows ?? sample.rows.slice(0, 2)) as Record<string, unknown>[]
  const batch = await aBatch(served.canut, { tasks: rows.length, contents: { type: taskType, settings, rows } })
  if (of.picture !== undefined) await aPlainPicture(served.canut, batch.projectId, 'plain.jpg', ...of.picture)
  else for (const { name, svg } of sample.drawings.slice(0, rows.length)) await aDrawnPicture(served.canut, batch.projectId, name, svg)
  const context = await served.as(await served.canut.signUp(), options)
  await context.addInitScript(axe.source)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`/work/${batch.publicId}`)
  await page.locator(`form[action="/work/${batch.publicId}/start"] button`).first().click()
  await taskIsOn(page, 1)
  /** What is stored, once it is, and how it is judged. */
  async function stored(): Promise<Sent<unknown>> {
    const { db } = served.canut.services
    const find = () => db.selectFrom('responses').select(['body']).where('batch_id', '=', batch.id).executeTakeFirst()
    await expect.poll(find).toBeDefined()
    const response = (await find())?.body
    const setup = getTaskSetup(taskType, settings)
    const read = setup.readRow(rows[0] ?? {})
    return { response, right: read.ok && read.value.truth !== null ? setup.judge(response, read.value.truth)?.right : undefined }
  }
  return {
    page,
    errors,
    stored,
    async submitted(): Promise<Sent<unknown>> {
      await page.getByRole('button', { name: /^Submit/ }).click()
      return stored()
    },
    close: () => context.close(),
  }
}

/** What axe-core finds of serious or critical impact. */
export async function barriers(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  })
}
