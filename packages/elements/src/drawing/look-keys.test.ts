import { describe, expect, it } from 'vitest'
import { lookAround, type LookView } from './look-keys.ts'

const press = (key: string, more: Partial<Parameters<typeof lookAround>[0]> = {}) => ({
  key,
  code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

function aView(isWhole: boolean): { view: LookView; seen: unknown[] } {
  const seen: unknown[] = []
  const view = {
    isWhole,
    zoom: (steps: number) => void seen.push(['zoom', steps]),
    pan: (x: number, y: number) => void seen.push(['pan', x, y]),
    showWhole: () => void seen.push('whole'),
  }
  return { view, seen }
}

describe('keys of a picture that is only looked at', () => {
  it('enlarge it, reduce it, and show the whole of it', () => {
    const { view, seen } = aView(true)
    for (const key of ['+', '=', '-', 'f']) expect(lookAround(press(key), 'stage', view)).toBe(true)
    expect(seen).toEqual([['zoom', 1], ['zoom', 1], ['zoom', -1], 'whole'])
  })

  it('move the view over it where not the whole of it is shown, with Shift further', () => {
    const { view, seen } = aView(false)
    expect(lookAround(press('ArrowRight'), 'stage', view)).toBe(true)
    expect(lookAround(press('ArrowUp', { shiftKey: true }), 'stage', view)).toBe(true)
    expect(seen).toEqual([
      ['pan', 0.1, 0],
      ['pan', 0, -0.5],
    ])
  })

  it('are the page’s where the whole of it is shown, from a button, and with another key', () => {
    const { view: whole } = aView(true)
    const { view, seen } = aView(false)
    expect(lookAround(press('ArrowDown'), 'stage', whole)).toBe(false)
    expect(lookAround(press('ArrowDown'), 'button', view)).toBe(false)
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
      for (const key of ['+', 'f', 'ArrowLeft']) expect(lookAround(press(key, held), 'stage', view)).toBe(false)
    expect(lookAround(press('x'), 'stage', view)).toBe(false)
    expect(seen).toEqual([])
  })
})
