import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from './index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

test('a person made by signUp is signed in for the app', async () => {
  const ana = await canut.signUp({ name: 'Ana', locale: 'fr' })
  const page = await canut.as(ana)('/')
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('Se déconnecter')
})

test('nobody is nobody', async () => {
  const page = await canut.nobody('/')
  expect(await page.text()).toContain('Sign in')
})

test('the clock stands until it is moved', () => {
  const before = canut.clock().getTime()
  expect(canut.services.now().getTime()).toBe(before)
  canut.clock.advance({ days: 1, seconds: 1 })
  expect(canut.services.now().getTime() - before).toBe(86_401_000)
})
