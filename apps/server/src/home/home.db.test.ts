import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOrganisation } from '../organisations/index.ts'
import type { Person } from '../platform/http/env.ts'
import { newId } from '../platform/ids.ts'
import { createProject, EMPTY_PROJECT } from '../projects/index.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

let canut: TestApp
let owner: Person
let organisationId: string

beforeAll(async () => {
  canut = await startTestApp()
  owner = await canut.signUp()
  const created = await createOrganisation(canut.services, owner.id, { name: 'Weavers', country: 'FR', website: null })
  if (!created.ok) throw new Error(created.error.kind)
  organisationId = created.value.id
})
afterAll(() => canut.close())

async function aProject(name: string): Promise<string> {
  const content = { ...EMPTY_PROJECT, name, taskType: 'text-class', finalClient: `Client of ${name}`, purpose: '<b>To read</b>' }
  const made = await createProject(canut.services, { organisationId, by: owner.id }, content)
  if (!made.ok) throw new Error(made.error.kind)
  return made.value
}

interface BatchState {
  readonly state?: string
  readonly publishedAt?: string
  readonly submitted?: number
  readonly tasksDone?: number
  readonly workMs?: number
}

/** As publication and work leave it: what the page reads, and nothing else. */
async function aBatch(projectId: string, of: BatchState = {}): Promise<void> {
  const id = newId()
  const { state = 'open', publishedAt = '2026-03-01T10:00:00Z', submitted = 0, tasksDone = 0, workMs = 0 } = of
  await canut.services.pool.query(
    `insert into batches (id, project_id, organisation_id, name, task_type, settings, state, pseudonym_salt, created_by, published_at,
       price_micros, estimate_seconds, task_count, redundancy)
     values ($1, $2, $3, 'Batch', 'text-class', '{}', $4, 'salt', $5, $6, 50000, 20, 100, 3)`,
    [id, projectId, organisationId, state, owner.id, publishedAt],
  )
  // the counters are spread over shards
  await canut.services.pool.query(
    'insert into batch_tallies (batch_id, shard, submitted, tasks_done, work_ms) values ($1, 0, $2, $3, $4), ($1, 7, 0, 0, 0)',
    [id, submitted, tasksDone, workMs],
  )
}

const home = async (language = 'en') => (await canut.nobody('/', { headers: { 'Accept-Language': language } })).text()

describe('the home page', () => {
  test('says why there is nothing, what the co-operative is, and its ten laws, in both languages', async () => {
    const en = await home()
    const fr = await home('fr')
    expect(en).toContain('No project is open today')
    expect(en).toContain('href="/sign-up"')
    expect(fr).toContain('Aucun projet n’est ouvert aujourd’hui')
    const laws = /<ol class="laws">([\s\S]*?)<\/ol>/.exec(fr)?.[1] ?? ''
    expect(laws.match(/<li>/g)).toHaveLength(10)
    expect(await (await canut.as(owner)('/')).text()).not.toContain('href="/sign-up"')
  })

  test('shows an open project with its client, price, hourly rate and tasks left', async () => {
    await aBatch(await aProject('Estimated'))
    const html = await home()
    expect(html).toContain('Client of Estimated')
    expect(html).toContain('&lt;b&gt;To read&lt;/b&gt;')
    expect(html).toContain('€0.05')
    // 3,600 s / 20 s × 0.05 €
    expect(html).toContain('€9.00 an hour')
    expect(html).toContain('Nobody has finished one yet.')
  })

  test('counts the rate at the measured pace as soon as there is one, and the tasks that are done', async () => {
    await aBatch(await aProject('Measured'), { submitted: 10, tasksDone: 4, workMs: 100_000 })
    const html = await home('fr')
    expect(html.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain('18,00 € de l’heure')
    expect(html).toContain('<span class="fact-value">96</span>')
  })

  test('leaves out drafts, pauses and closed batches, and those that want nothing more', async () => {
    for (const state of ['draft', 'paused', 'closed']) await aBatch(await aProject(`Is ${state}`), { state })
    await aBatch(await aProject('Is complete'), { submitted: 300, tasksDone: 100 })
    expect(await home()).not.toContain('Client of Is ')
  })

  test('shows the twelve newest projects, each once', async () => {
    for (let i = 10; i < 25; i += 1) {
      const project = await aProject(`Number ${i}`)
      await aBatch(project, { publishedAt: `2026-03-02T${i - 8}:00:00Z` })
      await aBatch(project, { publishedAt: `2026-03-02T${i - 8}:30:00Z` })
    }
    const html = await home()
    const shown = [...html.matchAll(/<strong>Client of ([^<]+)<\/strong>/g)].map(([, name]) => name)
    expect(shown).toEqual(Array.from({ length: 12 }, (_, i) => `Number ${24 - i}`))
  })
})

describe('choices of the page', () => {
  test('a language is kept in a cookie and one comes back to where one was, never to another site', async () => {
    const chosen = await canut.nobody.form('/settings/locale', { locale: 'fr', back: '/rules?x=1' })
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/rules?x=1'])
    expect(chosen.headers.get('set-cookie')).toMatch(/^locale=fr;/)
    const elsewhere = await canut.nobody.form('/settings/theme', { theme: 'neon', back: '//evil.example' })
    expect([elsewhere.headers.get('location'), elsewhere.headers.get('set-cookie')]).toEqual(['/', null])
  })
})
