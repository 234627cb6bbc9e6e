import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type JsonValue } from './canonical-json.ts'

describe('canonicalJson', () => {
  it('writes keys in one order, amounts and instants as text, and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 12n, a: new Date(0), é: [null, true], A: undefined, 'a"': 1.5 })).toBe(
      '{"a":"1970-01-01T00:00:00.000Z","a\\"":1.5,"b":"12","é":[null,true]}',
    )
  })

  it('replaces what the database cannot keep', () => expect(canonicalJson('a\u0000b\ud800')).toBe('"a\ufffdb\ufffd"'))

  it('orders keys as they are kept, and keeps the last of those that become the same', () => {
    expect(canonicalJson({ '\ud800': 1, '\ue000': 2, '\u0000': 3 })).toBe('{"\ue000":2,"\ufffd":3}')
  })

  it('gives the same text for the same value whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue() as fc.Arbitrary<JsonValue>), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
      }),
    )
  })

  it('is JSON: it reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text)
      }),
    )
  })
})
