import { expect, test } from 'vitest'
import { decibels, Levels } from './levels.ts'

const tone = (peak: number, samples = 4800) =>
  Float32Array.from({ length: samples }, (_, i) => peak * Math.sin((2 * Math.PI * 220 * i) / 48_000))

test('the loudest sample and the length are those of all pieces together', () => {
  const levels = new Levels()
  for (const peak of [0.1, 0.5, 0.2]) levels.add(tone(peak))
  expect(levels.samples).toBe(14_400)
  expect(levels.peak).toBeCloseTo(0.5, 2)
  expect(levels.latest).toBeCloseTo(0.2, 2)
  expect(levels.clipped).toBe(false)
})

test('a top that is cut off is clipped, a single sample at full scale is chance', () => {
  const once = new Levels()
  once.add(Float32Array.of(0, 1, 0, -1, 0))
  expect(once.clipped).toBe(false)
  const cut = new Levels()
  cut.add(tone(3).map((sample) => Math.max(-1, Math.min(1, sample))))
  expect([cut.clipped, cut.peak]).toEqual([true, 1])
})

test('a top that is cut off across two pieces is clipped too', () => {
  const levels = new Levels()
  levels.add(Float32Array.of(0, 1, 1))
  levels.add(Float32Array.of(1, 0))
  expect(levels.clipped).toBe(true)
})

test.each([
  [1, 0],
  [0.5, -6],
  [0.1, -20],
  [0, -120],
  [2, 0],
  [Number.NaN, -120],
])('%d of full scale is %d dB', (level, db) => {
  expect(decibels(level)).toBe(db)
})
