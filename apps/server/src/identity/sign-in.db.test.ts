import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cookieOf, startTestApp, TEST_PASSWORD, type TestApp } from '../testing/index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

async function isSignedIn(cookie: string): Promise<boolean> {
  return (await canut.nobody('/api/v1/me', { headers: { cookie } })).status === 200
}

const GOOD = { name: 'Jeanne Canut', password: 'the shuttle flies at dawn' }

describe('joining', () => {
  test('makes a person who is signed in, in the language of the page', async () => {
    const response = await canut.from()('/sign-up', { ...GOOD, email: 'Jeanne@Example.org', next: '/work' }, { 'accept-language': 'fr' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/work'])
    const me = await canut.nobody('/api/v1/me', { headers: { cookie: cookieOf(response) } })
    expect(await me.json()).toEqual({
      person: {
        id: expect.stringMatching(/^per_[0-9a-f]{32}$/) as string,
        name: 'Jeanne Canut',
        email: 'jeanne@example.org',
        locale: 'fr',
        isMember: false,
        isSteward: false,
      },
      tokenScopes: null,
    })
  })

  test('nobody becomes a steward by asking', async () => {
    const response = await canut.from()('/sign-up', {
      ...GOOD,
      email: 'sly@example.org',
      isSteward: 'true',
      is_steward: 'true',
      isMember: 'true',
    })
    const me = await canut.nobody('/api/v1/me', { headers: { cookie: cookieOf(response) } })
    expect(await me.json()).toMatchObject({ person: { isSteward: false, isMember: false } })
  })

  test.each([
    [{ name: '', email: '', password: '' }, 'en', ['3 things to correct', 'Please fill this in.', 'At least 10 characters.']],
    [{ ...GOOD, email: 'nowhere' }, 'fr', ['Un point à corriger', 'Ce n’est pas une adresse électronique.']],
    [{ ...GOOD, email: 'a@example.org', password: 'x'.repeat(129) }, 'fr', ['128 caractères au plus.']],
    [{ ...GOOD, email: 'a@example.org', password: 'short' }, 'fr', ['10 caractères au moins.']],
    [{ ...GOOD, email: 'a@example.org', name: 'x'.repeat(1_000_000) }, 'en', ['At most 100 characters.']],
    [{ ...GOOD, email: 'a@example.org', name: 'nul\u0000' }, 'en', ['This contains characters that cannot be shown.']],
  ])('says all that is wrong with %#', async (fields, locale, sentences) => {
    const response = await canut.from()('/sign-up', fields, { 'accept-language': locale })
    expect(response.status).toBe(422)
    const page = await response.text()
    for (const sentence of sentences) expect(page).toContain(sentence)
    expect(page.length).toBeLessThan(30_000)
  })

  test('an address is used once, whatever its capitals, even when two come at the same moment', async () => {
    const post = canut.from()
    const answers = await Promise.all(
      ['twice@example.org', 'Twice@example.org', 'TWICE@example.org'].map((email) => post('/sign-up', { ...GOOD, email })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422, 422])
    const again = await post('/sign-up', { ...GOOD, email: 'twice@example.org' }, { 'accept-language': 'fr' })
    expect(again.status).toBe(422)
    const page = await again.text()
    expect(page).toContain('Cette adresse est déjà parmi nous.')
    expect(page).toContain('value="Jeanne Canut"')
    expect(page).not.toContain(GOOD.password)
    const { rows } = await canut.services.pool.query(
      `select 1 from people p join logins l on l.person_id = p.id where email = 'twice@example.org'`,
    )
    expect(rows.length).toBe(1)
  })

  test('a name with tags in it is text', async () => {
    const response = await canut.from()('/sign-up', { ...GOOD, name: '<script>alert(1)</script>', email: 'tags@example.org' })
    const page = await (await canut.nobody('/me', { headers: { cookie: cookieOf(response) } })).text()
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).not.toContain('<script>alert(1)')
  })
})

describe('signing in', () => {
  test('leads where one wanted to go, and only within this instance', async () => {
    const { email } = await canut.signUp()
    const post = canut.from()
    for (const [next, location] of [
      ['/work?page=2', '/work?page=2'],
      ['https://evil.example/', '/'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['javascript:alert(1)', '/'],
    ] as const) {
      const response = await post('/sign-in', { email, password: TEST_PASSWORD, next })
      expect([response.status, response.headers.get('location')]).toEqual([303, location])
    }
    const page = await canut.nobody('/sign-in?next=https://evil.example')
    expect(await page.text()).toContain('<input type="hidden" name="next" value="/"/>')
  })

  test('a page that needs a person comes back after signing in', async () => {
    const response = await canut.nobody('/me?done=profile')
    expect(response.headers.get('location')).toBe('/sign-in?next=%2Fme%3Fdone%3Dprofile')
  })

  test('an unknown address and a wrong password get the same answer', async () => {
    const { email } = await canut.signUp()
    const post = canut.from()
    const texts = []
    for (const wrong of [{ email }, { email: 'unknown@example.org' }]) {
      const response = await post('/sign-in', { ...wrong, password: 'not this one, sorry' }, { 'accept-language': 'fr' })
      expect(response.status).toBe(422)
      const page = await response.text()
      expect(page).toContain('Cette adresse et ce mot de passe ne vont pas ensemble.')
      texts.push(page.replaceAll(wrong.email, '').replaceAll(/nonce="[^"]*"/g, ''))
    }
    expect(texts[0]).toBe(texts[1])
  })

  test('a program signs in with JSON and reads problems as JSON', async () => {
    const { email, name } = await canut.signUp({ name: 'Task Screen' })
    const send = (body: unknown) => canut.nobody.json('/sign-in', body)
    const good = await send({ email, password: TEST_PASSWORD })
    expect(good.status).toBe(200)
    expect(await good.json()).toMatchObject({ person: { name, email } })
    expect(await isSignedIn(cookieOf(good))).toBe(true)

    const wrong = await send({ email, password: 'not this one, sorry' })
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ code: 'wrong_credentials', status: 401 })
    const empty = await send({ email: 3 })
    expect(empty.status).toBe(422)
    expect(await empty.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: 'email' }, { path: 'password' }] })
    const broken = await canut.nobody('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{',
    })
    expect(broken.status).toBe(422)
  })

  test('a post from another site is not carried out', async () => {
    const { email } = await canut.signUp()
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const response = await canut.from()('/sign-in', { email, password: TEST_PASSWORD }, headers)
      expect(response.status).toBe(403)
      expect(response.headers.getSetCookie()).toEqual([])
    }
  })

  test('nothing of the identity library answers from outside', async () => {
    for (const path of ['/api/auth/sign-in/email', '/api/auth/get-session', '/api/auth/update-user', '/api/auth/ok']) {
      expect((await canut.nobody.json(path, {})).status).toBe(404)
    }
  })
})

