import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeWav } from './wav.ts'

test('is a RIFF file of 16 bits that says its rate and length', () => {
  const bytes = encodeWav([Float32Array.of(0, 1, -1), Float32Array.of(2, -2)], 16_000)
  const view = new DataView(bytes.buffer)
  const text = (at: number, length: number) => new TextDecoder().decode(bytes.slice(at, at + length))
  expect([text(0, 4), text(8, 4), text(36, 4)]).toEqual(['RIFF', 'WAVE', 'data'])
  expect([view.getUint32(4, true), view.getUint32(24, true), view.getUint32(40, true)]).toEqual([36 + 10, 16_000, 10])
  expect(Array.from({ length: 5 }, (_, i) => view.getInt16(44 + 2 * i, true))).toEqual([0, 32_767, -32_768, 32_767, -32_768])
})

test('keeps every sample to half a step, however it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.float32Array({ min: -1, max: 1, noNaN: true, maxLength: 50 }), { maxLength: 5 }), (pieces) => {
      const view = new DataView(encodeWav(pieces, 48_000).buffer)
      const samples = pieces.flatMap((piece) => [...piece])
      expect(view.byteLength).toBe(44 + 2 * samples.length)
      for (const [i, sample] of samples.entries())
        expect(Math.abs(view.getInt16(44 + 2 * i, true) / 32_768 - sample)).toBeLessThan(1 / 16_000)
    }),
  )
})
