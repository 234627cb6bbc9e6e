import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { screenOf, sent } from '../../testing/task-screens.tsx'
import { getTaskSetup } from '../index.ts'
import { membersOf } from '../shared/text-value.ts'
import { check } from './check.tsx'
import { consolidateChecks } from './consolidate-checks.ts'

const setup = getTaskSetup('check', check.sample.settings)
const lenient = getTaskSetup('check', { ...(check.sample.settings as object), tolerance: 0.1 })
const payload = { draft: 'Le petit chat dort.', audio: 'a.wav' }

describe('a check', () => {
  test('that changes nothing says that the draft was right, whatever the form claims', () => {
    const right = { ok: true, value: { ok: true, text: payload.draft } }
    expect(setup.check({ ok: false, text: `${payload.draft}\r\n` }, payload)).toEqual(right)
    expect(setup.check({ ok: true, text: 'Autre chose' }, payload)).toEqual({ ok: true, value: { ok: false, text: 'Autre chose' } })
  })

  test('without script is a text to send as it stands, or to change first', () => {
    const html = screenOf(setup, { payload })
    expect(setup.check(setup.fromForm(sent(html)), payload)).toMatchObject({ ok: true, value: { ok: true } })
    const changed = setup.fromForm(sent(html, { 'response.text': 'Le petit chien dort.' }))
    expect(setup.check(changed, payload)).toEqual({ ok: true, value: { ok: false, text: 'Le petit chien dort.' } })
    expect(html).toContain('<audio controls')
  })

  test('may say that nothing is there, but a document without a draft needs a text', () => {
    expect(setup.check({ ok: false, text: '' }, payload)).toEqual({ ok: true, value: { ok: false, text: '' } })
    expect(setup.check({ ok: true, text: ' ' }, { draft: '', image: 'a.png' })).toMatchObject({
      ok: false,
      error: [{ path: 'text', code: 'required' }],
    })
  })

  test('is judged by its characters; case, punctuation and spaces do not count', () => {
    const truth = { ok: true, text: payload.draft }
    expect(setup.judge({ ok: false, text: 'le petit  chat dort' }, truth)).toEqual({ right: true, score: 1 })
    expect(setup.judge({ ok: false, text: 'Le petit chut dort.' }, truth)?.right).toBe(false)
    expect(lenient.judge({ ok: false, text: 'Le petit chut dort.' }, truth)?.right).toBe(true)
    expect(setup.judge({}, truth)).toBeNull()
  })
})

describe('a row', () => {
  test('needs an original beside the draft', () => {
    expect(setup.readRow({ draft: 'x' })).toMatchObject({ ok: false, error: [{ path: 'audio', code: 'original_missing' }] })
    for (const column of ['audio', 'image', 'text']) expect(setup.readRow({ draft: 'x', [column]: 'y' }).ok).toBe(true)
    expect(setup.readRow({ draft: '', image: 'page.png' })).toMatchObject({
      ok: true,
      value: { payload: { draft: '', image: 'page.png' } },
    })
  })
})

describe('one of many', () => {
  const given = (texts: readonly string[]) =>
    texts.map((text, w) => ({ task: 't', worker: `w${w}`, response: { ok: text === 'a b', text }, payload: { draft: 'a b' } }))

  test('is what more than half give, spaces and apostrophes aside, as the draft has it', () => {
    const { tasks } = consolidateChecks('exact-vote', given(['a  b', 'a b', 'a c']))
    expect(tasks).toEqual([{ task: 't', response: { ok: true, text: 'a b' }, confidence: 2 / 3, responses: 3 }])
    expect(consolidateChecks('exact-vote', given(['l’ami', "l'ami", 'lami'])).tasks[0]?.response).toEqual({ ok: false, text: "l'ami" })
  })

  test('is the nearest to all others where no majority is', () => {
    const { tasks } = consolidateChecks('exact-vote', given(['le chat', 'le chats', 'les chats']))
    expect(tasks[0]?.response).toEqual({ ok: false, text: 'le chats' })
  })

  test('does not depend on the order in which responses come, and is a text that somebody gave', () => {
    const texts = fc.array(fc.constantFrom('a b', 'a  b', 'a c', 'b', ''), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(texts, fc.constantFrom('exact-vote', 'text-medoid'), (all, method) => {
        const crowd = given(all)
        const made = consolidateChecks(method, crowd)
        expect(consolidateChecks(method, crowd.toReversed())).toEqual({
          ...made,
          workers: expect.arrayContaining([...made.workers]) as unknown,
        })
        expect(all).toContain(membersOf(made.tasks[0]?.response)['text'])
      }),
    )
  })
})
