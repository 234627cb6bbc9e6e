import { describe, expect, it } from 'vitest'
import { locales } from '../platform/i18n/index.ts'
import { parse, render, sent } from '../testing/task-screens.tsx'
import { findTaskType, taskTypes } from './index.ts'

const isText = (control: { tagName: string; getAttribute(name: string): string | null }) =>
  control.tagName === 'TEXTAREA' || (control.tagName === 'INPUT' && control.getAttribute('type') === 'text')

describe.each(taskTypes.map(({ name }) => name))('the settings form of %s', (name) => {
  const type = findTaskType(name)
  if (type === null) throw new Error(`${name} is not registered`)
  const formOf = (settings: unknown, locale: 'en' | 'fr' = 'en') =>
    render(<type.SettingsFields settings={settings} issues={[]} locale={locale} />)

  it('gives back the settings of its sample', () => {
    const { sample } = type
    const given = type.settingsFromForm(sent(formOf(sample.settings)))
    expect(type.setUp(given)).toMatchObject({ ok: true })
    expect(formOf(given)).toBe(formOf(sample.settings))
  })

  it.each(locales)('shows again what was typed, even where it is wrong, in %s', (locale) => {
    const html = formOf(type.sample.settings, locale)
    const typed = [...parse(html).querySelectorAll('input, textarea')].filter(isText).map((control) => control.getAttribute('name') ?? '')
    const form = sent(html, Object.fromEntries(typed.map((each) => [each, 'wrong : x'])))
    const again = sent(formOf(type.settingsFromForm(form), locale))
    const lost = typed.filter((each) => again.get(each) !== 'wrong : x')
    expect(lost).toEqual([])
  })
})