describe('too many attempts', () => {
  test('hundreds of attempts end in calm pages, and only for the address they come from', async () => {
    const { email } = await canut.signUp()
    const robot = canut.from('198.51.100.7', { 'accept-language': 'fr' })
    const first = await Promise.all(Array.from({ length: 60 }, (_, n) => robot('/sign-in', { email, password: `wrong ${n} password` })))
    const counts = Object.groupBy(first, ({ status }) => String(status))
    expect(Object.keys(counts).toSorted()).toEqual(['422', '429'])
    expect(counts['422']).toHaveLength(10)
    for (let round = 0; round < 5; round += 1) {
      const more = await Promise.all(Array.from({ length: 50 }, () => robot('/sign-in', { email, password: TEST_PASSWORD })))
      expect(new Set(more.map(({ status }) => status))).toEqual(new Set([429]))
    }
    const late = await robot('/sign-in', { email, password: TEST_PASSWORD })
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(late.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(await late.text()).toContain('Trop de tentatives.')

    // the client cannot choose its address
    for (const header of ['x-canut-client-address', 'x-forwarded-for'])
      expect((await robot('/sign-in', { email, password: TEST_PASSWORD }, { [header]: '203.0.113.9' })).status).toBe(429)
    expect((await canut.from('198.51.100.8')('/sign-in', { email, password: TEST_PASSWORD })).status).toBe(303)
  })

  test('behind a trusted proxy, the last address it names counts', async () => {
    const proxied = await startTestApp({ env: { TRUST_PROXY: 'on' } })
    try {
      const { email } = await proxied.signUp()
      const attempt = (forwarded: string, password: string) =>
        proxied.nobody.form('/sign-in', { email, password }, { headers: { 'x-forwarded-for': forwarded } })
      const attempts = await Promise.all(Array.from({ length: 12 }, (_, n) => attempt(`203.0.113.${n}, 198.51.100.1`, 'wrong password')))
      expect(attempts.filter(({ status }) => status === 429)).toHaveLength(2)
      expect((await attempt('198.51.100.1, 198.51.100.2', TEST_PASSWORD)).status).toBe(303)
    } finally {
      await proxied.close()
    }
  })
})

test('tells somebody whose session ended while they wrote how to send it all the same', async () => {
  const answer = await canut.nobody.form('/me/profile', { name: 'Written for an hour', locale: 'en' })
  expect(answer.status).toBe(401)
  const page = await answer.text()
  expect(page).toContain('What you wrote is not lost')
  expect(page).toMatch(/<a href="\/sign-in" target="_blank"/)
})
