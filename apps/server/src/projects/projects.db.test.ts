import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageOf, ProjectSummaryView, ProjectView } from '@canut/contract'
import { createOrganisation } from '../organisations/index.ts'
import type { Person } from '../platform/http/env.ts'
import { newId, parsePublicId, publicId } from '../platform/ids.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { getDisclosure } from './projects.store.ts'

let canut: TestApp
let owner: Person
let outsider: Person
let organisation: string

beforeAll(async () => {
  canut = await startTestApp()
  owner = await canut.signUp({ name: 'Ada' })
  outsider = await canut.signUp()
  const created = await createOrganisation(canut.services, owner.id, { name: 'Weavers', country: 'FR', website: null })
  if (!created.ok) throw new Error(created.error.kind)
  organisation = publicId('org', created.value.id)
})
afterAll(() => canut.close())

const WHOLE = {
  name: 'Old catalogues',
  language: 'français',
  purpose: 'Make the catalogues searchable',
  finalClient: 'Musée des Tissus',
  resultUse: 'research',
  dataDestination: 'A server of the museum in Lyon',
  dataRetention: 'Two years, then deleted',
  sensitiveCategories: ['none'],
  contactName: 'Ada',
  contactEmail: 'ada@example.org',
  'chain-0-role': 'client',
  'chain-0-country': 'France',
  'chain-0-share': '0',
  'chain-2-party': 'Canut',
  'chain-2-role': 'co-operative',
  'chain-2-country': 'fr',
  'chain-2-share': '12,5 %',
}

async function aProject(fields: Record<string, unknown> = {}): Promise<string> {
  const made = await canut
    .as(owner)
    .json(`/api/v1/organisations/${organisation}/projects`, { name: 'Blank', taskType: 'text-class', ...fields })
  if (made.status !== 201) throw new Error(await made.text())
  return ProjectView.parse(await made.json()).id
}

async function patch(id: string, body: unknown) {
  return canut.as(owner).json(`/api/v1/projects/${id}`, body, 'PATCH')
}

