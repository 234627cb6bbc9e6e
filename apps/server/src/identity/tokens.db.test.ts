import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { createToken } from './index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

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
