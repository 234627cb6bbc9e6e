import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { screenOf } from '../../testing/task-screens.tsx'
import { getTaskSetup } from '../index.ts'
import { consolidateTranscriptions } from './consolidate-transcriptions.ts'
import { transcribe } from './transcribe.tsx'

const setup = getTaskSetup('transcribe', { ...(transcribe.sample.settings as object), speakers: ['A', 'B'] })
const alone = getTaskSetup('transcribe', { ...(transcribe.sample.settings as object), overlap: true })
const payload = { audio: 'a.wav', duration: 10 }
const segment = (start: number, end: number, text = 'bonjour', more = {}) => ({ start, end, text, ...more })
const firstIssue = (response: unknown, of = setup) => {
  const checked = of.check(response, payload)
  return checked.ok ? null : checked.error[0]
}

describe('a transcription', () => {
  test('is kept with its times to the millisecond and its texts without spaces around them', () => {
    expect(setup.check({ segments: [segment(0.12349, 2, '  bonjour ', { speaker: ' A ' })] }, payload)).toEqual({
      ok: true,
      value: { segments: [{ start: 0.123, end: 2, speaker: 'A', text: 'bonjour' }] },
    })
  })

  test('may say that nothing is said', () => {
    expect(setup.check({ segments: [] }, payload)).toEqual({ ok: true, value: { segments: [] } })
  })

  test.each([
    [[segment(2, 2)], 'segment_reversed', 1],
    [[segment(0, 12)], 'segment_outside', 1],
    [[segment(4, 5), segment(1, 2)], 'segment_disorder', 2],
    [[segment(0, 3), segment(2, 5)], 'segment_overlap', 2],
    [[segment(0, 3, ' ')], 'segment_empty', 1],
    [[segment(0, 3, 'x', { speaker: 'C' })], 'segment_speaker', 1],
  ])('with %j is refused: %s in segment %i', (segments, code, number) => {
    expect(firstIssue({ segments })).toMatchObject({ path: 'value', code, params: { number } })
  })

  test('may have segments that overlap where the batch says so', () => {
    expect(firstIssue({ segments: [segment(0, 3), segment(2, 5)] }, alone)).toBeNull()
  })

  test('is judged by its words, not by its times, case or punctuation', () => {
    const truth = { segments: [segment(0, 10, 'Un deux trois quatre cinq six sept huit neuf dix')] }
    const near = { segments: [segment(0, 4, 'un deux, trois quatre cinq'), segment(4, 9, 'six sept huit neuf onze')] }
    expect(setup.judge(near, truth)).toMatchObject({ right: true, score: 0.9 })
    expect(setup.judge({ segments: [segment(0, 1, 'un deux')] }, truth)?.right).toBe(false)
    expect(setup.judge({ segments: [] }, { segments: [] })).toEqual({ right: true, score: 1 })
    expect(setup.judge({}, truth)).toBeNull()
  })
})