describe('a project in the form', () => {
  test('is saved whole: rows of the chain that were left empty are dropped, the first link is the final client', async () => {
    const made = await canut.as(owner).form(`/organisations/${organisation}/projects`, WHOLE)
    expect(made.status).toBe(303)
    const [path = ''] = (made.headers.get('location') ?? '').split('?')
    const project = await getDisclosure(canut.services.db, parsePublicId('prj', path.split('/')[2] ?? '') ?? '')
    expect(project).toMatchObject({
      organisationName: 'Weavers',
      language: 'fr',
      sensitiveCategories: ['none'],
      chain: [
        { party: 'Musée des Tissus', role: 'client', country: 'FR', sharePercent: 0 },
        { party: 'Canut', role: 'co-operative', country: 'FR', sharePercent: 12.5 },
      ],
    })
    const html = await (await canut.as(owner)(path)).text()
    expect(html).toContain('Nothing is missing')
    expect(html).toContain('What is left for the work: 87.5%.')
  })

  test('can be saved incomplete, and its page lists everything that is missing', async () => {
    const made = await canut.as(owner).form(`/organisations/${organisation}/projects`, { name: 'Later' })
    const html = await (await canut.as(owner)(made.headers.get('location') ?? '')).text()
    for (const missing of ['The purpose', 'The final client', 'Where the data go', 'Sensitive content', 'The chain, which begins'])
      expect(html).toContain(missing)
    // each leads to where the form asks for it
    const [list = ''] = /<ul>.*?<\/ul>/s.exec(html.slice(html.indexOf('Still missing'))) ?? []
    const places = [...list.matchAll(/href="([^"#]+)#([^"]+)"/g)].map(([, page = '', id = '']) => ({ page, id }))
    expect(places).toHaveLength([...list.matchAll(/<li>/g)].length)
    const form = await (await canut.as(owner)(places[0]?.page ?? '')).text()
    for (const { id } of places) expect(form).toContain(`id="${id}"`)
  })

  test('what it shows when it is edited can be sent back unchanged, in both languages', async () => {
    const id = await aProject({
      language: 'gsw',
      finalClient: 'A',
      chain: [{ party: 'A', role: 'client', country: 'CI', sharePercent: 33.333 }],
    })
    const before = await getDisclosure(canut.services.db, parsePublicId('prj', id) ?? '')
    for (const language of ['en', 'fr']) {
      const html = await (await canut.as(owner)(`/projects/${id}/edit`, { headers: { 'Accept-Language': language } })).text()
      const sent = await canut.as(owner).form(`/projects/${id}`, fieldsOf(html), { headers: { 'Accept-Language': language } })
      expect(sent.status).toBe(303)
      expect({ ...(await getDisclosure(canut.services.db, before.id)), updatedAt: before.updatedAt }).toEqual(before)
    }
  })

  test('all problems are named at once, each at its field, and nothing typed is lost', async () => {
    const refused = await canut.as(owner).form(`/organisations/${organisation}/projects`, {
      ...WHOLE,
      name: '',
      language: 'klingonish',
      contactEmail: 'not an address',
      sensitiveCategories: ['none', 'violence'],
      'chain-2-country': 'Atlantis',
      'chain-2-share': 'a tenth',
      purpose: '<img src=x onerror=alert(1)>',
    })
    const html = await refused.text()
    expect(refused.status).toBe(422)
    for (const field of ['name', 'language', 'contactEmail', 'sensitiveCategories', 'chain-2-country', 'chain-2-share'])
      expect(html).toContain(`href="#f-${field}"`)
    expect(html).toContain('6 things to correct')
    expect(html).toContain('value="Atlantis"')
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toContain('<img src=x')
  })

  test('the form asks no kind of task: the project takes that of its first batch, and keeps it', async () => {
    const client = canut.as(owner)
    expect(await (await client(`/organisations/${organisation}/projects/new`)).text()).not.toContain('taskType')
    const made = await client.form(`/organisations/${organisation}/projects`, { name: 'Of no kind yet' })
    const path = (made.headers.get('location') ?? '').split('?')[0] ?? ''
    const kind = async () => ((await (await client(`/api/v1${path}`)).json()) as { taskType: string }).taskType
    expect(await kind()).toBe('')
    expect(await (await client(path)).text()).not.toContain('Kind of task')
    const batch = { name: 'First', settings: { labels: [{ value: 'yes' }, { value: 'no' }] }, price: { micros: '50000', currency: 'EUR' } }
    expect((await client.json(`/api/v1${path}/batches`, batch)).status).toBe(422)
    for (const taskType of ['image-class', 'text-class']) {
      expect((await client.json(`/api/v1${path}/batches`, { ...batch, taskType })).status).toBe(201)
      expect(await kind()).toBe('image-class')
    }
    expect((await client.form(path, { name: 'Of a kind' })).status).toBe(303)
    expect(await kind()).toBe('image-class')
  })

  test('links that keep more than the whole price are refused with the sum', async () => {
    const refused = await canut.as(owner).form(`/organisations/${organisation}/projects`, { ...WHOLE, 'chain-0-share': '90' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('keep 102.5 %')
  })

  test('a first link without a final client asks for its name', async () => {
    const refused = await canut.as(owner).form(`/organisations/${organisation}/projects`, { ...WHOLE, finalClient: '' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Name the final client here')
  })
})

describe('a project in the API', () => {
  test('says what is missing, and takes one field after the other', async () => {
    const id = await aProject()
    const project = ProjectView.parse(await (await canut.as(owner)(`/api/v1/projects/${id}`)).json())
    expect(project.missing).toHaveLength(9)
    const patched = await patch(id, { purpose: 'To read', sensitiveCategories: ['medical', 'personal_data'], resultUse: 'other' })
    expect(ProjectView.parse(await patched.json())).toMatchObject({
      name: 'Blank',
      purpose: 'To read',
      missing: ['final_client', 'result_use_detail', 'data_destination', 'data_retention', 'contact_name', 'contact_email', 'chain'],
    })
  })

  test.each([
    ['no field', {}],
    ['an unknown field', { colour: 'blue' }],
    ['an unknown kind of task', { taskType: 'telepathy' }],
    ['a text with a NUL byte', { purpose: 'a\u0000b' }],
    ['a name of two lines', { name: 'a\nb' }],
    ['a huge purpose', { purpose: 'x'.repeat(4001) }],
    ['a negative share', { chain: [{ party: 'A', role: 'b', country: 'FR', sharePercent: -1 }] }],
    ['a share with too many decimals', { chain: [{ party: 'A', role: 'b', country: 'FR', sharePercent: 1.23456 }] }],
    ['a huge share', { chain: [{ party: 'A', role: 'b', country: 'FR', sharePercent: 1e300 }] }],
    ['a country that does not exist', { chain: [{ party: 'A', role: 'b', country: 'ZZ', sharePercent: 1 }] }],
    ['nine links', { chain: Array.from({ length: 9 }, () => ({ party: 'A', role: 'b', country: 'FR', sharePercent: 1 })) }],
    ['shares above 100 %', { chain: Array.from({ length: 2 }, () => ({ party: 'A', role: 'b', country: 'FR', sharePercent: 51 })) }],
    ['an unknown category', { sensitiveCategories: ['spiders'] }],
    ['an unknown language', { language: 'klingonish' }],
  ])('refuses %s and changes nothing', async (_what, body) => {
    const id = await aProject()
    const before = await getDisclosure(canut.services.db, parsePublicId('prj', id) ?? '')
    const refused = await patch(id, body)
    expect(refused.status).toBe(422)
    expect(await getDisclosure(canut.services.db, before.id)).toEqual(before)
  })

  test('markup in every field comes back as it was sent, and as text on the page', async () => {
    const evil = '"><script>alert(1)</script>'
    const texts = {
      name: evil,
      purpose: evil,
      finalClient: evil,
      resultUseDetail: evil,
      dataDestination: evil,
      dataRetention: evil,
      contactName: evil,
    }
    const id = await aProject({ ...texts, resultUse: 'other', chain: [{ party: evil, role: evil, country: 'FR', sharePercent: 5 }] })
    expect(await (await canut.as(owner)(`/api/v1/projects/${id}`)).json()).toMatchObject(texts)
    for (const path of [`/projects/${id}`, `/projects/${id}/edit`, `/organisations/${organisation}`]) {
      const html = await (await canut.as(owner)(path)).text()
      expect(html).toContain('&lt;script&gt;alert(1)')
      expect(html).not.toContain('<script>alert')
    }
  })

  test('while a batch is published its disclosures stay: they can change and not be emptied', async () => {
    const id = await aProject({
      purpose: 'a',
      finalClient: 'A',
      resultUse: 'research',
      dataDestination: 'b',
      dataRetention: 'c',
      sensitiveCategories: ['none'],
      contactName: 'd',
      contactEmail: 'd@example.org',
      chain: [{ party: 'A', role: 'client', country: 'FR', sharePercent: 0 }],
    })
    await publishedBatchIn(id)
    const emptied = await patch(id, { purpose: ' ', chain: [] })
    expect(emptied.status).toBe(409)
    expect(await emptied.json()).toMatchObject({ code: 'disclosure_needed_while_open', params: { missing: ['purpose', 'chain'] } })
    expect((await patch(id, { purpose: 'Better words' })).status).toBe(200)
  })

  test('lists an organisation’s projects newest first, page after page, each once', async () => {
    const created = await createOrganisation(canut.services, owner.id, { name: 'Many projects', country: 'FR', website: null })
    if (!created.ok) throw new Error(created.error.kind)
    const path = `/api/v1/organisations/${publicId('org', created.value.id)}/projects`
    // several in the same millisecond: the id decides between them
    for (let i = 0; i < 53; i += 1) await canut.as(owner).json(path, { name: `Project ${i}`, taskType: 'text-class' })
    const Page = pageOf(ProjectSummaryView)
    const first = Page.parse(await (await canut.as(owner)(path)).json())
    const second = Page.parse(await (await canut.as(owner)(`${path}?cursor=${first.nextCursor}`)).json())
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([50, 3, null])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(53)
    expect((await canut.as(owner)(`${path}?cursor=prj_0`)).status).toBe(422)
    const page = await canut.as(owner)(path.replace('/api/v1', '').replace('/projects', ''))
    expect(await page.text()).toContain('rel="next"')
  })
})

describe('who may', () => {
  test('a person of another organisation sees and changes nothing', async () => {
    const id = await aProject()
    const stranger = canut.as(outsider)
    const statuses = await Promise.all([
      stranger(`/projects/${id}`),
      stranger(`/projects/${id}/edit`),
      stranger.form(`/projects/${id}`, WHOLE),
      stranger.form(`/organisations/${organisation}/projects`, WHOLE),
      stranger(`/api/v1/projects/${id}`),
      stranger.json(`/api/v1/projects/${id}`, { name: 'Mine' }, 'PATCH'),
      canut.nobody.json(`/api/v1/projects/${id}`, { name: 'Mine' }, 'PATCH'),
      canut.as(owner)(`/projects/${publicId('prj', newId())}`),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 401, 404])
    expect((await getDisclosure(canut.services.db, parsePublicId('prj', id) ?? '')).name).toBe('Blank')
  })
})

/** Every field of the form of a page, with its value, as a browser would send it. */
function fieldsOf(html: string): Record<string, string | string[]> {
  const text = (value: string) =>
    value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  const form = /<form class="form"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const fields: Record<string, string | string[]> = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
    const isChoice = /type="(radio|checkbox)"/.test(tag)
    const name = attribute('name')
    if (name === undefined || (isChoice && !/\schecked/.test(tag))) continue
    fields[name] = text(attribute('value') ?? '')
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>\n?([\s\S]*?)<\/textarea>/g))
    fields[name ?? ''] = text(value ?? '')
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name ?? ''] = /value="([^"]*)" selected/.exec(options ?? '')?.[1] ?? ''
  return fields
}

/** The state that publication leaves, without the money: only its name matters here. */
async function publishedBatchIn(project: string): Promise<void> {
  const id = newId()
  await canut.services.pool.query(
    `insert into batches (id, project_id, organisation_id, name, task_type, settings, state, pseudonym_salt, created_by)
     select $1, p.id, p.organisation_id, 'Published', 'text-class', '{}', 'open', 'salt', $2 from projects p where p.id = $3`,
    [id, owner.id, parsePublicId('prj', project)],
  )
}
