import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../apps/server/src/platform/ids.ts'
import { fillProject } from './project-form.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'

/** Where pictures of the pages go when somebody wants to look at them. */
const PICTURES = process.env['SCREENSHOTS']

/** Four pixels by four. */
const SQUARE_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGMQT8yGIwbiOABr4w4xJmuVLAAAAABJRU5ErkJggg=='

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served.close())

describe('an organisation begins', () => {
  test('without script: it is created, a project is told, a file is sent, a colleague is added', { timeout: 300_000 }, async () => {
    const { canut } = served
    const ada = await canut.signUp({ name: 'Ada Vaucanson', email: 'ada@soie.example' })
    await canut.signUp({ name: 'Bo', email: 'bo@soie.example' })
    const context = await served.as(ada, { javaScriptEnabled: false })
    const page = await context.newPage()

    await page.goto('/organisations')
    await page.getByRole('link', { name: 'Create an organisation' }).click()
    await page.getByLabel('Name').fill('Soieries réunies')
    await page.getByLabel('Country').selectOption({ label: 'France' })
    await page.getByLabel('Website').fill('https://soie.example')
    await page.getByRole('button', { name: 'Create the organisation' }).click()
    await page.getByText('The organisation is created.').waitFor()

    await page.getByLabel('Their e-mail address').fill('bo@soie.example')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('The person was added.').waitFor()

    await page.getByRole('link', { name: 'New project' }).click()
    await fillProject(page)
    await page.getByRole('button', { name: 'Save the project' }).click()
    await page.getByText('Nothing is missing').waitFor()
    await page.getByText('What is left for the work: 80%.').waitFor()
    const project = new URL(page.url()).pathname

    await page.getByRole('link', { name: 'Images, sounds and films' }).click()
    const buffer = Buffer.from(SQUARE_PNG, 'base64')
    await page.getByLabel('Files').setInputFiles({ name: 'square.png', mimeType: 'image/png', buffer })
    await page.getByRole('button', { name: 'Send the files' }).click()
    await page.getByText('One file was kept.').waitFor()
    const shown = await page.goto((await page.getByRole('link', { name: 'square.png' }).getAttribute('href')) ?? '')
    expect(shown?.headers()['content-type']).toBe('image/png')
    await context.close()

    await openBatchIn(project, ada.id)
    const organisation = (await canut.services.pool.query<{ id: string }>('select id from organisations')).rows[0]?.id ?? ''
    const own = `/organisations/org_${organisation.replaceAll('-', '')}`
    await looksRight(ada, [
      '/',
      '/organisations',
      '/organisations/new',
      own,
      project,
      `${project}/edit`,
      `${project}/media`,
      `${own}/projects/new`,
    ])
    await looksRight(null, ['/'])
  })
})

/** An open batch, so that the home page has something to show. */
async function openBatchIn(project: string, owner: string): Promise<void> {
  await served.canut.services.pool.query(
    `insert into batches (id, project_id, organisation_id, name, task_type, settings, state, pseudonym_salt, created_by, published_at,
       price_micros, estimate_seconds, task_count)
     select $1, p.id, p.organisation_id, 'Catalogue of 1852', p.task_type, '{}', 'open', 'salt', $2, now(), 80000, 20, 1200
     from projects p where replace(p.id::text, '-', '') = $3`,
    [newId(), owner, project.split('_')[1]],
  )
}

/** No barrier that axe finds, no sideways scroll on the narrowest phone, in both languages. */
async function looksRight(person: { id: string } | null, paths: readonly string[]): Promise<void> {
  for (const language of ['en-GB', 'fr-FR'])
    for (const width of [360, 1280]) {
      const context = await served.as(person, { viewport: { width, height: 900 }, locale: language })
      const page = await context.newPage()
      for (const path of paths) await pageLooksRight(page, { path, width, language, isSignedIn: person !== null })
      await context.close()
    }
}

async function pageLooksRight(page: Page, of: { path: string; width: number; language: string; isSignedIn: boolean }): Promise<void> {
  await page.goto(of.path)
  const where = `${of.path} ${of.language} ${of.width}`
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect({ where, overflow }).toEqual({ where, overflow: 0 })
  const found = await barriersOn(page)
  expect({ where, found }).toEqual({ where, found: [] })
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  const name = of.path.replaceAll(/(org|prj)_[0-9a-f]+/g, '$1').replaceAll('/', '-')
  await page.screenshot({
    path: join(PICTURES, `${name}-${of.isSignedIn ? 'in' : 'out'}-${of.language.slice(0, 2)}-${of.width}.png`),
    fullPage: true,
  })
}
