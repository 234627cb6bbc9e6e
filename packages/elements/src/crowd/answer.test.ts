import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectAnswer, flattenAnswer, plainAnswer } from './answer.ts'

describe('an answer', () => {
  it('has one member per name; of a shared name the last value stays and all are kept beside it', () => {
    const entries = [
      { name: 'a', value: 1 },
      { name: 'b', value: { x: true } },
      { name: 'a', value: 'two' },
    ]
    expect(collectAnswer(entries)).toEqual({ answer: { a: 'two', b: { x: true } }, all: { a: [1, 'two'] } })
    expect(collectAnswer([])).toEqual({ answer: {}, all: null })
  })

  it('loses no name, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')), value: fc.jsonValue() })),
        (entries) => {
          const { answer, all } = collectAnswer(entries)
          expect(new Set(Object.keys(answer))).toEqual(new Set(entries.map(({ name }) => name)))
          const total = Object.values(all ?? {}).reduce((sum, values) => sum + values.length - 1, Object.keys(answer).length)
          expect(total).toBe(entries.length)
        },
      ),
    )
  })

  it('is flat where a layout asks for it: one member per leaf, lists as JSON text', () => {
    const answer = {
      category: { label: 'Positive' },
      annotatedResult: { boundingBoxes: [{ left: 1 }], inputImageProperties: { height: 480, width: 640 } },
      quality: { blurry: true, dim: false },
      colour: 'blue',
    }
    expect(flattenAnswer(answer)).toEqual({
      'category.label': 'Positive',
      'annotatedResult.boundingBoxes': '[{"left":1}]',
      'annotatedResult.inputImageProperties.height': 480,
      'annotatedResult.inputImageProperties.width': 640,
      'quality.blurry': true,
      'quality.dim': false,
      colour: 'blue',
    })
  })

  it('of a page of plain fields is what a browser sends: boxes that are on, and | between several', () => {
    const file = { uploadId: 'local:1', name: 'a.png', type: 'image/png', size: 3 }
    const entries = [
      { name: 'fit', value: { good: true, bad: false } },
      { name: 'sells', value: { bread: true, milk: false, fish: true } },
      { name: 'none', value: { on: false } },
      { name: 'many', value: ['a', 'c'] },
      { name: 'empty', value: [] },
      { name: 'line', value: 'one' },
      { name: 'line', value: 'two' },
      { name: 'photo', value: file },
      { name: 'photos', value: [file, file] },
    ]
    const answer = { fit: 'good', sells: 'bread|fish', many: 'a|c', line: 'one|two', photo: file, photos: [file, file] }
    expect(plainAnswer(entries)).toEqual(answer)
  })
})
