import { expect, test } from 'vitest'
import { mediaPath, rangeOf } from './serve-media.ts'

test.each([
  [null, null],
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=10-19', { first: 10, last: 19 }],
  ['bytes=90-500', { first: 90, last: 99 }],
  ['bytes=-5', { first: 95, last: 99 }],
  ['bytes=-500', { first: 0, last: 99 }],
  ['bytes=-0', 'outside'],
  ['bytes=100-', 'outside'],
  ['bytes=20-10', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['lines=1-2', null],
  [`bytes=${'9'.repeat(400)}-`, null],
])('reads the range %s of a file of 100 bytes', (header, range) => {
  expect(rangeOf(header, 100)).toEqual(range)
})

test('an address ends in the name without its folders', () => {
  expect(mediaPath({ id: '01890a5d-ac96-774b-bcce-b302099a8057', name: 'set 1/é "x".png' })).toBe(
    '/media/med_01890a5dac96774bbcceb302099a8057/%C3%A9%20%22x%22.png',
  )
})
