import { describe, expect, it } from 'vitest'
import { checkSeal, sealAddress } from './sealed-address.ts'

const key = Buffer.alloc(32, 7)
const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour))
const path = '/media/med_1/a%20b.png'
const sealed = (hour: number) => new URL(sealAddress(path, key, at(hour)), 'http://canut.test')

describe('a sealed address', () => {
  it('is good for at least six hours and at most twelve', () => {
    for (const hour of [0, 5.99, 6, 11]) {
      expect(checkSeal(sealed(hour), key, at(hour + 6))).toBe(true)
      expect(checkSeal(sealed(hour), key, at(hour + 12))).toBe(false)
    }
  })

  it('is the same all through a window, so that caches keep what they have', () => {
    expect(sealed(6).href).toBe(sealed(11.9).href)
  })

  it('cannot be made for another file, made longer or made without the key', () => {
    const other = new URL(sealed(6).href.replace('med_1', 'med_2'))
    const longer = new URL(sealed(6).href.replace(/until=\d+/, 'until=99999999999'))
    const endless = new URL(sealed(6).href.replace(/until=\d+/, 'until=NaN'))
    for (const url of [other, longer, endless]) expect(checkSeal(url, key, at(7))).toBe(false)
    expect(checkSeal(sealed(6), Buffer.alloc(32, 8), at(7))).toBe(false)
    expect(checkSeal(new URL('http://canut.test/media/med_1/a?seal='), key, at(7))).toBe(false)
  })

  it('is not asked of addresses without a seal', () => {
    expect(checkSeal(new URL(`http://canut.test${path}`), key, at(7))).toBeNull()
  })
})
