import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, TEST_PASSWORD, type TestApp } from '../testing/index.ts'
import { createToken } from './index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

let addresses = 0
/** Each form test comes from an address of its own, so that the rate limit of one does not reach another. */
function from(address = `192.0.2.${(addresses += 1)}`, headers: Record<string, string> = {}) {
  return (path: string, fields: Record<string, string | readonly string[]>, more: Record<string, string> = {}) =>
    canut.app.request(
      canut.services.config.publicUrl + path,
      {
        method: 'POST',
        headers: { ...headers, ...more },
        body: new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))),
      },
      { incoming: { socket: { remoteAddress: address } } },
    )
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function isSignedIn(cookie: string): Promise<boolean> {
  return (await canut.nobody('/api/v1/me', { headers: { cookie } })).status === 200
}

const GOOD = { name: 'Jeanne Canut', password: 'the shuttle flies at dawn' }

describe('joining', () => {
  test('makes a person who is signed in, in the language of the page', async () => {
    const response = await from()('/sign-up', { ...GOOD, email: 'Jeanne@Example.org', next: '/work' }, { 'accept-language': 'fr' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/work'])
    const me = await canut.nobody('/api/v1/me', { headers: { cookie: cookieOf(response) } })
    expect(await me.json()).toEqual({
      person: {
        id: expect.stringMatching(/^per_[0-9a-f]{32}$/),
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
    const response = await from()('/sign-up', {
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
    const response = await from()('/sign-up', fields, { 'accept-language': locale })
    expect(response.status).toBe(422)
    const page = await response.text()
    for (const sentence of sentences) expect(page).toContain(sentence)
    expect(page.length).toBeLessThan(30_000)
  })

  test('an address is used once, whatever its capitals, even when two come at the same moment', async () => {
    const post = from()
    const answers = await Promise.all(
      ['twice@example.org', 'Twice@example.org', 'TWICE@example.org'].map((email) => post('/sign-up', { ...GOOD, email })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422, 422])
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
    const response = await from()('/sign-up', { ...GOOD, name: '<script>alert(1)</script>', email: 'tags@example.org' })
    const page = await (await canut.nobody('/me', { headers: { cookie: cookieOf(response) } })).text()
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).not.toContain('<script>alert(1)')
  })
})

describe('signing in', () => {
  test('leads where one wanted to go, and only within this instance', async () => {
    const { email } = await canut.signUp()
    const post = from()
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
    const post = from()
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
      const response = await from()('/sign-in', { email, password: TEST_PASSWORD }, headers)
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
    const robot = from('198.51.100.7', { 'accept-language': 'fr' })
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
    expect((await from('198.51.100.8')('/sign-in', { email, password: TEST_PASSWORD })).status).toBe(303)
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

describe('a forgotten password', () => {
  async function linkFor(email: string): Promise<string> {
    const response = await from()('/forgotten-password', { email }, { 'accept-language': 'fr' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/forgotten-password/sent'])
    const link = canut.mails.findLast(({ to }) => to === email)?.text.match(/http\S+/)?.[0]
    if (link === undefined) throw new Error('no mail with a link')
    return link.slice(canut.services.config.publicUrl.length)
  }

  test('is replaced by mail, once, and ends all sessions', async () => {
    const person = await canut.signUp({ name: 'Marie', email: 'marie@example.org' })
    const before = canut.as(person)
    expect((await before('/me')).status).toBe(200)
    const link = await linkFor(person.email)
    expect(canut.mails.at(-1)?.subject).toBe('Un nouveau mot de passe pour Canut')
    expect((await canut.nobody(link)).status).toBe(200)

    const token = new URL(link, 'http://x').searchParams.get('token') ?? ''
    const post = from()
    expect((await post('/reset-password', { token, password: 'short' })).status).toBe(422)
    const changed = await post('/reset-password', { token, password: 'weave by night instead' })
    expect([changed.status, changed.headers.get('location')]).toEqual([303, '/sign-in?done=password'])
    expect(await (await canut.nobody('/sign-in?done=password')).text()).toContain('Your password is changed.')

    expect((await before('/api/v1/me')).status).toBe(401)
    expect((await post('/sign-in', { email: person.email, password: TEST_PASSWORD })).status).toBe(422)
    expect((await post('/sign-in', { email: person.email, password: 'weave by night instead' })).status).toBe(303)
    const again = await post('/reset-password', { token, password: 'a third one, for luck' })
    expect(again.status).toBe(422)
    expect(await again.text()).toContain('This link does not work')
  })

  test('gives a first password to somebody who never had one', async () => {
    const person = await canut.signUp({ email: 'recorded@example.org', passwordHash: 'none' })
    await canut.services.pool.query('delete from logins where person_id = $1', [person.id])
    const token = new URL(await linkFor(person.email), 'http://x').searchParams.get('token') ?? ''
    const post = from()
    expect((await post('/reset-password', { token, password: 'my very first password' })).status).toBe(303)
    expect((await post('/sign-in', { email: person.email, password: 'my very first password' })).status).toBe(303)
  })

  test('says the same for an unknown address, and sends nothing', async () => {
    const count = canut.mails.length
    const response = await from()('/forgotten-password', { email: 'unknown@example.org' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/forgotten-password/sent'])
    expect(canut.mails).toHaveLength(count)
    expect((await from()('/forgotten-password', { email: 'x' })).status).toBe(422)
  })

  test.each(['', 'nonsense', '../../etc', '%00', 'x'.repeat(5000)])('the broken link %j is said to be broken', async (token) => {
    const response = await canut.nobody(`/reset-password?token=${token}`)
    expect(response.status).toBe(422)
    expect((await from()('/reset-password', { token, password: 'good enough as it is' })).status).toBe(422)
  })

  test('an expired link is said to be broken', async () => {
    const person = await canut.signUp()
    const link = await linkFor(person.email)
    await canut.services.pool.query(`update verifications set expires_at = now() - interval '1 second'`)
    expect((await canut.nobody(link)).status).toBe(422)
    const token = new URL(link, 'http://x').searchParams.get('token') ?? ''
    expect((await from()('/reset-password', { token, password: 'good enough as it is' })).status).toBe(422)
  })
})

describe('sessions', () => {
  test('are listed with device and last use, and ended one by one or together', async () => {
    const person = await canut.signUp()
    const here = canut.as(person)
    await here('/me')
    const post = from(undefined, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })
    const others = []
    for (let n = 0; n < 3; n += 1) others.push(cookieOf(await post('/sign-in', { email: person.email, password: TEST_PASSWORD })))

    const page = await (await here('/me')).text()
    expect(page.match(/Firefox on Linux/g)?.length).toBe(6)
    expect(page).toContain('this device')
    const ends = [...page.matchAll(/\/me\/sessions\/ses_[0-9a-f]{32}\/end/g)].map(([path]) => path)
    expect(ends).toHaveLength(3)

    const stranger = await canut.signUp()
    expect((await canut.as(stranger).form(ends[0] ?? '', {})).status).toBe(404)
    expect((await here.form(ends[0] ?? '', {})).headers.get('location')).toBe('/me?done=session')
    expect((await Promise.all(others.map(isSignedIn))).filter(Boolean)).toHaveLength(2)
    expect((await here.form('/me/sessions/end-others', {})).headers.get('location')).toBe('/me?done=sessions')
    expect((await Promise.all(others.map(isSignedIn))).filter(Boolean)).toHaveLength(0)
    expect((await here('/me')).status).toBe(200)

    const { rows } = await canut.services.pool.query('select 1 from sessions where ip_address is not null')
    expect(rows).toEqual([])
  })

  test('end when signing out, and signing out twice is no error', async () => {
    const person = await canut.signUp()
    const me = canut.as(person)
    const out = await me.form('/sign-out', {})
    expect([out.status, out.headers.get('location')]).toEqual([303, '/'])
    expect(out.headers.getSetCookie()[0]).toMatch(/^canut\.session_token=;.*Max-Age=0/)
    expect((await me('/api/v1/me')).status).toBe(401)
    expect((await me.form('/sign-out', {})).status).toBe(303)
  })

  test('in use are prolonged, left alone they end', async () => {
    const own = await startTestApp({ now: new Date() })
    try {
      const { email } = await own.signUp()
      const cookie = cookieOf(await own.nobody.form('/sign-in', { email, password: TEST_PASSWORD }))
      const me = () => own.nobody('/me', { headers: { cookie } })
      own.clock.advance({ minutes: 30 })
      expect((await me()).headers.getSetCookie()).toEqual([])
      own.clock.advance({ days: 29 })
      const prolonged = await me()
      expect(prolonged.status).toBe(200)
      expect(prolonged.headers.getSetCookie()[0]?.split(';')[0]).toBe(cookie)
      own.clock.advance({ days: 29 })
      expect((await me()).status).toBe(200)
      own.clock.advance({ days: 31 })
      expect((await me()).headers.get('location')).toBe('/sign-in?next=%2Fme')
      const post = await own.nobody.form('/me/profile', { name: 'x', locale: '' }, { headers: { cookie, 'accept-language': 'fr' } })
      expect(post.status).toBe(401)
      expect(await post.text()).toContain('connecter')
    } finally {
      await own.close()
    }
  })

  test('with a changed, foreign or senseless cookie are nobody’s', async () => {
    const person = await canut.signUp()
    await canut.as(person)('/me')
    const { rows } = await canut.services.pool.query<{ token: string }>('select token from sessions where person_id = $1', [person.id])
    for (const value of [rows[0]?.token, `${rows[0]?.token}.AAAA`, '%E0%A4%A', 'x'.repeat(4000), '', 'a.b.c'])
      expect(await isSignedIn(`canut.session_token=${value}`)).toBe(false)
  })

  test('over https use the __Secure- name, set and read', async () => {
    const secure = await startTestApp({ env: { PUBLIC_URL: 'https://canut.example' } })
    try {
      const person = await secure.signUp()
      expect((await secure.as(person)('/me')).status).toBe(200)
      const signedIn = await secure.nobody.form('/sign-in', { email: person.email, password: TEST_PASSWORD })
      expect(signedIn.headers.getSetCookie()[0]).toMatch(/^__Secure-canut\.session_token=.*Secure/)
      expect((await secure.nobody('/me', { headers: { cookie: cookieOf(signedIn) } })).status).toBe(200)
    } finally {
      await secure.close()
    }
  })
})

describe('settings', () => {
  test('the chosen language wins over the browser’s and an older choice on the device', async () => {
    const person = await canut.signUp()
    const me = canut.as(person)
    const saved = await me.form('/me/profile', { name: '  Renée  ', locale: 'fr' })
    expect(saved.headers.get('location')).toBe('/me?done=profile')
    expect(saved.headers.getSetCookie().some((cookie) => cookie.startsWith('locale=;'))).toBe(true)
    const page = await (await me('/me?done=profile', { headers: { 'accept-language': 'en' } })).text()
    expect(page).toContain('Votre nom et votre langue sont enregistrés.')
    expect(page).toContain('value="Renée"')
    expect((await me.form('/me/profile', { name: '', locale: 'xx' })).status).toBe(422)
  })

  test('a password is changed by whoever knows it, and other devices are signed out', async () => {
    const person = await canut.signUp()
    const other = canut.as(person)
    await other('/me')
    const cookie = cookieOf(await from()('/sign-in', { email: person.email, password: TEST_PASSWORD }))
    const post = from(undefined, { cookie })
    const wrong = await post('/me/password', { current: 'not this one, sorry', password: 'warp and weft and weave' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('This is not your current password.')
    expect((await post('/me/password', { current: TEST_PASSWORD, password: 'short' })).status).toBe(422)

    const changed = await post('/me/password', { current: TEST_PASSWORD, password: 'warp and weft and weave' })
    expect(changed.headers.get('location')).toBe('/me?done=password')
    expect(await isSignedIn(cookieOf(changed))).toBe(true)
    expect((await other('/api/v1/me')).status).toBe(401)
    expect((await from()('/sign-in', { email: person.email, password: 'warp and weft and weave' })).status).toBe(303)
  })
})

describe('tokens', () => {
  async function make(fields: Record<string, string | readonly string[]>, person?: { isSteward: boolean }) {
    const owner = await canut.signUp(person ?? {})
    const response = await canut.as(owner).form('/me/tokens', { token: 'my script', scopes: ['work'], expires: '', ...fields })
    const page = await response.text()
    return { owner, me: canut.as(owner), response, page, token: /cnt_[\w-]{43}/.exec(page)?.[0] ?? '' }
  }

  test('are shown once, work as a bearer, and stop when revoked', async () => {
    const { me, response, token, owner } = await make({ scopes: ['work', 'request'] })
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const before = await (await me('/me')).text()
    expect(before).not.toContain(token)
    expect(before).toContain('never')

    const answer = await canut.withToken(token)('/api/v1/me')
    expect(await answer.json()).toMatchObject({ person: { email: owner.email }, tokenScopes: ['work', 'request'] })
    const page = await (await me('/me')).text()
    expect(page).toContain('2 March 2026')

    const revoke = /\/me\/tokens\/tok_[0-9a-f]{32}\/revoke/.exec(page)?.[0] ?? ''
    expect((await canut.as(await canut.signUp()).form(revoke, {})).status).toBe(404)
    expect((await canut.withToken(token)('/api/v1/me')).status).toBe(200)
    expect((await me.form(revoke, {})).headers.get('location')).toBe('/me?done=token')
    const after = await canut.withToken(token)('/api/v1/me')
    expect(after.status).toBe(401)
    expect(await after.json()).toMatchObject({ code: 'token_not_valid' })
    expect((await me.form(revoke, {})).status).toBe(404)
  })

  test('only their hash is kept', async () => {
    const { token } = await make({})
    const { rows } = await canut.services.pool.query<{ text: string }>('select t::text from tokens t')
    for (const row of rows) expect(JSON.stringify(row)).not.toContain(token.slice(4))
  })

  test('cannot do what needs a browser: no settings, no other token', async () => {
    const { token } = await make({})
    const program = canut.withToken(token)
    expect((await program('/me')).status).toBe(403)
    expect((await program.form('/me/tokens', { token: 'another', scopes: 'work' })).status).toBe(403)
  })

  test.each([
    [{ token: '', scopes: [] as string[] }, ['2 things to correct', 'Choose at least one.']],
    [{ scopes: ['everything'] }, ['One of these is expected']],
    [{ scopes: ['steward'] }, ['Only stewards can have tokens']],
    [{ expires: '2026-03-01' }, ['This day is over.']],
    [{ expires: 'soon' }, ['One thing to correct']],
    [{ token: 'x'.repeat(1_000_000) }, ['At most 100 characters.']],
  ])('with wrong fields %# are not made', async (fields, sentences) => {
    const { response, page, owner } = await make(fields)
    expect(response.status).toBe(422)
    for (const sentence of sentences) expect(page).toContain(sentence)
    const { rows } = await canut.services.pool.query('select 1 from tokens where person_id = $1', [owner.id])
    expect(rows).toEqual([])
  })

  test('a steward’s may run the instance', async () => {
    const { response } = await make({ scopes: ['steward'] }, { isSteward: true })
    expect(response.status).toBe(200)
  })

  test('work to the end of their last day, and not after', async () => {
    const own = await startTestApp({ now: '2026-03-02T09:00:00Z' })
    try {
      const person = await own.signUp()
      const made = await createToken(own.services, {
        personId: person.id,
        name: 'day',
        scopes: ['work'],
        expiresAt: new Date('2026-03-04T00:00:00Z'),
      })
      if (!made.ok) throw new Error(made.error.kind)
      const program = own.withToken(made.value.token)
      own.clock.set('2026-03-03T23:59:59Z')
      expect((await program('/api/v1/me')).status).toBe(200)
      own.clock.advance({ seconds: 1 })
      expect((await program('/api/v1/me')).status).toBe(401)
    } finally {
      await own.close()
    }
  })

  test.each(['cnt_nonsense', 'x'.repeat(4000), '\u00e9'])('the made-up token %# is refused', async (token) => {
    expect((await canut.withToken(token)('/api/v1/me')).status).toBe(401)
  })
})
