import { expect, test } from 'vitest'
import { secondsOf, singVowels } from './sounds.ts'

test('a song is a WAV file of its length, loud enough to be heard and never cut off', () => {
  const bytes = singVowels(['a', 'i'])
  const samples = new Int16Array(bytes.buffer, 44)
  expect(samples.length / 16_000).toBeCloseTo(secondsOf(['a', 'i']), 3)
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  expect(peak).toBeGreaterThan(3000)
  expect(peak).toBeLessThan(32_000)
  expect(singVowels(['a', 'i'])).toEqual(bytes)
})
