import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext, Page } from 'playwright-core'
import { findTaskType } from '../apps/server/src/task-types/index.ts'
import { aBatch, aBatchOfType, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { TEST_PASSWORD } from '../apps/server/src/testing/test-app.ts'
import { startServed, type Served } from './served.ts'
import { taskIsOn, tasksFetched } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterEach(() => served.cutLine(false))
afterAll(() => served?.close())

const db = () => served.canut.services.db
const labels = async (batchId: string) =>
  (await db().selectFrom('responses').select('label').where('batch_id', '=', batchId).orderBy('number').execute()).map(({ label }) => label)
const drafts = async (batchId: string) =>
  JSON.stringify(await db().selectFrom('drafts').select('body').where('batch_id', '=', batchId).execute())

/** Until all is there that is fetched ahead: a session that ends before, ends there. */
async function start(page: Page, batch: BuiltBatch): Promise<void> {
  await tasksFetched(page, batch.publicId, async () => {
    await page.goto(`/work/${batch.publicId}`)
    await page.getByRole('button', { name: 'Start' }).first().click()
  })
}

/** Others in each try. */
const anAddress = () => `${randomUUID()}@example.org`

async function answer(page: Page, number: number): Promise<void> {
  await taskIsOn(page, number)
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
}

/** Answers the only task while the line is away, and closes the window. */
async function answerAway(context: BrowserContext, batch: BuiltBatch): Promise<void> {
  const page = await context.newPage()
  await start(page, batch)
  // what playwright calls offline may let a first request through, and call it failed
  served.cutLine(true)
  await answer(page, 1)
  await page.getByRole('status').getByText('No connection').waitFor()
  await page.close()
  served.cutLine(false)
}

describe('what was done on a device', () => {
  it('is sent from the list of work, when the window was closed before the line came back', async () => {
    const batch = await aBatch(served.canut, { tasks: 1 })
    const context = await served.as(await served.canut.signUp())
    await answerAway(context, batch)
    expect(await labels(batch.id)).toEqual([])

    const page = await context.newPage()
    await page.goto('/work')
    await page.getByRole('status').getByText('What was still on this device').waitFor()
    await expect.poll(() => labels(batch.id)).toEqual(['yes'])
    await context.close()
  })

  it('waits for the person who did it, when somebody else signs in on the same device', async () => {
    const batch = await aBatch(served.canut, { tasks: 1 })
    const [one, other] = [anAddress(), anAddress()]
    const first = await served.canut.signUp({ email: one, password: TEST_PASSWORD })
    await served.canut.signUp({ email: other, password: TEST_PASSWORD })
    const context = await served.as(first)
    await answerAway(context, batch)

    await context.clearCookies()
    const page = await context.newPage()
    const signIn = async (email: string) => {
      await page.goto('/sign-in?next=/work')
      await page.getByLabel('E-mail address').fill(email)
      await page.getByLabel('Password').fill(TEST_PASSWORD)
      await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL('/work')
      await page.waitForLoadState('networkidle')
    }
    await signIn(other)
    expect(await page.locator('#unsent').isVisible()).toBe(false)
    const another = await aBatch(served.canut, { tasks: 1 })
    await start(page, another)
    await answer(page, 1)
    await expect.poll(() => labels(another.id)).toEqual(['yes'])
    // it was the last one there: the page leaves by itself
    await page.waitForURL(`/work/${another.publicId}`)
    expect(await labels(batch.id)).toEqual([])

    await context.clearCookies()
    await signIn(one)
    await expect.poll(() => labels(batch.id)).toEqual(['yes'])
    await context.close()
  })

  it('stays when another tab of the browser has signed somebody else in', async () => {
    const batch = await aBatch(served.canut, { tasks: 2 })
    const other = await served.canut.signUp()
    const email = anAddress()
    const worker = await served.canut.signUp({ email, password: TEST_PASSWORD })
    const context = await served.as(worker)
    const page = await context.newPage()
    await start(page, batch)
    const elsewhere = await served.as(other)
    await context.addCookies(await elsewhere.cookies())
    await answer(page, 1)
    await page.waitForSelector('#sign-in[open]')
    expect(await labels(batch.id)).toEqual([])

    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password').fill(TEST_PASSWORD)
    await page.keyboard.press('Enter')
    await expect.poll(() => labels(batch.id)).toEqual(['yes'])
    await page.waitForSelector('form[data-number="2"]')
    for (const each of [context, elsewhere]) await each.close()
  })

  it('stays on the screen when the session ends with the last task', async () => {
    const batch = await aBatch(served.canut, { tasks: 1 })
    const email = anAddress()
    const person = await served.canut.signUp({ email, password: TEST_PASSWORD })
    const context = await served.as(person)
    const page = await context.newPage()
    await start(page, batch)
    await db().deleteFrom('sessions').where('person_id', '=', person.id).execute()
    await answer(page, 1)
    await page.waitForSelector('#sign-in[open]')
    await page.waitForLoadState('networkidle')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password').fill(TEST_PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(`/work/${batch.publicId}`)
    expect(await labels(batch.id)).toEqual(['yes'])
    await context.close()
  })

  it('goes on with what was written on another device later, and gives back what only this one has', async () => {
    // one task, so that both devices show the same
    const batch = await aBatchOfType(served.canut, 'translation', { rows: findTaskType('translation')?.sample.rows.slice(0, 1) ?? [] })
    const person = await served.canut.signUp()
    const contexts = [await served.as(person), await served.as(person)]
    const [here, there] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page]
    const text = (page: Page) => page.locator('form[data-assignment] textarea').first()
    await start(here, batch)
    await text(here).fill('begun here')
    await expect.poll(() => drafts(batch.id)).toContain('begun here')
    await here.getByRole('status').getByText('and on the server').waitFor()

    await there.goto(here.url())
    await taskIsOn(there)
    await expect.poll(() => text(there).inputValue()).toBe('begun here')
    await text(there).fill('begun here, ended there')
    await expect.poll(() => drafts(batch.id)).toContain('ended there')

    await there.getByRole('status').getByText('and on the server').waitFor()

    await here.reload()
    await taskIsOn(here)
    await expect.poll(() => text(here).inputValue()).toBe('begun here, ended there')

    await text(here).fill('begun here, ended here')
    await expect.poll(() => drafts(batch.id)).toContain('ended here')
    await text(there).fill('written there in the meantime')
    await there.getByRole('status').getByText('A newer draft').waitFor()
    await expect.poll(() => text(there).inputValue()).toBe('begun here, ended here')
    await there.getByRole('button', { name: 'Put back what was written on this device' }).click()
    await expect.poll(() => text(there).inputValue()).toBe('written there in the meantime')
    await expect.poll(() => drafts(batch.id)).toContain('in the meantime')
    for (const context of contexts) await context.close()
  })
})
