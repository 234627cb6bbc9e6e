import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile, parse, render, screenOf, sent } from '../../testing/task-screens.tsx'
import { getTaskSetup, issueSentence, type TaskSetup } from '../index.ts'
import { textClass } from './text-class.tsx'

const labels = [
  { value: 'yes', en: 'Yes', fr: 'Oui' },
  { value: 'no', en: '', fr: 'Non' },
  { value: 'Là-bas', en: '', fr: '' },
]
const single = getTaskSetup('text-class', { labels })
const several = getTaskSetup('text-class', { labels, multiple: true, none: true })

const issuesOf = (result: { ok: boolean; error?: unknown }): unknown => (result.ok ? [] : result.error)

describe('reading a row', () => {
  it('keeps the text as it is, and the context when there is one', () => {
    expect(single.readRow({ text: '  Deux\n lignes ', context: '', other: 'ignored' })).toEqual({
      ok: true,
      value: { payload: { text: '  Deux\n lignes ' }, truth: null },
    })
    expect(single.readRow({ text: 'a', context: 'b', truth: ' yes ' })).toEqual({
      ok: true,
      value: { payload: { text: 'a', context: 'b' }, truth: { label: 'yes' } },
    })
  })

  it('takes numbers and booleans of JSON Lines for their text', () => {
    expect(single.readRow({ text: 42, context: false, truth: null })).toMatchObject({
      value: { payload: { text: '42', context: 'false' } },
    })
  })

  it('counts characters, not code units', () => {
    expect(single.readRow({ text: '🧵'.repeat(20_000) }).ok).toBe(true)
    expect(issuesOf(single.readRow({ text: '🧵'.repeat(20_001) }))).toEqual([{ path: 'text', code: 'too_long', params: { max: 20_000 } }])
    expect(issuesOf(single.readRow({ text: 'x'.repeat(10_000_000) }))).toEqual([
      { path: 'text', code: 'too_long', params: { max: 20_000 } },
    ])
  })

  it.each([
    [{}, 'text', 'missing_value'],
    [{ text: '' }, 'text', 'missing_value'],
    [{ text: ' \n\t ' }, 'text', 'missing_value'],
    [{ text: null }, 'text', 'missing_value'],
    [{ text: ['a'] }, 'text', 'not_text'],
    [{ text: { a: 1 } }, 'text', 'not_text'],
    [{ text: 'a\u0000b' }, 'text', 'nul_character'],
    [{ text: 'a\uD800b' }, 'text', 'broken_text'],
    [{ text: 'a', context: '\uDC00' }, 'context', 'broken_text'],
    [{ text: 'a', truth: 'Yes' }, 'truth', 'unknown_label'],
    [{ text: 'a', truth: 'yes|no' }, 'truth', 'unknown_label'],
    [{ text: 'a', truth: ['yes', 'no'] }, 'truth', 'unknown_label'],
    [{ text: 'a', truth: { label: 'yes' } }, 'truth', 'unknown_label'],
    [{ text: 'a', truth: 'none' }, 'truth', 'unknown_label'],
  ])('refuses the row %j for its %s: %s', (row, path, code) => {
    expect(issuesOf(single.readRow(row))).toEqual([expect.objectContaining({ path, code })])
  })

  it('names all problems of a row at once', () => {
    expect(issuesOf(single.readRow({ text: '', context: '\u0000', truth: 'maybe' }))).toEqual([
      { path: 'text', code: 'missing_value', params: {} },
      { path: 'context', code: 'nul_character', params: {} },
      { path: 'truth', code: 'unknown_label', params: { value: 'maybe', known: 'yes, no, Là-bas' } },
    ])
  })

  it('reads several truths in any order, and in any Unicode form', () => {
    expect(several.readRow({ text: 'a', truth: 'Là-bas | yes|yes' })).toMatchObject({ value: { truth: { labels: ['yes', 'Là-bas'] } } })
    expect(several.readRow({ text: 'a', truth: ['no', 'yes'] })).toMatchObject({ value: { truth: { labels: ['yes', 'no'] } } })
    expect(several.readRow({ text: 'a', truth: 'none' })).toMatchObject({ value: { truth: { labels: ['none'] } } })
    expect(several.readRow({ text: 'a', truth: ' | ' })).toMatchObject({ value: { truth: null } })
    expect(issuesOf(several.readRow({ text: 'a', truth: 'none|yes' }))).toEqual([{ path: 'truth', code: 'none_with_others', params: {} }])
  })

  it('never throws, and what it accepts can be stored', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('yes', 'none', '\u0000', '\uD800'), fc.anything())
    fc.assert(
      fc.property(fc.record({ text: cell, context: cell, truth: cell }, { requiredKeys: [] }), (row) => {
        const result = several.readRow(row)
        const stored = JSON.stringify(result.ok ? result.value : null)
        expect(stored.isWellFormed() && !/\\u0000|\\ud[89a-f]/i.test(stored)).toBe(true)
        for (const issue of result.ok ? [] : result.error) expect(issueSentence(issue, 'fr').isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('a response', () => {
  it('is one label', () => {
    expect(single.check({ label: 'Là-bas' }, {})).toEqual({ ok: true, value: { label: 'Là-bas' } })
    expect(single.label({ label: 'Là-bas' })).toBe('Là-bas')
    expect(single.describe({ label: 'no' }, 'en')).toBe('Non')
    expect(single.toRow({ label: 'no' })).toEqual({})
  })

  it('is several labels, compared whatever the order in which they were picked', () => {
    expect(several.check({ labels: ['no', 'yes', 'no'] }, {})).toEqual({ ok: true, value: { labels: ['yes', 'no'] } })
    expect(several.label({ labels: ['no', 'yes'] })).toBe('yes|no')
    expect(several.describe({ labels: ['yes', 'none'] }, 'fr')).toBe('Oui, Aucune de ces réponses')
    expect(several.toRow({ labels: ['no'] })).toEqual({ 'label:yes': '0', 'label:no': '1', 'label:Là-bas': '0', 'label:none': '0' })
  })

  it.each<[TaskSetup, unknown, string, string]>([
    [single, {}, 'label', 'choose_one'],
    [single, { label: '' }, 'label', 'choose_one'],
    [single, { label: 'maybe' }, 'label', 'not_a_choice'],
    [single, { label: 'yes', x: 1 }, 'x', 'unknown_field'],
    [several, {}, 'labels', 'choose_some'],
    [several, { labels: [] }, 'labels', 'choose_some'],
    [several, { labels: ['yes', 'none'] }, 'labels', 'none_with_others'],
    [several, { labels: Array(100).fill('yes') }, 'labels', 'too_many'],
    [several, { labels: ['yes', 7] }, 'labels', 'not_a_choice'],
  ])('is refused with what to do about it', (setup, response, path, code) => {
    expect(issuesOf(setup.check(response, {}))).toEqual([expect.objectContaining({ path, code })])
  })

  it('agrees with its JSON Schema, but for "none of these" beside others', () => {
    const ajv = new Ajv2020()
    const value = fc.oneof(fc.constantFrom('yes', 'no', 'Là-bas', 'none', 'maybe'), fc.anything())
    for (const setup of [single, several]) {
      const matches = ajv.compile(setup.responseSchema)
      const response = fc.oneof(
        fc.record({ label: value }),
        fc.record({ labels: fc.array(value, { maxLength: 6 }) }),
        fc.record({ label: value, labels: fc.array(value) }, { requiredKeys: [] }),
        fc.anything(),
      )
      fc.assert(
        fc.property(response, (each) => {
          const result = setup.check(each, {})
          const isMix = !result.ok && result.error.every(({ code }) => code === 'none_with_others')
          expect(matches(each)).toBe(result.ok || isMix)
        }),
      )
    }
  })
})

describe('the screen', () => {
  const evil = getTaskSetup('text-class', {
    labels: [{ value: hostile, en: hostile, fr: hostile }, { value: 'b' }],
    question: { en: hostile },
    none: true,
  })

  it('shows every text as text', () => {
    const document = parse(screenOf(evil, { payload: { text: hostile, context: hostile }, response: { label: hostile } }))
    expect([...document.querySelectorAll('script, img, [onload], [onerror]')]).toEqual([])
    expect(document.querySelector('.task-text')?.textContent).toBe(hostile)
    expect(document.querySelector('legend')?.textContent).toBe(hostile)
    expect(document.querySelector('input:checked')?.getAttribute('value')).toBe(hostile)
  })

  it('shows what was typed into the settings as text', () => {
    const typed = { labels: [{ value: hostile, en: '</textarea><script>', fr: '' }], textLanguage: hostile }
    const document = parse(render(textClass.SettingsFields({ settings: typed, issues: [], locale: 'fr' })))
    expect([...document.querySelectorAll('script, img')]).toEqual([])
    expect(document.querySelector('textarea')?.textContent.trim()).toBe(`${hostile} | </textarea><script>`)
  })

  it('gives keys 1–9 to the first nine labels and 0 to none of these', () => {
    const many = getTaskSetup('text-class', { labels: Array.from({ length: 12 }, (_, i) => ({ value: `l${i}` })), none: true })
    const inputs = [...parse(screenOf(many, { payload: { text: 'a' } })).querySelectorAll('input')]
    expect(inputs.map((input) => input.getAttribute('data-key'))).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      null,
      null,
      null,
      '0',
    ])
    expect(inputs.map((input) => input.id).slice(0, 2)).toEqual(['f-label', 'f-label-1'])
  })

  it('takes the picked labels, one or several, and none at all', () => {
    const html = screenOf(several, { payload: { text: 'a' } })
    expect(several.check(several.fromForm(sent(html, { 'response.labels': ['no', 'yes'] })), {})).toMatchObject({
      value: { labels: ['yes', 'no'] },
    })
    expect(several.fromForm(sent(html))).toEqual({ labels: [] })
    expect(single.fromForm(sent(screenOf(single, { payload: { text: 'a' } })))).toEqual({})
  })

  it('tells two read-only screens of one page apart', () => {
    const html = screenOf(single, { id: 'r1', payload: { text: 'a' }, response: { label: 'yes' }, readOnly: true })
    expect(html).toContain('name="r1.response.label"')
  })
})

describe('the settings', () => {
  const setUp = (settings: object): unknown => issuesOf(textClass.setUp(settings))

  it.each([
    [{ labels: [] }, 'labels', 'too_few'],
    [{ labels: [{ value: 'a' }] }, 'labels', 'too_few'],
    [{ labels: Array.from({ length: 51 }, (_, i) => ({ value: `${i}` })) }, 'labels', 'too_many'],
    [{ labels: [{ value: 'a' }, { value: ' a ' }] }, 'labels', 'repeated_value'],
    [{ labels: [{ value: 'é' }, { value: 'e\u0301' }] }, 'labels', 'repeated_value'],
    [{ labels: [{ value: 'a' }, { value: 'none' }], none: true }, 'labels', 'none_is_reserved'],
    [{ labels: [{ value: 'a' }, { value: 'b|c' }] }, 'labels', 'bar_in_text'],
    [{ labels: [{ value: 'a' }, { value: '' }] }, 'labels', 'required'],
    [{ labels: [{ value: 'a' }, { value: 'b', en: 'x\u0000' }] }, 'labels', 'nul_character'],
    [{ labels: [{ value: 'a' }, { value: 'x'.repeat(101) }] }, 'labels', 'too_long'],
    [{ labels, question: { en: '\uD800', fr: '' } }, 'question.en', 'broken_text'],
    [{ labels, textLanguage: 'French please' }, 'textLanguage', 'not_a_language'],
    [{ labels, multiple: 'yes' }, 'multiple', 'wrong_type'],
    [{ labels, colour: 'red' }, 'colour', 'unknown_field'],
  ])('%j is refused at %s: %s', (settings, path, code) => {
    expect(setUp(settings)).toEqual([expect.objectContaining({ path, code })])
  })

  it('names the line of a label', () => {
    expect(setUp({ labels: [{ value: 'a' }, { value: 'b' }, { value: 'a' }] })).toEqual([
      { path: 'labels', code: 'repeated_value', params: { line: 3, value: 'a' } },
    ])
  })

  it('reads labels from lines, and refuses a fourth part', () => {
    const form = new FormData()
    form.set('labels', 'a | Apple | Pomme\r\n\r\n b\r\nc || Cerise')
    expect(textClass.settingsFromForm(form)).toMatchObject({
      labels: [
        { value: 'a', en: 'Apple', fr: 'Pomme' },
        { value: 'b', en: '', fr: '' },
        { value: 'c', en: '', fr: 'Cerise' },
      ],
    })
    form.set('labels', 'a | b | c | d\nb')
    expect(setUp(textClass.settingsFromForm(form) as object)).toEqual([{ path: 'labels', code: 'bar_in_text', params: { line: 1 } }])
  })
})
