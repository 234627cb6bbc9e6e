import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, TEST_PASSWORD, type TestApp } from '../testing/index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

describe('a forgotten password', () => {
  async function linkFor(email: string): Promise<string> {
    const response = await canut.from()('/forgotten-password', { email }, { 'accept-language': 'fr' })
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
    const post = canut.from()
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
    const post = canut.from()
    expect((await post('/reset-password', { token, password: 'my very first password' })).status).toBe(303)
    expect((await post('/sign-in', { email: person.email, password: 'my very first password' })).status).toBe(303)
  })

  test('says the same for an unknown address, and sends nothing', async () => {
    const count = canut.mails.length
    const response = await canut.from()('/forgotten-password', { email: 'unknown@example.org' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/forgotten-password/sent'])
    expect(canut.mails).toHaveLength(count)
    expect((await canut.from()('/forgotten-password', { email: 'x' })).status).toBe(422)
  })

  test.each(['', 'nonsense', '../../etc', '%00', 'x'.repeat(5000)])('the broken link %j is said to be broken', async (token) => {
    const response = await canut.nobody(`/reset-password?token=${token}`)
    expect(response.status).toBe(422)
    expect((await canut.from()('/reset-password', { token, password: 'good enough as it is' })).status).toBe(422)
  })

  test('an expired link is said to be broken', async () => {
    const person = await canut.signUp()
    const link = await linkFor(person.email)
    await canut.services.pool.query(`update verifications set expires_at = now() - interval '1 second'`)
    expect((await canut.nobody(link)).status).toBe(422)
    const token = new URL(link, 'http://x').searchParams.get('token') ?? ''
    expect((await canut.from()('/reset-password', { token, password: 'good enough as it is' })).status).toBe(422)
  })
})
