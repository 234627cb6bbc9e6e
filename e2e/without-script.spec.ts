import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addBackgroundWork } from '../apps/server/src/main.ts'
import { verifyLedger } from '../apps/server/src/ledger/index.ts'
import { aBatch } from '../apps/server/src/testing/batch-builder.ts'
import { TEST_PASSWORD } from '../apps/server/src/testing/index.ts'
import { fillProject } from './project-form.ts'
import { startServed, type Served } from './served.ts'

/** Line 4 has no text: the report must name it, and the other rows are loaded. */
const FILE = 'text,truth\nVelours de Lyon,\nSatin broché,yes\n"",\nTaffetas rayé,\n'

let served: Served
beforeAll(async () => {
  served = await startServed()
  addBackgroundWork(served.canut.services)
  await served.canut.services.jobs.start()
})
afterAll(async () => {
  await served?.canut.services.jobs.stop()
  await served?.close()
})

async function aWindow(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await served.as(null, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  return { context, page: await context.newPage() }
}

async function signUp(page: Page, name: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Sign up' }).first().click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail address').fill(`${name.toLowerCase()}@soie.example`)
  await page.getByLabel('Password').fill(TEST_PASSWORD)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByText(name, { exact: true }).first().waitFor()
}

/** Without script every button and link leads to a page: whatever is done sooner would be done on the old one, or call its form off. */
async function turn(page: Page, what: Locator): Promise<void> {
  // some pages load themselves again until it is there
  await what.first().waitFor()
  const turned = page.waitForEvent('domcontentloaded')
  await what.first().click()
  await turned
}

const press = (page: Page, name: string | RegExp) => turn(page, page.getByRole('button', { name }))
const follow = (page: Page, name: string | RegExp) => turn(page, page.getByRole('link', { name }))
const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** A page that refreshes itself without script, until it says this. */
async function waitUntil(page: Page, text: string | RegExp): Promise<void> {
  await expect
    .poll(async () => (await page.reload()) !== null && (await page.getByText(text).first().isVisible()), {
      timeout: 60_000,
      interval: 500,
    })
    .toBe(true)
}

describe('everything that a batch needs', () => {
  test('works without script, for the requester, the steward and two workers', { timeout: 300_000 }, async () => {
    const requester = await aWindow()
    await signUp(requester.page, 'Robin')
    const batch = await prepareBatch(requester.page)
    await depositFor('Soieries réunies')
    await publish(requester.page, batch)

    const ada = await aWindow()
    await signUp(ada.page, 'Ada')
    await work(ada.page, ['yes', 'yes', 'no'])
    const basile = await aWindow()
    await signUp(basile.page, 'Basile')
    await work(basile.page, ['yes', 'no', 'no'])

    await review(requester.page, batch)
    await takeResults(requester.page, batch)
    await close(requester.page, batch)

    await settled(requester.page, [ada.page, basile.page])
    expect(await verifyLedger(served.canut.services.db)).toMatchObject({ ok: true, problemCount: 0 })
    for (const { context } of [requester, ada, basile]) await context.close()
  })
})

test('a batch is paused and opened again, and a task is skipped, reported and answered, without script', async () => {
  const { canut } = served
  const batch = await aBatch(canut, { tasks: 4, redundancy: 1 })
  const options = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } }
  const worker = await served.as(await canut.signUp({ name: 'Chloé' }), options)
  const page = await worker.newPage()
  await page.goto(`/work/${batch.publicId}`)
  await press(page, 'Start')
  await press(page, /^Skip/)
  await follow(page, /^Report/)
  await page.getByLabel('It is broken').check()
  await press(page, 'Send the report')
  await page.waitForSelector('form[data-number="3"]')
  const { rows } = await canut.services.pool.query<{ state: string }>(
    'select state from assignments where batch_id = $1 and number in (1, 2) order by number',
    [batch.id],
  )
  expect(rows).toEqual([{ state: 'returned' }, { state: 'returned' }])

  const owner = await served.as({ id: batch.ownerId }, options)
  const board = await owner.newPage()
  await board.goto(`/batches/${batch.publicId}`)
  await press(board, 'Pause')
  await sees(board, 'The batch is paused.')
  await press(board, 'Resume')
  await sees(board, 'The batch is open again.')
  await board.goto(`/batches/${batch.publicId}/people`)
  await board.getByLabel('Your answer').fill('It shows now.')
  await press(board, 'Send the answer')
  await sees(board, 'The answer is sent.')
  await owner.close()
  await worker.close()
})

