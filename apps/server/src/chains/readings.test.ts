import { describe, expect, test } from 'vitest'
import { findTaskType, getTaskSetup, taskTypes, type TaskSetup } from '../task-types/index.ts'
import { rowOf, sourcesOf, suggestMapping } from './readings.ts'

function setupOf(name: string): TaskSetup {
  const type = findTaskType(name)
  const setup = type?.setUp(type.sample.settings)
  if (setup?.ok !== true) throw new Error(`no such type: ${name}`)
  return setup.value
}

describe('what a task of the next step is filled from', () => {
  test.each([
    ['voice', 'transcribe', { audio: 'response.audio', duration: 'response.duration' }],
    ['transcribe', 'transcribe', { audio: 'payload.audio', duration: 'payload.duration', draft: 'response' }],
    ['transcribe', 'check', { draft: 'text', audio: 'payload.audio' }],
    ['check', 'check', { draft: 'text', audio: 'payload.audio', image: 'payload.image', text: 'payload.text' }],
    ['text-class', 'text-class', { text: 'payload.text', context: 'payload.context' }],
    ['transcribe', 'text-class', { text: 'text' }],
    [
      'bbox',
      'bbox',
      { image: 'payload.image', alt: 'payload.alt', width: 'payload.width', height: 'payload.height', prediction: 'response' },
    ],
    ['bbox', 'polygon', { image: 'payload.image', alt: 'payload.alt', width: 'payload.width', height: 'payload.height' }],
    ['image-class', 'image-class', { context: 'payload.context', image: 'payload.image', alt: 'payload.alt' }],
  ])('is suggested from %s to %s', (earlier, next, expected) => {
    expect(suggestMapping(setupOf(earlier), setupOf(next))).toEqual(expected)
  })

  test('is the sound of a film where the earlier step was about films', () => {
    const films = getTaskSetup('transcribe', { material: 'video' })
    expect(suggestMapping(films, setupOf('check'))).toEqual({ draft: 'text', audio: 'payload.video' })
    expect(suggestMapping(films, films)).toMatchObject({ video: 'payload.video', draft: 'response' })
  })

  test('is suggested from what there is, for every pair of kinds', () => {
    const setups = taskTypes.map(({ name }) => setupOf(name))
    for (const earlier of setups)
      for (const next of setups) {
        const columns = [...next.columns.required, ...next.columns.optional]
        for (const [column, source] of Object.entries(suggestMapping(earlier, next))) {
          expect(columns).toContain(column)
          expect(sourcesOf(earlier)).toContain(source)
        }
      }
  })

  test('is read from the answer, the earlier task, or a fixed text; what is not there is left out', () => {
    const answer = {
      payload: { audio: 'fil_1' },
      response: {
        segments: [
          { start: 0, end: 1, text: 'one' },
          { start: 1, end: 2, text: 'two' },
        ],
      },
      label: 'one two',
      confidence: 0.75,
    }
    const mapping = {
      draft: 'text',
      audio: 'payload.audio',
      image: 'payload.image',
      a: '=fixed',
      b: 'label',
      c: 'confidence',
      d: 'response',
    }
    expect(rowOf(mapping, setupOf('transcribe'), answer)).toEqual({
      draft: 'one two',
      audio: 'fil_1',
      a: 'fixed',
      b: 'one two',
      c: 0.75,
      d: answer.response,
    })
    expect(rowOf({ a: 'payload.constructor', b: 'response.toString' }, setupOf('transcribe'), answer)).toEqual({})
  })

  test('says nothing where there is no answer', () => {
    const nothing = { payload: { text: 'A' }, response: null, label: null, confidence: 0.5 }
    expect(rowOf({ text: 'payload.text', x: 'response.label', y: 'text', z: 'label' }, setupOf('text-class'), nothing)).toEqual({
      text: 'A',
    })
  })
})
