import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile, parse, screenOf, sent } from '../../testing/task-screens.tsx'
import { getTaskSetup, issueSentence } from '../index.ts'

const labels = [{ value: 'person' }, { value: 'place' }]
const plain = getTaskSetup('spans', { labels })
const nested = getTaskSetup('spans', { labels, overlap: true, relations: [{ value: 'in' }] })
const payload = { text: '👩‍👩‍👧 Anna lives in Lyon' }

const span = (id: string, start: number, end: number, label = 'person') => ({ id, start, end, label })
const issuesOf = (result: { ok: boolean; error?: unknown }): unknown => (result.ok ? [] : result.error)

describe('reading a row', () => {
  it('reads spans as a list, without ids, or as a whole response', () => {
    const list = [{ start: 6, end: 10, label: 'person' }]
    const truth = { spans: [span('s1', 6, 10)] }
    expect(plain.readRow({ ...payload, truth: JSON.stringify(list) })).toMatchObject({ value: { truth } })
    expect(plain.readRow({ ...payload, truth: list })).toMatchObject({ value: { truth } })
    expect(plain.readRow({ ...payload, truth: { spans: list.map((each) => ({ id: 'x', ...each })) } })).toMatchObject({
      value: { truth: { spans: [span('x', 6, 10)] } },
    })
    expect(plain.readRow({ ...payload, truth: '[]' })).toMatchObject({ value: { truth: { spans: [] } } })
    expect(plain.readRow({ ...payload, truth: '' })).toMatchObject({ value: { truth: null } })
  })

  it('takes texts of 50,000 characters, and no longer ones', () => {
    expect(plain.readRow({ text: '🧵'.repeat(50_000) }).ok).toBe(true)
    expect(issuesOf(plain.readRow({ text: 'x'.repeat(50_001) }))).toEqual([{ path: 'text', code: 'too_long', params: { max: 50_000 } }])
  })

  it.each([
    [{}, 'text', 'missing_value'],
    [{ text: ' \n ' }, 'text', 'missing_value'],
    [{ text: 'a\u0000' }, 'text', 'nul_character'],
    [{ text: 'a', truth: '{' }, 'truth', 'not_json'],
    [{ text: 'a', truth: '7' }, 'truth', 'not_json'],
    [{ text: 'a', truth: '[{"start":0,"end":2,"label":"person"}]' }, 'truth', 'span_outside'],
    [{ text: 'ab', truth: '[{"start":1,"end":1,"label":"person"}]' }, 'truth', 'span_reversed'],
    [{ text: 'ab', draft: '[{"start":0,"end":1,"label":"dog"}]' }, 'draft', 'not_a_choice'],
  ])('refuses the row %j for its %s: %s', (row, path, code) => {
    expect(issuesOf(plain.readRow(row))).toEqual([expect.objectContaining({ path, code })])
  })

  it('never throws, and what it accepts can be stored', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.anything())
    fc.assert(
      fc.property(fc.record({ text: cell, draft: cell, truth: cell }, { requiredKeys: [] }), (row) => {
        const result = nested.readRow(row)
        for (const issue of result.ok ? [] : result.error) expect(issueSentence(issue, 'fr').isWellFormed()).toBe(true)
        expect(JSON.stringify(result.ok ? result.value : null).isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('a response', () => {
  it('is put in order, each span once, with relations of the one that is kept', () => {
    const response = {
      spans: [span('c', 20, 24, 'place'), span('a', 6, 10), span('b', 6, 10)],
      relations: [{ from: 'b', to: 'c', label: 'in' }],
    }
    expect(nested.check(response, payload)).toEqual({
      ok: true,
      value: { spans: [span('a', 6, 10), span('c', 20, 24, 'place')], relations: [{ from: 'a', to: 'c', label: 'in' }] },
    })
  })

  it.each([
    [{ spans: [span('a', 0, 99)] }, 'span_outside', { mark: 1, end: 99, length: 24 }],
    [{ spans: [span('a', 6, 10), span('b', 9, 12)] }, 'spans_overlap', { mark: 2 }],
    [{ spans: [span('a', 6, 10), span('a', 12, 14)] }, 'repeated_id', {}],
    [{ spans: [{ ...span('a', 6, 10), label: 'dog' }] }, 'not_a_choice', { mark: 1 }],
    [{ spans: [span('a', -1, 10)] }, 'too_small', { mark: 1, min: 0 }],
    [{ spans: [span('a', 0.5, 10)] }, 'wrong_type', { mark: 1 }],
    [{ spans: [span('a\u0000', 6, 10)] }, 'nul_character', { mark: 1 }],
    [{ spans: [span('\ud83d', 6, 10)] }, 'broken_text', { mark: 1 }],
    [{}, 'mark_or_nothing', {}],
  ])('%j is refused where it is marked: %s', (response, code, params) => {
    expect(issuesOf(plain.check(response, payload))).toEqual([{ path: 'spans', code, params }])
  })

  it('needs two marked parts for a link', () => {
    const spans = [span('a', 6, 10)]
    expect(issuesOf(nested.check({ spans, relations: [{ from: 'a', to: 'z', label: 'in' }] }, payload))).toEqual([
      { path: 'spans', code: 'loose_relation', params: {} },
    ])
    expect(issuesOf(plain.check({ spans, relations: [] }, payload))).toEqual([expect.objectContaining({ code: 'unknown_field' })])
  })

  it('agrees with its JSON Schema, but for what depends on the text', () => {
    const matches = new Ajv2020().compile(nested.responseSchema)
    const number = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.double(), fc.anything())
    const one = fc.record({ id: fc.constantFrom('a', 'b', ''), start: number, end: number, label: fc.constantFrom('person', 'dog') })
    const link = fc.record({ from: fc.constantFrom('a', 'b'), to: fc.constantFrom('a', 'b'), label: fc.constantFrom('in', 'of') })
    const beyond = new Set(['span_outside', 'span_reversed', 'spans_overlap', 'repeated_id', 'loose_relation'])
    fc.assert(
      fc.property(fc.record({ spans: fc.array(one, { maxLength: 4 }), relations: fc.array(link) }, { requiredKeys: ['spans'] }), (each) => {
        const result = nested.check(each, payload)
        expect(matches(each)).toBe(result.ok || result.error.every(({ code }) => beyond.has(code)))
        expect(result.ok ? nested.check(result.value, payload) : result).toEqual(result)
      }),
      { numRuns: 500 },
    )
  })

  it('is judged by the F1 of whole spans, with the tolerance of the settings', () => {
    const truth = { spans: [span('a', 6, 10), span('b', 20, 24, 'place')] }
    const strict = getTaskSetup('spans', { labels, goldPercent: 100 })
    const lenient = getTaskSetup('spans', { labels, goldPercent: 60 })
    const half = { spans: [span('x', 6, 10)] }
    expect(strict.judge({ spans: [span('z', 20, 24, 'place'), span('y', 6, 10)] }, truth)).toEqual({ right: true, score: 1 })
    expect(strict.judge(half, truth)).toEqual({ right: false, score: 2 / 3 })
    expect(lenient.judge(half, truth)).toEqual({ right: true, score: 2 / 3 })
    expect(strict.judge({ spans: [] }, { spans: [] })).toEqual({ right: true, score: 1 })
    expect(strict.judge({ spans: [] }, truth)).toEqual({ right: false, score: 0 })
    expect(strict.judge(null, truth)).toBeNull()
  })
})

describe('several responses', () => {
  const given = (['w1', 'w2', 'w3'] as const).map((worker, n) => ({
    task: 't',
    worker,
    payload,
    response: {
      spans: [span('a', 6, 10), ...(n === 2 ? [] : [span('b', 20, 24, 'place')])],
      relations: n === 2 ? [] : [{ from: 'a', to: 'b', label: 'in' }],
    },
  }))
  const { consolidation } = nested
  if (consolidation?.kind !== 'responses') throw new Error('spans are made one by the type itself')

  it.each(['span-clusters', 'span-vote'])('become one by %s, whatever their order', (method) => {
    const result = consolidation.consolidate(method, given)
    expect(result.tasks[0]).toMatchObject({
      task: 't',
      responses: 3,
      response: {
        spans: [span('s1', 6, 10), span('s2', 20, 24, 'place')],
        relations: [{ from: 's1', to: 's2', label: 'in' }],
      },
    })
    expect(nested.check(result.tasks[0]?.response, payload).ok).toBe(true)
    expect(result.workers.map(({ agreement }) => agreement)).toEqual([1, 1, 2 / 3])
    expect(consolidation.consolidate(method, given.toReversed()).tasks).toEqual(result.tasks)
    expect(consolidation.consolidate(method, [])).toMatchObject({ tasks: [], workers: [] })
  })
})

describe('the screen', () => {
  it('shows texts as text, and says what to do without script', () => {
    const document = parse(screenOf(plain, { payload: { text: hostile, context: hostile } }))
    expect([...document.querySelectorAll('script, img, [onload], [onerror]')]).toEqual([])
    expect(document.querySelector('[data-text]')?.textContent).toBe(hostile)
    expect(screenOf(plain, { payload })).toContain('<noscript>')
  })

  it('keeps line ends that a parser would change', () => {
    const text = 'a\r\nb'
    const exact = parse(screenOf(plain, { payload: { text } }))
      .querySelector('[data-text]')
      ?.getAttribute('data-exact')
    expect(JSON.parse(exact ?? '')).toBe(text)
  })

  it('begins with the draft of the row, and with the response once there is one', () => {
    const draft = { spans: [span('d', 6, 10)] }
    const valueIn = (response: unknown) => parse(screenOf(plain, { payload: { ...payload, draft }, response })).querySelector('canut-spans')
    expect(JSON.parse(valueIn(null)?.getAttribute('value') ?? '')).toEqual(draft)
    expect(JSON.parse(valueIn({ spans: [] })?.getAttribute('value') ?? '')).toEqual({ spans: [] })
  })

  it('shows a response in the text itself where nothing is to be changed', () => {
    const html = screenOf(plain, { payload, response: { spans: [span('a', 6, 10), span('b', 20, 24, 'place')] }, readOnly: true })
    expect([...parse(html).querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Anna [person]', 'Lyon [place]'])
  })

  it.each(['', '{', 'null', '[]'])('takes the value %j of the field for no response', (value) => {
    const html = screenOf(plain, { payload })
    const result = plain.check(plain.fromForm(sent(html, { 'response.value': value })), payload)
    expect(issuesOf(result)).toEqual([expect.objectContaining({ path: 'spans', code: 'mark_or_nothing' })])
  })
})