describe('a row', () => {
  test('names a film where the batch is about films', () => {
    const films = getTaskSetup('transcribe', { material: 'video' })
    const row = { video: 'a.webm', duration: '2', truth: 'un' }
    const read = films.readRow(row)
    expect(films.columns.required).toEqual(['video'])
    expect(read).toEqual({
      ok: true,
      value: { payload: { video: 'a.webm', duration: 2 }, truth: { segments: [{ start: 0, end: 2, text: 'un' }] } },
    })
    expect(films.mediaNames({ video: 'a.webm' })).toEqual(['a.webm'])
    expect(screenOf(films, { payload: { video: 'a.webm' } })).toMatch(/<canut-transcriber[^>]* kind="video"/)
    expect(screenOf(setup, { payload })).toMatch(/<canut-transcriber[^>]* kind="audio"/)
    expect(films.readRow({ audio: 'a.wav' })).toMatchObject({ error: [{ path: 'video', code: 'missing_value' }] })
  })

  test('takes drafts and truths as texts or as segments', () => {
    const row = { audio: 'a.wav', duration: '3.5', draft: '[{"start":0,"end":1,"text":"un"}]', truth: 'un deux' }
    expect(alone.readRow(row)).toEqual({
      ok: true,
      value: {
        payload: { audio: 'a.wav', duration: 3.5, draft: [{ start: 0, end: 1, text: 'un' }] },
        truth: { segments: [{ start: 0, end: 3.5, text: 'un deux' }] },
      },
    })
  })

  test.each([
    [{ audio: '' }, 'audio', 'missing_value'],
    [{ audio: 'https://x.example/a.mp3' }, 'audio', 'media_address'],
    [{ audio: 'a.wav', duration: '-1' }, 'duration', 'not_a_duration'],
    [{ audio: 'a.wav', draft: '{"segments":[{"start":"x"}]}' }, 'draft', 'not_segments'],
    [{ audio: 'a.wav', draft: '[{]' }, 'draft', 'not_segments'],
    [{ audio: 'a.wav', duration: '1', truth: '[{"start":0,"end":9,"text":"x"}]' }, 'truth', 'segment_outside'],
  ])('%j is refused at %s', (row, path, code) => {
    expect(setup.readRow(row)).toMatchObject({ ok: false, error: [{ path, code }] })
  })
})

describe('one of many', () => {
  const of = (task: string, texts: readonly (readonly string[])[]) =>
    texts.map((parts, w) => ({
      task,
      worker: `w${w}`,
      response: { segments: parts.map((text, i) => segment(i * 2 + w / 100, i * 2 + 2 - w / 100, text)) },
      payload,
    }))

  test('every place of the text is put to the vote, in the segments that most cut', () => {
    const given = of('t', [
      ['le petit chat', 'dort bien'],
      ['le petit chien', 'dort bien'],
      ['le petit chat', 'mort bien'],
    ])
    const { tasks, workers } = consolidateTranscriptions('rover', given)
    expect(tasks).toMatchObject([{ task: 't', responses: 3, response: { segments: [{ text: 'le petit chat' }, { text: 'dort bien' }] } }])
    expect(setup.check(tasks[0]?.response, payload).ok).toBe(true)
    expect(tasks[0]?.confidence).toBeGreaterThan(0.7)
    expect(workers.map(({ agreement }) => agreement)).toEqual([1, 0.8, 0.8])
  })

  test('the medoid is what somebody wrote', () => {
    const given = of('t', [['un deux'], ['un deux trois'], ['un deux trois quatre']])
    expect(consolidateTranscriptions('text-medoid', given).tasks[0]?.response).toEqual(given[1]?.response)
  })

  test('of silence is silence, and of nothing is nothing', () => {
    const silent = ['a', 'b'].map((worker) => ({ task: 't', worker, response: { segments: [] }, payload }))
    expect(consolidateTranscriptions('rover', silent).tasks).toEqual([
      { task: 't', response: { segments: [] }, confidence: 1, responses: 2 },
    ])
    expect(consolidateTranscriptions('rover', []).tasks).toEqual([])
  })

  test('does not depend on the order in which responses come, and is always a response', () => {
    const text = fc.array(fc.constantFrom('un', 'deux', 'trois', 'quatre'), { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
    const crowd = fc.array(fc.array(text, { maxLength: 3 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(crowd, fc.integer(), (texts, seed) => {
        const given = of('t', texts)
        const turned = given.toSorted(
          (a, b) => ((a.worker.charCodeAt(1) * 7919 + seed) % 13) - ((b.worker.charCodeAt(1) * 7919 + seed) % 13),
        )
        for (const method of ['rover', 'text-medoid']) {
          const made = consolidateTranscriptions(method, given)
          expect(consolidateTranscriptions(method, turned).tasks).toEqual(made.tasks)
          expect(setup.check(made.tasks[0]?.response, payload).ok).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })
})
