import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cookieOf, startTestApp, TEST_PASSWORD, type TestApp } from '../testing/index.ts'
import { forgetExpired } from './index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

async function isSignedIn(cookie: string): Promise<boolean> {
  return (await canut.nobody('/api/v1/me', { headers: { cookie } })).status === 200
}

describe('sessions', () => {
  test('are listed with device and last use, and ended one by one or together', async () => {
    const person = await canut.signUp()
    const here = canut.as(person)
    await here('/me')
    const post = canut.from(undefined, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })
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
    const cookie = cookieOf(await canut.from()('/sign-in', { email: person.email, password: TEST_PASSWORD }))
    const post = canut.from(undefined, { cookie })
    const wrong = await post('/me/password', { current: 'not this one, sorry', password: 'warp and weft and weave' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('This is not your current password.')
    expect((await post('/me/password', { current: TEST_PASSWORD, password: 'short' })).status).toBe(422)

    const changed = await post('/me/password', { current: TEST_PASSWORD, password: 'warp and weft and weave' })
    expect(changed.headers.get('location')).toBe('/me?done=password')
    expect(await isSignedIn(cookieOf(changed))).toBe(true)
    expect((await other('/api/v1/me')).status).toBe(401)
    expect((await canut.from()('/sign-in', { email: person.email, password: 'warp and weft and weave' })).status).toBe(303)
  })
})

test('what has expired is deleted, what serves stays', async () => {
  const own = await startTestApp({ now: new Date() })
  try {
    const person = await own.signUp()
    await own.nobody.form('/sign-in', { email: person.email, password: TEST_PASSWORD })
    await own.nobody.form('/forgotten-password', { email: person.email })
    const count = async () => {
      const { rows } = await own.services.pool.query<Record<string, number>>(
        `select (select count(*)::int from sessions) sessions, (select count(*)::int from verifications) verifications,
           (select count(*)::int from rate_limits) attempts`,
      )
      return rows[0]
    }
    await forgetExpired(own.services)
    expect(await count()).toEqual({ sessions: 1, verifications: 1, attempts: 2 })
    own.clock.advance({ hours: 2 })
    await forgetExpired(own.services)
    expect(await count()).toEqual({ sessions: 1, verifications: 0, attempts: 0 })
    own.clock.advance({ days: 31 })
    await forgetExpired(own.services)
    expect(await count()).toEqual({ sessions: 0, verifications: 0, attempts: 0 })
  } finally {
    await own.close()
  }
})
