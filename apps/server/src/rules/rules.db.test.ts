import { PARAMETERS } from '@canut/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { readParameters } from './index.ts'
import { messages } from './rules.messages.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

// unbreakable spaces of French typography
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const rules = async (locale: 'en' | 'fr') => {
  const response = await canut.nobody('/rules', { headers: { 'accept-language': locale } })
  expect(response.status).toBe(200)
  return plain(await response.text())
}

describe('the page of rules', () => {
  it.each(['en', 'fr'] as const)('shows everybody each parameter with its value and what it does (%s)', async (locale) => {
    const html = await rules(locale)
    for (const { name, effect } of Object.values(messages[locale].parameters)) {
      expect(html).toContain(plain(name))
      expect(html).toContain(plain(effect))
    }
    expect(html.match(/<tr role="row">/g)).toHaveLength(Object.keys(PARAMETERS).length + 1)
  })

  it('shows the values that the engine uses, at once when one is changed, and since when', async () => {
    expect(await rules('en')).toContain('10 %')
    expect((await readParameters(canut.services.db)).feePercent).toBe(PARAMETERS.feePercent.default)
    await canut.services.db
      .insertInto('parameters')
      .values({ name: 'feePercent', value: 12.5, changed_at: new Date('2026-02-01T10:00:00Z') })
      .execute()
    expect((await readParameters(canut.services.db)).feePercent).toBe(12.5)
    const html = await rules('fr')
    expect(html).toContain('12,5 %')
    expect(html).toContain('1 février 2026')
  })
})
