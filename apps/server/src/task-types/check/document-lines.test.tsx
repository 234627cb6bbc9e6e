import fc from 'fast-check'
import type { CheckResponse } from '@canut/contract'
import { describe, expect, test } from 'vitest'
import { hostile, parse, screenOf, sent } from '../../testing/task-screens.tsx'
import { getTaskSetup, issueSentence } from '../index.ts'
import { consolidateChecks } from './consolidate-checks.ts'
import { documentLines } from './document-lines.preset.ts'

const setup = getTaskSetup('check', documentLines.sample.settings)
const lenient = getTaskSetup('check', { ...(documentLines.sample.settings as object), tolerance: 0.1 })
const box = { x: 10, y: 20, w: 300, h: 24 }
const payload = { draft: 'LYON 1884\nVELOUR5', image: 'page.png', lines: [{ text: 'LYON 1884', box }, { text: 'VELOUR5' }] }
const said = (...lines: readonly (readonly [ok: boolean, text: string])[]) => ({
  ok: false,
  text: '',
  lines: lines.map(([ok, text]) => ({ ok, text })),
})

describe('the lines of a document', () => {
  test('are each right or corrected; what the document is as a whole follows from them, and so does where they stand', () => {
    expect(setup.check(said([false, 'LYON 1834'], [true, 'VELOUR5 ']), payload)).toEqual({
      ok: true,
      value: {
        ok: false,
        text: 'LYON 1834\nVELOUR5',
        lines: [
          { ok: false, text: 'LYON 1834', box },
          { ok: true, text: 'VELOUR5' },
        ],
      },
    })
    expect(setup.check(said([true, 'LYON 1884'], [true, 'VELOUR5']), payload)).toMatchObject({ ok: true, value: { ok: true } })
    expect(setup.check(said([true, 'LYON 1834'], [true, '']), payload)).toMatchObject({
      ok: true,
      value: { ok: false, lines: [{ ok: false }, { ok: false, text: '' }] },
    })
  })

  test('are refused where nobody said anything of one, with its number', () => {
    const result = setup.check(said([false, 'LYON 1884'], [false, 'VELOURS']), payload)
    expect(result).toEqual({ ok: false, error: [{ path: 'lines.0', code: 'line_open', params: { line: 1 } }] })
    expect(setup.check(said([true, 'LYON 1884']), payload)).toMatchObject({ ok: false, error: [{ path: 'lines', code: 'line_count' }] })
    expect(setup.check({ ok: true, text: payload.draft }, payload)).toMatchObject({ ok: false, error: [{ code: 'line_count' }] })
    const ofWhole = setup.check(said([true, 'x']), { draft: 'x', image: 'page.png' })
    expect(ofWhole).toMatchObject({ ok: false, error: [{ code: 'unknown_field' }] })
  })

  test('work without script: a text and a box to tick for each, and what is wrong stands at its line', () => {
    const html = screenOf(setup, { payload })
    expect(html).toContain('<img')
    expect(setup.check(setup.fromForm(sent(html)), payload).ok).toBe(false)
    const ticked = sent(html, { 'response.lines.0.ok': 'yes', 'response.lines.1.text': 'VELOURS' })
    expect(setup.check(setup.fromForm(ticked), payload)).toMatchObject({
      ok: true,
      value: { lines: [{ ok: true }, { ok: false, text: 'VELOURS' }] },
    })
    const result = setup.check(said([true, 'LYON 1884'], [false, 'VELOUR5']), payload)
    const [issue] = result.ok ? [] : result.error
    const page = parse(screenOf(setup, { payload, issues: issue === undefined ? [] : [issue] }))
    expect(page.querySelector('[id="f-lines.1"]')?.tagName).toBe('TEXTAREA')
    expect(page.querySelector('[id="f-lines.1-errors"]')?.textContent).toMatch(/^Line 2: Nothing is said/)
  })

  test('show nothing of a hostile draft but its text', () => {
    const page = parse(screenOf(setup, { payload: { ...payload, lines: [{ text: hostile }] }, readOnly: true }))
    expect(page.querySelector('textarea')?.textContent.trim()).toBe(hostile)
    expect(page.querySelectorAll('script, img[onerror], [name]')).toHaveLength(0)
  })

  test('are judged line by line, by the characters of all together', () => {
    const truth = {
      ok: false,
      text: 'LYON 1834\nVELOURS',
      lines: [
        { ok: false, text: 'LYON 1834' },
        { ok: false, text: 'VELOURS' },
      ],
    }
    const near = {
      ok: false,
      text: '',
      lines: [
        { ok: true, text: 'LYON 1884' },
        { ok: false, text: 'velours' },
      ],
    }
    expect(setup.judge(truth, truth)).toEqual({ right: true, score: 1 })
    expect(setup.judge(near, truth)).toEqual({ right: false, score: 1 - 1 / 16 })
    expect(lenient.judge(near, truth)?.right).toBe(true)
    expect(setup.judge({ ok: true, text: 'LYON 1834 VELOURS' }, truth)).toBeNull()
    expect(setup.describe(near, 'en')).toBe('1. LYON 1884\n2. Corrected: velours')
  })
})

