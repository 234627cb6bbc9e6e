import { describe, expect, test } from 'vitest'
import { getTaskSetup } from '../index.ts'
import { voice } from './voice.tsx'

const setup = getTaskSetup('voice', voice.sample.settings)
const payload = { sentence: 'Bonjour.', locale: 'fr-FR', minSeconds: 1, maxSeconds: 10 }
const audio = `fil_${'0'.repeat(32)}`
const good = { audio, duration: 2.00049, sampleRate: 48_000, peakDb: -6.04, clipped: false }
const code = (response: unknown) => {
  const checked = setup.check(response, payload)
  return checked.ok ? null : checked.error.map((issue) => issue.code)
}

describe('a recording', () => {
  test('is kept with its length to the millisecond', () => {
    expect(setup.check(good, payload)).toEqual({ ok: true, value: { ...good, duration: 2, peakDb: -6 } })
  })

  test.each([
    [{}, 'recording_missing'],
    [{ ...good, audio: 'local:0b7a3f5e-58a5-4f0a-8c58-2a1f6a3f9f10' }, 'recording_elsewhere'],
    [{ ...good, duration: 0.5 }, 'recording_too_short'],
    [{ ...good, duration: 11 }, 'recording_too_long'],
    [{ ...good, peakDb: -60 }, 'recording_silent'],
    [{ ...good, duration: Number.NaN }, 'recording_missing'],
    [{ ...good, more: 1 }, 'recording_missing'],
  ])('%j is refused: %s', (response, expected) => {
    expect(code(response)).toEqual([expected])
  })

  test('may be too loud: that is said, and does not stop anybody', () => {
    expect(code({ ...good, clipped: true })).toBeNull()
  })

  test('is what the file says it is', () => {
    const facts = (seconds: number | null) => new Map([[audio, { contentType: 'audio/wav', bytes: 10, seconds, keepsExif: false }]])
    const check = (seconds: number | null) => setup.files?.check(good, payload, facts(seconds))
    expect([check(2.1), check(null), check(5)]).toMatchObject([
      { ok: true, value: good },
      { ok: true, value: good },
      { ok: false, error: [{ code: 'recording_differs' }] },
    ])
    expect(setup.files?.named(good)).toEqual([{ path: 'value', file: audio }])
    expect(setup.files?.named({ audio: 'local:x' })).toEqual([])
  })
})

describe('a row', () => {
  test('may say its own language and lengths', () => {
    expect(setup.readRow({ sentence: 'Hello.', locale: 'en-GB', min_seconds: '0,5', max_seconds: '3' })).toEqual({
      ok: true,
      value: { payload: { sentence: 'Hello.', locale: 'en-GB', minSeconds: 0.5, maxSeconds: 3 }, truth: null },
    })
  })

  test.each([
    [{ sentence: '' }, 'sentence', 'missing_value'],
    [{ sentence: 'x', locale: 'french please' }, 'locale', 'not_a_language'],
    [{ sentence: 'x', min_seconds: 'long' }, 'min_seconds', 'not_seconds'],
    [{ sentence: 'x', max_seconds: '500' }, 'max_seconds', 'not_seconds'],
    [{ sentence: 'x', min_seconds: '5', max_seconds: '5' }, 'max_seconds', 'seconds_reversed'],
  ])('%j is refused at %s', (row, path, expected) => {
    expect(setup.readRow(row)).toMatchObject({ ok: false, error: [{ path, code: expected }] })
  })
})
