import { expect, test } from 'vitest'
import { digestRetrySeconds, isDigestHour } from './digest.ts'

test('a digest is mailed from nine in the morning, and not from six in the evening on', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter(isDigestHour)
  expect(hours).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17])
})

test('a mail that could not be sent is tried again after a minute, then later each time, and every hour at least', () => {
  expect([1, 2, 3, 6, 7, 50].map(digestRetrySeconds)).toEqual([60, 120, 240, 1920, 3600, 3600])
})
