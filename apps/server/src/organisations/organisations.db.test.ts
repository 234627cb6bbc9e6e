import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OrganisationView, pageOf } from '@canut/contract'
import type { Person } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { createOrganisation } from './create-organisation.ts'
import { giveStaffRole, addToStaff } from './change-staff.ts'
import { listStaff } from './organisations.store.ts'

let canut: TestApp
let ada: Person
let bo: Person
let names = 0

beforeAll(async () => {
  canut = await startTestApp()
  ada = await canut.signUp({ name: 'Ada' })
  bo = await canut.signUp({ name: 'Bo' })
})
afterAll(() => canut.close())

async function anOrganisation(owner: Person): Promise<{ uuid: string; path: string }> {
  names += 1
  const created = await createOrganisation(canut.services, owner.id, { name: `Weavers ${names}`, country: 'FR', website: null })
  if (!created.ok) throw new Error(created.error.kind)
  return { uuid: created.value.id, path: `/organisations/${publicId('org', created.value.id)}` }
}

describe('creating an organisation', () => {
  test('whoever creates it is its owner and lands on its page', async () => {
    const made = await canut.as(ada).form('/organisations', { name: ' Soie & fils ', country: 'FR', website: 'https://soie.example' })
    expect(made.status).toBe(303)
    const page = await canut.as(ada)(made.headers.get('location') ?? '')
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain('<h1>Soie &amp; fils</h1>')
    expect(html).toContain('The organisation is created.')
    expect(html).toContain('Owner')
  })

  test('everything wrong is listed at once and what was typed is kept', async () => {
    const refused = await canut.as(ada).form('/organisations', { name: '  ', country: 'XX', website: 'javascript:alert(1)' })
    const html = await refused.text()
    expect(refused.status).toBe(422)
    expect(html).toContain('2 things to correct')
    expect(html).toContain('value="javascript:alert(1)"')
    expect(html).not.toContain('href="javascript:')
  })

  test('a name is taken once, and the second one is told in their language', async () => {
    await canut.as(ada).form('/organisations', { name: 'Only One', country: 'FR' })
    const refused = await canut.as(bo).form('/organisations', { name: 'Only One', country: 'BE' }, { headers: { 'Accept-Language': 'fr' } })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toMatch(/Une organisation s’appelle déjà «\sOnly One\s»/)
  })

  test('a country that does not exist is refused, in the form and in the API', async () => {
    const form = await canut.as(ada).form('/organisations', { name: 'Nowhere', country: 'ZZ' })
    const api = await canut.as(ada).json('/api/v1/organisations', { name: 'Nowhere', country: 'ZZ' })
    expect([form.status, api.status]).toEqual([422, 422])
    expect(await api.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: 'country' }] })
  })

  test.each([
    ['markup', '<script>alert(1)</script>', 201],
    ['a NUL byte', 'Silk\u0000', 422],
    ['a million characters', 'x'.repeat(900_000), 422],
    ['more than the limit of a body', 'x'.repeat(1_100_000), 413],
    ['a list', ['Silk'], 422],
    ['nothing', undefined, 422],
  ])('a name that is %s never breaks the server', async (_what, name, status) => {
    const answer = await canut.as(ada).json('/api/v1/organisations', { name, country: 'FR' })
    expect(answer.status).toBe(status)
  })

  test('a body that is not JSON, or of another type, is a clear refusal', async () => {
    const broken = await canut.as(ada)('/api/v1/organisations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"name":',
    })
    const text = await canut.as(ada)('/api/v1/organisations', { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'hello' })
    expect([broken.status, text.status]).toEqual([422, 422])
    expect(await broken.json()).toMatchObject({ code: 'invalid_request' })
  })

  test('markup in a name is shown as text', async () => {
    const html = await (await canut.as(ada)('/organisations')).text()
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).not.toContain('<script>alert')
  })
})