describe('a row', () => {
  const row = { image: 'page.png', lines: JSON.stringify(payload.lines) }

  test('has lines as JSON, in a cell or as they are, with a known text for each', () => {
    expect(setup.readRow(row)).toEqual({ ok: true, value: { payload, truth: null } })
    expect(setup.readRow({ ...row, lines: payload.lines })).toEqual({ ok: true, value: { payload, truth: null } })
    for (const truth of ['LYON 1834\r\nVELOUR5\r\n', ['LYON 1834', 'VELOUR5']]) {
      expect(setup.readRow({ ...row, truth })).toMatchObject({
        ok: true,
        value: { truth: { ok: false, lines: [{ ok: false, text: 'LYON 1834', box }, { ok: true }] } },
      })
    }
    expect(setup.readRow({ image: 'page.png' })).toEqual({
      ok: true,
      value: { payload: { draft: '', image: 'page.png' }, truth: null },
    })
  })

  test.each([
    ['half of a list', { lines: '[' }, 'lines', 'not_json'],
    ['an object', { lines: '{"text": "a"}' }, 'lines', 'not_lines'],
    ['a line without text', { lines: [{ text: 'a' }, { box }] }, 'lines', 'not_lines'],
    ['a place without width', { lines: [{ text: 'a', box: { ...box, w: 0 } }] }, 'lines', 'not_lines'],
    ['too many lines', { lines: Array.from({ length: 501 }, () => ({ text: '' })) }, 'lines', 'too_many'],
    ['lines of no picture', { image: '' }, 'image', 'lines_picture'],
    ['a truth of too few lines', { truth: 'LYON 1834' }, 'truth', 'truth_lines'],
    ['a truth that is no text', { truth: ['LYON 1834', 7] }, 'truth', 'truth_lines'],
    ['a text that cannot be kept', { lines: [{ text: '\u0000' }] }, 'lines', 'not_lines'],
  ])('with %s is refused at its column, with a sentence', (_what, bad, path, code) => {
    const result = setup.readRow({ ...row, ...bad })
    expect(result).toMatchObject({ ok: false, error: [{ path, code }] })
    for (const issue of result.ok ? [] : result.error)
      for (const locale of ['en', 'fr'] as const) expect(issueSentence(issue, locale)).toMatch(/\S/)
  })
})

describe('one of many', () => {
  const given = (...crowd: readonly (readonly string[])[]) =>
    crowd.map((texts, w) => {
      const checked = setup.check(said(...texts.map((text) => [true, text] as const)), payload)
      if (!checked.ok) throw new Error('the response is refused')
      return { task: 't', worker: `w${w}`, response: checked.value, payload }
    })

  test('takes each line by itself, and is as sure as its least sure line', () => {
    const { tasks, workers } = consolidateChecks(
      'exact-vote',
      given(['LYON 1834', 'VELOURS'], ['LYON 1884', 'VELOURS'], ['LYON 1834', 'VELOURS']),
    )
    expect(tasks).toEqual([
      {
        task: 't',
        response: {
          ok: false,
          text: 'LYON 1834\nVELOURS',
          lines: [
            { ok: false, text: 'LYON 1834', box },
            { ok: false, text: 'VELOURS' },
          ],
        },
        confidence: 2 / 3,
        responses: 3,
      },
    ])
    expect(workers.map(({ worker, responses }) => [worker, responses] as const).toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['w0', 1],
      ['w1', 1],
      ['w2', 1],
    ])
    expect(workers.find(({ worker }) => worker === 'w1')?.agreement).toBeCloseTo(1 - 1 / 16)
  })

  test('is a response in its canonical form, in any order of the responses', () => {
    const text = fc.constantFrom('LYON 1834', 'LYON 1884', 'LYON', '')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('exact-vote', 'text-medoid'),
        (all, method) => {
          const crowd = given(...all)
          const [made] = consolidateChecks(method, crowd).tasks
          expect(consolidateChecks(method, crowd.toReversed()).tasks).toEqual([made])
          const response = made?.response as CheckResponse | undefined
          expect(setup.check(response, payload)).toEqual({ ok: true, value: response })
          for (const [place, line] of (response?.lines ?? []).entries()) expect(all.map((each) => each[place])).toContain(line.text)
        },
      ),
    )
  })
})
