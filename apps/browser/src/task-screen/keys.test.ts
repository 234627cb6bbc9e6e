import { describe, expect, it } from 'vitest'
import { changeKey, keyName, meaningOf, USUAL_KEYS } from './keys.ts'

const press = (code: string, more: Partial<{ key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  code,
  key: code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

describe('single keys', () => {
  it('mean nothing inside a text field, where people write', () => {
    for (const code of ['KeyS', 'KeyR', 'KeyU', 'Digit1', 'Enter', 'ArrowDown']) {
      expect(meaningOf(press(code), 'text', USUAL_KEYS)).toBeNull()
      expect(meaningOf(press(code), 'lines', USUAL_KEYS)).toBeNull()
    }
    expect(meaningOf(press('KeyQ', { key: '?' }), 'lines', USUAL_KEYS)).toBeNull()
  })

  it('leave a text field by Escape and submit from it with Control and Enter', () => {
    expect(meaningOf(press('Escape', { key: 'Escape' }), 'lines', USUAL_KEYS)).toEqual({ kind: 'leave' })
    expect(meaningOf(press('Enter', { ctrlKey: true }), 'lines', USUAL_KEYS)).toEqual({ kind: 'command', command: 'submit' })
  })

  it('follow the place on the keyboard, whatever the layout prints there', () => {
    expect(meaningOf(press('Digit1', { key: '&' }), 'elsewhere', USUAL_KEYS)).toEqual({ kind: 'choice', key: '1' })
    expect(meaningOf(press('Numpad4', { key: '4' }), 'elsewhere', USUAL_KEYS)).toEqual({ kind: 'choice', key: '4' })
    expect(meaningOf(press('KeyS', { key: 'o' }), 'elsewhere', USUAL_KEYS)).toEqual({ kind: 'command', command: 'skip' })
  })

  it('leave browser shortcuts, buttons and the arrows of a radio group alone', () => {
    expect(meaningOf(press('KeyR', { ctrlKey: true }), 'elsewhere', USUAL_KEYS)).toBeNull()
    expect(meaningOf(press('KeyR', { altKey: true }), 'elsewhere', USUAL_KEYS)).toBeNull()
    expect(meaningOf(press('Enter', { key: 'Enter' }), 'button', USUAL_KEYS)).toBeNull()
    expect(meaningOf(press('ArrowDown'), 'choice', USUAL_KEYS)).toBeNull()
  })

  it('never stand for two things after one was changed', () => {
    const keys = changeKey(USUAL_KEYS, 'skip', 'KeyR')
    expect(keys).toMatchObject({ skip: 'KeyR', report: 'KeyS' })
    expect(keyName(keys.skip)).toBe('R')
  })
})