test('somebody changes language and theme, makes a token and revokes it, asks for a new password and leaves, without script', async () => {
  const { context, page } = await aWindow()
  await signUp(page, 'Denise')
  await press(page, 'FR')
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  await press(page, 'EN')
  await press(page, 'Dark')
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')

  await page.goto('/me')
  await page.getByRole('checkbox', { name: /^Work/ }).check()
  await page.getByLabel('Name').last().fill('a program')
  await press(page, 'Create a token')
  await sees(page, 'Copy it now')
  await page.goto('/me')
  await press(page, 'Revoke: a program')
  await sees(page, 'The token is revoked')

  await page.locator('header summary').first().click()
  await press(page, 'Sign out')
  await page.goto('/sign-in')
  await follow(page, 'Forgotten password')
  await page.getByLabel('E-mail address').fill('denise@soie.example')
  await press(page, 'Send the link')
  await sees(page, 'a mail with a link is on its way')
  await expect.poll(() => served.canut.mails.filter(({ to }) => to === 'denise@soie.example').length).toBe(1)
  await context.close()
})

/** One of six responses was rejected: five are paid, both workers read what they earned, and the rest came back. */
async function settled(requester: Page, workers: readonly Page[]): Promise<void> {
  const { rows } = await served.canut.services.pool.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from assignments group by state order by state',
  )
  expect(rows).toEqual([
    { state: 'approved', n: 5 },
    { state: 'rejected', n: 1 },
  ])
  const earned: string[] = []
  for (const page of workers) {
    await page.goto('/me/earnings')
    await sees(page, 'Paid to you (EUR)')
    const amount = /€0\.\d+/.exec((await page.locator('main').textContent()) ?? '')?.[0]
    earned.push(amount ?? 'nothing')
  }
  expect(earned.toSorted()).toEqual(['€0.16', '€0.24'])

  await requester.goto('/organisations')
  await follow(requester, 'Soieries réunies')
  await follow(requester, 'Balance and statement')
  await sees(requester, 'Returned from the batch')
}

