import { expect, test } from 'vitest'
import { changePedal, mayBePedal, pedalCommand, USUAL_PEDAL } from './pedal-keys.ts'

test('function keys and the keys of media do what they say', () => {
  expect(['F7', 'F8', 'F9', 'F2', 'MediaPlayPause', 'MediaTrackNext', 'KeyA'].map((code) => pedalCommand(code, USUAL_PEDAL))).toEqual([
    'back',
    'play',
    'forward',
    'mark',
    'play',
    'forward',
    null,
  ])
})

test('no key ever means two things', () => {
  expect(changePedal(USUAL_PEDAL, 'back', 'F8')).toEqual({ ...USUAL_PEDAL, back: 'F8', play: 'F7' })
})

test('a key that writes or moves cannot be a pedal', () => {
  expect(['F13', 'MediaStop', 'Pause'].every(mayBePedal)).toBe(true)
  expect(['KeyA', 'Digit1', 'Enter', 'Space', 'ArrowLeft', 'Tab', 'Escape', 'Backspace'].some(mayBePedal)).toBe(false)
})
