import { describe, expect, it } from 'vitest'
import { hostile, parse, screenOf, sent } from '../../testing/task-screens.tsx'
import { findTaskType, getTaskSetup } from '../index.ts'

const plain = getTaskSetup('translation', { sourceLanguage: 'en', targetLanguage: 'ar' })
const categories = [{ value: 'sense' }, { value: 'style' }]
const edit = getTaskSetup('translation', { postEdit: true, rating: true, categories })
const issuesOf = (result: { ok: boolean; error?: unknown }): unknown => (result.ok ? [] : result.error)
const payload = { text: 'Good morning', draft: 'Bon 🌞 matin' }

describe('reading a row', () => {
  it('shows a draft only where people correct one', () => {
    expect(plain.readRow({ text: 'a', draft: 'b' })).toMatchObject({ value: { payload: { text: 'a' } } })
    expect(issuesOf(edit.readRow({ text: 'a' }))).toEqual([{ path: 'draft', code: 'missing_value', params: {} }])
  })

  it('reads a glossary from lines or from JSON', () => {
    const glossary = [{ source: 'loom', target: 'métier = à tisser' }]
    expect(plain.readRow({ text: 'a', glossary: ' loom = métier = à tisser \n\n' })).toMatchObject({ value: { payload: { glossary } } })
    expect(plain.readRow({ text: 'a', glossary: JSON.stringify(glossary) })).toMatchObject({ value: { payload: { glossary } } })
    expect(plain.readRow({ text: 'a', glossary })).toMatchObject({ value: { payload: { glossary } } })
  })

  it.each([
    [{ text: '' }, 'text', 'missing_value'],
    [{ text: 'a', glossary: 'loom' }, 'glossary', 'not_a_term'],
    [{ text: 'a', glossary: '[{"source":"a"}]' }, 'glossary', 'not_a_term'],
    [{ text: 'a', glossary: '[' }, 'glossary', 'not_json'],
    [{ text: 'a', glossary: Array(101).fill('a=b').join('\n') }, 'glossary', 'too_many'],
    [{ text: 'a', truth: 'b\u0000' }, 'truth', 'nul_character'],
  ])('refuses the row %j for its %s: %s', (row, path, code) => {
    expect(issuesOf(plain.readRow(row))).toEqual([expect.objectContaining({ path, code })])
  })

  it('names the column of a rating that is none', () => {
    expect(issuesOf(edit.readRow({ text: 'a', draft: 'b', truth: 'c', truth_rating: 'much' }))).toEqual([
      { path: 'truth_rating', code: 'choose_rating', params: {} },
    ])
  })
})

describe('a response', () => {
  it('says itself whether the draft was changed', () => {
    const check = (text: string, edited: boolean) => edit.check({ text, rating: 4, edited }, payload)
    expect(check('Bonjour', false)).toMatchObject({ value: { edited: true } })
    expect(check(' Bon 🌞 matin ', true)).toMatchObject({ value: { edited: false } })
    expect(plain.check({ text: 'Bonjour' }, { text: 'a' })).toEqual({ ok: true, value: { text: 'Bonjour', edited: false } })
  })

  it.each([
    [{ text: ' ', rating: 1 }, 'text', 'required'],
    [{ text: 'a' }, 'rating', 'choose_rating'],
    [{ text: 'a', rating: 6 }, 'rating', 'choose_rating'],
    [{ text: 'a', rating: 2.5 }, 'rating', 'choose_rating'],
    [{ text: 'a', rating: 1, errors: [{ start: 0, end: 12, category: 'sense', severity: 'minor' }] }, 'errors', 'span_outside'],
    [{ text: 'a', rating: 1, errors: [{ start: 3, end: 3, category: 'sense', severity: 'minor' }] }, 'errors', 'span_reversed'],
    [{ text: 'a', rating: 1, errors: [{ start: 0, end: 3, category: 'tone', severity: 'minor' }] }, 'errors', 'not_a_choice'],
    [{ text: 'a', rating: 1, errors: [{ start: 0, end: 3, category: 'sense', severity: 'huge' }] }, 'errors', 'not_a_choice'],
    [{ text: 'a\uD800', rating: 1 }, 'text', 'broken_text'],
  ])('%j is refused at %s: %s', (response, path, code) => {
    expect(issuesOf(edit.check(response, payload))).toEqual([expect.objectContaining({ path, code })])
  })

  it('comes back from its form, mistakes in the draft included', () => {
    const response = { text: '\nBonjour', rating: 2, edited: true, errors: [{ start: 4, end: 5, category: 'style', severity: 'critical' }] }
    const html = screenOf(edit, { payload, response })
    expect(edit.check(edit.fromForm(sent(html)), payload)).toEqual({ ok: true, value: response })
    expect(edit.describe(response, 'en')).toBe('Bonjour\n(rated 2 of 5, 1 mistake)')
    expect(edit.toRow(response)).toMatchObject({ text: '\nBonjour', edited: 'true', rating: '2' })
  })

  it('is right when it shares enough with the known one', () => {
    const truth = { text: 'Bonjour tout le monde', rating: 3 }
    expect(edit.judge({ text: 'Bonjour à tout le monde' }, truth)).toMatchObject({ right: true })
    expect(edit.judge({ text: 'Bonsoir' }, truth)).toMatchObject({ right: false })
    expect(edit.judge({}, truth)).toBeNull()
  })
})

describe('several responses', () => {
  const { consolidation } = edit
  if (consolidation?.kind !== 'responses') throw new Error('translations are made one by the type itself')
  const given = [
    ['w1', 'Bonjour tout le monde', 2],
    ['w2', 'Bonjour à tout le monde', 3],
    ['w3', 'xyz', 5],
  ].map(([worker, text, rating]) => ({ task: 't', worker: String(worker), payload, response: { text, rating, edited: true } }))

  it('become the one nearest to all, with the median rating, whatever their order', () => {
    const { tasks, workers } = consolidation.consolidate('text-medoid', given)
    expect(tasks).toMatchObject([{ task: 't', responses: 3, response: { rating: 3, edited: true } }])
    expect(tasks[0]?.response).toMatchObject({ text: expect.stringMatching(/^Bonjour/) })
    expect(workers.find(({ worker }) => worker === 'w3')?.agreement).toBeLessThan(0.2)
    expect(consolidation.consolidate('text-medoid', given.toReversed()).tasks).toEqual(tasks)
  })
})

describe('the screen and the settings', () => {
  it('show texts as text, in their languages', () => {
    const document = parse(screenOf(plain, { payload: { text: hostile, glossary: [{ source: hostile, target: hostile }] } }))
    expect([...document.querySelectorAll('script, img, [onload], [onerror]')]).toEqual([])
    expect(document.querySelector('textarea')?.getAttribute('lang')).toBe('ar')
    expect(document.querySelector('.task-text')?.getAttribute('lang')).toBe('en')
  })

  it('load the script only where mistakes are marked', () => {
    expect(plain.scripts).toEqual([])
    expect(edit.scripts).toEqual(['/assets/spans.js'])
  })

  it('refuse to ask about a draft where there is none', () => {
    const result = findTaskType('translation')?.setUp({ rating: true, categories })
    expect(result?.ok === false && result.error.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'rating draft_needed',
      'categories draft_needed',
    ])
  })
})