/** From nothing to a draft that is complete but for its money. Returns its address. */
async function prepareBatch(page: Page): Promise<string> {
  await page.goto('/organisations')
  await follow(page, 'Create an organisation')
  await page.getByLabel('Name').fill('Soieries réunies')
  await page.getByLabel('Country').selectOption({ label: 'France' })
  await press(page, 'Create the organisation')
  await sees(page, 'The organisation is created.')

  await follow(page, 'New project')
  await fillProject(page)
  await press(page, 'Save the project')
  await sees(page, 'Nothing is missing')

  await follow(page, 'New batch')
  await follow(page, 'Sort texts')
  await page.getByLabel('Name of the batch').fill('Catalogue de 1852')
  await page.getByLabel('Possible answers').fill('yes | Yes | Oui\nno | No | Non')
  await page.getByLabel('Paste the first rows').fill('text\nVelours de Lyon')
  await press(page, 'Show the screen')
  await sees(page, 'Row 1 of 1')
  await page.getByLabel('Paste the first rows').fill('')
  await press(page, 'Go on to price and people')
  await page.getByLabel('Responses per task', { exact: true }).fill('2')
  await page.getByLabel('Price of a response').fill('0.08')
  await press(page, 'Save')
  await sees(page, 'The settings are saved.')
  const batch = new URL(page.url()).pathname

  await follow(page, 'Instructions')
  await page.getByLabel('Instructions in Markdown').fill('Read the name.\nChoose yes if it is a fabric.')
  await press(page, 'Save as a new version')
  await sees(page, 'The instructions are saved.')

  await page.goto(`${batch}/imports`)
  await page.getByLabel('File').setInputFiles({ name: 'catalogue.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
  await press(page, 'Send and check')
  await waitUntil(page, 'Import the 3 good rows')
  // the bad row is named by its line and column, and the good ones are shown as workers will see them
  await sees(page, 'Velours de Lyon')
  expect(await page.getByRole('row', { name: /4/ }).first().textContent()).toContain('text')
  await press(page, 'Import the 3 good rows')
  await waitUntil(page, /^Loaded$/)

  await page.goto(`${batch}/try`)
  await page.locator('.choice').first().click()
  await press(page, 'Submit as a trial')
  await sees(page, 'This response is valid.')
  return batch
}

async function depositFor(organisation: string): Promise<void> {
  const { context, page } = await aWindow()
  await signUp(page, 'Solange')
  await served.canut.services.db.updateTable('people').set({ is_steward: true }).where('name', '=', 'Solange').execute()
  await page.goto('/steward/deposits/new')
  await page.getByLabel('Name or reference').fill(organisation)
  await press(page, 'Find')
  await follow(page, /Record for it/)
  await page.getByLabel('Amount').fill('20')
  await page.getByLabel('Currency').fill('EUR')
  await page.getByLabel('Bank reference').fill('VIR 2026-0001')
  await press(page, 'Check')
  await sees(page, 'Nothing is recorded yet.')
  await press(page, 'Record this deposit')
  await sees(page, 'The deposit is recorded.')
  await context.close()
}

async function publish(page: Page, batch: string): Promise<void> {
  await page.goto(batch)
  await follow(page, /Publish/)
  await press(page, /Publish and set/)
  await sees(page, 'The batch is open.')
}

async function work(page: Page, labels: readonly string[]): Promise<void> {
  await page.goto('/work')
  await sees(page, 'Catalogue de 1852')
  await sees(page, 'Musée des Tissus')
  await press(page, 'Start')
  for (const label of labels) {
    await page.locator(`.choice:has(input[value="${label}"])`).click()
    await press(page, 'Submit')
  }
  // nothing is left for this person, and the page says so
  expect(await page.locator('form[data-assignment]').count()).toBe(0)
  await page.goto('/me/work')
  await sees(page, 'Catalogue de 1852')
}

/** Approves one, rejects one with its grounds, and approves the rest at once. */
async function review(page: Page, batch: string): Promise<void> {
  await page.goto(batch)
  await follow(page, 'Review')
  await sees(page, '6 responses wait for a review.')
  await press(page, /^Approve Task/)
  await sees(page, '1 response is approved and paid.')

  const rejection = page.locator('details:has(select)').first()
  await rejection.locator('summary').click()
  await rejection.getByLabel('Reason').selectOption({ label: 'The instructions were not followed' })
  await rejection.getByLabel('Line of the instructions').selectOption({ label: 'Choose yes if it is a fabric.' })
  await rejection.getByLabel('Explanation').fill('This is the name of a fabric.')
  await rejection.getByRole('button', { name: 'Reject this response' }).click()
  await sees(page, 'The response is rejected.')

  await press(page, /^Approve the 4 on this page/)
  await sees(page, '4 responses are approved and paid.')
}

async function takeResults(page: Page, batch: string): Promise<void> {
  await page.goto(`${batch}/results`)
  await press(page, /Compute/)
  // the rejected one does not count
  await waitUntil(page, /from 5 responses/)
  await page.goto(`${batch}/exports`)
  const address = await page.getByRole('link', { name: 'CSV (Responses: each by itself)', exact: true }).getAttribute('href')
  const file = await page.request.get(address ?? '')
  expect(file.ok()).toBe(true)
  expect((await file.text()).trim().split('\n').length).toBe(1 + 6)
}

async function close(page: Page, batch: string): Promise<void> {
  await page.goto(batch)
  await follow(page, /Close/)
  await press(page, 'Close for good')
  await sees(page, 'The batch is closed.')
}