describe('who sees an organisation', () => {
  test('its staff and stewards do; others are refused, and nobody is asked to sign in', async () => {
    const { path } = await anOrganisation(ada)
    const steward = await canut.signUp({ name: 'Sam', isSteward: true })
    const statuses = async (paths: string) =>
      Promise.all([canut.as(ada), canut.as(steward), canut.as(bo), canut.nobody].map(async (client) => (await client(paths)).status))
    expect(await statuses(path)).toEqual([200, 200, 403, 303])
    expect(await statuses(`/api/v1${path}`)).toEqual([200, 200, 403, 401])
    expect(await statuses(`/organisations/${publicId('org', ada.id)}`)).toEqual([404, 404, 404, 303])
    expect(await statuses('/organisations/org_nonsense')).toEqual([404, 404, 404, 303])
  })

  test('lists one’s own organisations page after page, each once', async () => {
    const owner = await canut.signUp()
    for (let i = 0; i < 53; i += 1) await anOrganisation(owner)
    const Page = pageOf(OrganisationView)
    const first = Page.parse(await (await canut.as(owner)('/api/v1/organisations')).json())
    const second = Page.parse(await (await canut.as(owner)(`/api/v1/organisations?cursor=${first.nextCursor}`)).json())
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([50, 3, null])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(53)
    expect((await canut.as(owner)('/api/v1/organisations?cursor=nonsense')).status).toBe(422)
  })
})

describe('the staff', () => {
  test('an owner adds somebody by e-mail, changes the role, and removes them', async () => {
    const { uuid, path } = await anOrganisation(ada)
    const member = `${path}/staff/${publicId('per', bo.id)}`
    const added = await canut.as(ada).form(`${path}/staff`, { email: ` ${bo.email.toUpperCase()} `, role: 'reviewer' })
    expect(added.headers.get('location')).toBe(`${path}?done=added`)
    expect((await canut.as(bo)(path)).status).toBe(200)

    const changed = await canut.as(ada).form(member, { role: 'manager' })
    expect(changed.headers.get('location')).toBe(`${path}?done=role`)
    expect((await listStaff(canut.services.db, uuid)).map(({ name, role }) => [name, role])).toEqual([
      ['Ada', 'owner'],
      ['Bo', 'manager'],
    ])

    expect((await canut.as(ada).form(`${member}/remove`, {})).status).toBe(303)
    expect((await canut.as(bo)(path)).status).toBe(403)
  })

  test('an address that nobody joined with, one that is none, and an unknown role are refused', async () => {
    const { path } = await anOrganisation(ada)
    const unknown = await canut.as(ada).form(`${path}/staff`, { email: 'nobody@example.org', role: 'reviewer' })
    expect(unknown.status).toBe(422)
    expect(await unknown.text()).toContain('Nobody has signed up with the address “nobody@example.org”')
    const wrong = await canut.as(ada).form(`${path}/staff`, { email: 'x', role: 'emperor' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('2 things to correct')
  })

  test('only an owner changes the staff', async () => {
    const { uuid, path } = await anOrganisation(ada)
    await addToStaff(canut.services, uuid, ada.id, { email: bo.email, role: 'manager' })
    const itself = await canut.as(bo).form(`${path}/staff/${publicId('per', bo.id)}`, { role: 'owner' })
    const other = await canut.as(bo).form(`${path}/staff/${publicId('per', ada.id)}/remove`, {})
    expect([itself.status, other.status]).toEqual([403, 403])
  })

  test('the last owner stays', async () => {
    const { uuid, path } = await anOrganisation(ada)
    const removed = await canut.as(ada).form(`${path}/staff/${publicId('per', ada.id)}/remove`, {})
    expect(removed.status).toBe(422)
    expect(await removed.text()).toContain('An organisation keeps at least one owner.')
    expect(await listStaff(canut.services.db, uuid)).toHaveLength(1)
  })

  test('of two owners who step down at the same time, one stays', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { uuid } = await anOrganisation(ada)
      await addToStaff(canut.services, uuid, ada.id, { email: bo.email, role: 'owner' })
      await Promise.all([ada, bo].map(({ id }) => giveStaffRole(canut.services, uuid, id, { personId: id, role: 'reviewer' })))
      expect((await listStaff(canut.services.db, uuid)).filter(({ role }) => role === 'owner')).toHaveLength(1)
    }
  })

  test('a person of another organisation cannot be changed from here', async () => {
    const { path } = await anOrganisation(ada)
    const changed = await canut.as(ada).form(`${path}/staff/${publicId('per', bo.id)}`, { role: 'owner' })
    expect(changed.status).toBe(422)
    expect(await changed.text()).toContain('does not belong to the organisation')
  })
})
