import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { outputOf } from '../testing/output-of.ts'
import { run } from './run.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ now: new Date() })
  vi.stubEnv('DATABASE_URL', canut.databaseUrl)
  vi.stubEnv('CANUT_DATA', canut.services.config.dataDir)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await canut.close()
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})

const command = (...args: string[]) => outputOf(() => run(['node', 'canut', 'token', ...args]))

test('a token made on the command line works, is listed without its secret, and is revoked', async () => {
  const { email } = await canut.signUp()
  const made = await command('create', '--email', email.toUpperCase(), '--scope', 'work', '--scope', 'request', '--name', 'robot', '--json')
  expect(made).toMatchObject({ code: 0, err: '' })
  const { token, id } = JSON.parse(made.out) as { token: string; id: string }
  const me = await canut.withToken(token)('/api/v1/me')
  expect(await me.json()).toMatchObject({ person: { email }, tokenScopes: ['work', 'request'] })

  const listed = await command('list', '--email', email, '--json')
  expect(listed.out).not.toContain(token)
  expect(JSON.parse(listed.out)).toMatchObject([{ id, name: 'robot', scopes: ['work', 'request'], expiresAt: null }])

  expect((await command('revoke', id)).code).toBe(0)
  expect((await canut.withToken(token)('/api/v1/me')).status).toBe(401)
  expect((await command('list', '--email', email)).out).toBe(`${email} has no tokens.\n`)
  const again = await command('revoke', id)
  expect(again.code).toBe(1)
  expect(again.err).toContain('There is no token')
})

test('printed alone, a token goes straight into a variable of the shell', async () => {
  const { email } = await canut.signUp()
  expect((await command('create', '--email', email, '--scope', 'work', '--expires', '2999-12-31')).out).toMatch(/^cnt_[\w-]{43}\n$/)
})

test.each([
  [['create', '--email', 'nobody@example.org', '--scope', 'work'], 'Nobody has signed up with nobody@example.org'],
  [['create', '--email', 'EMAIL', '--scope', 'steward'], 'is not a steward'],
  [['create', '--email', 'EMAIL', '--scope', 'work', '--expires', '2001-01-01'], 'is over'],
  [['revoke', 'tok_nonsense'], 'There is no token tok_nonsense'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { email } = await canut.signUp()
  const refused = await command(...args.map((arg) => (arg === 'EMAIL' ? email : arg)))
  expect(refused.code).toBe(1)
  expect(refused.out).toBe('')
  expect(refused.err).toContain(sentence)
})
