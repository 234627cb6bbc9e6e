import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOfList } from './json-list.ts'

async function* blocks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function linesOf(text: string, size = 7): Promise<string[]> {
  let whole = ''
  const pieces: Uint8Array[] = []
  for await (const piece of linesOfList(blocks(text, size))) pieces.push(piece)
  whole = Buffer.concat(pieces).toString()
  return whole.split('\n')
}

describe('a JSON list', () => {
  it('is read as its members, however it is written and cut', async () => {
    const members = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(members, fc.constantFrom(undefined, 1, 4), fc.integer({ min: 1, max: 20 }), async (list, indent, size) => {
        const lines = await linesOf(JSON.stringify(list, null, indent), size)
        const read = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as unknown)
        expect(read).toEqual(JSON.parse(JSON.stringify(list)))
      }),
      { numRuns: 200 },
    )
  })

  it('keeps the number of the line on which a member begins', async () => {
    const lines = await linesOf('[\n  {\n    "a": 1\n  },\n  {"b": 2},\n\n  {"c":\n3}\n]\n')
    const places = lines.flatMap((line, place) => (line.trim() === '' ? [] : [[place + 1, JSON.parse(line) as unknown]]))
    expect(places).toEqual([
      [2, { a: 1 }],
      [5, { b: 2 }],
      [7, { c: 3 }],
    ])
  })

  it('that is cut off ends in a line that is none', async () => {
    expect((await linesOf('[{"a":1},{"b"')).filter(Boolean)).toEqual(['{"a":1}', '{"b"', ']'])
    expect((await linesOf('[{"a":1}')).filter(Boolean)).toEqual(['{"a":1}', ']'])
  })

  it('is all that is changed', async () => {
    for (const text of ['a,b\n1,2\n', '{"a":[1,\n2]}\n', ' \n{"a":1}', '']) expect((await linesOf(text)).join('\n')).toBe(text)
  })
})
