import { describe, expect, it } from 'vitest'
import { formatDate, formatDays, formatDuration, formatInstant, formatMoney, formatNumber, formatPercent, formatRate } from './format.ts'

/** French typography uses two kinds of unbreakable spaces; the tests read better with plain ones. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('formatMoney', () => {
  it.each([
    [0n, '£0.00'],
    [12_500_000n, '£12.50'],
    [80n, '£0.00008'],
    [1n, '£0.000001'],
    [12_340_001n, '£12.340001'],
    [-1_000_000n, '-£1.00'],
    [-1n, '-£0.000001'],
    [1_234_567_000_000n, '£1,234,567.00'],
  ])('writes %s micro-pounds as %s', (micros, text) => expect(formatMoney(micros, 'GBP', 'en')).toBe(text))

  it('writes French amounts the French way', () => {
    expect(plain(formatMoney(1_234_500_000n, 'EUR', 'fr'))).toBe('1 234,50 €')
    expect(plain(formatMoney(8_333n, 'EUR', 'fr'))).toBe('0,008333 €')
  })

  it('keeps every micro-unit of amounts that a double cannot hold', () => {
    expect(formatMoney(9_007_199_254_740_993_000_001n, 'EUR', 'en')).toBe('€9,007,199,254,740,993.000001')
  })

  it('shows no decimals for a currency without them, unless the amount has some', () => {
    expect(plain(formatMoney(150_000_000n, 'JPY', 'en'))).toBe('JP¥150')
    expect(plain(formatMoney(150_250_000n, 'JPY', 'en'))).toBe('JP¥150.25')
  })

  it('refuses a currency that is not one', () => expect(() => formatMoney(1n, 'euro', 'en')).toThrow(RangeError))
})

describe('formatRate', () => {
  it('is exact when the rate is in whole cents', () => {
    expect(plain(formatRate(12_020_000n, 'EUR', 'en'))).toBe('€12.02 an hour')
    expect(plain(formatRate(12_020_000n, 'EUR', 'fr'))).toBe('12,02 € de l’heure')
  })

  it('rounds down and says so, so that no worker is promised more than is paid', () => {
    expect(plain(formatRate(12_029_999n, 'EUR', 'en'))).toBe('≈ €12.02 an hour')
    expect(plain(formatRate(-12_021_000n, 'EUR', 'en'))).toBe('≈ -€12.03 an hour')
  })

  it('never shows a small rate as nothing', () => expect(formatRate(9_000n, 'EUR', 'en')).toBe('€0.009 an hour'))
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.8, '0.8 s'],
    [9.97, '10 s'],
    [45, '45 s'],
    [59.6, '1 min'],
    [750, '12 min 30 s'],
    [3600, '1 h'],
    [93_903, '26 h 5 min 3 s'],
    [-90, '−1 min 30 s'],
  ])('writes %s seconds as %s', (seconds, text) => expect(plain(formatDuration(seconds, 'en'))).toBe(text))

  it('uses the decimal comma in French', () => expect(plain(formatDuration(2.5, 'fr'))).toBe('2,5 s'))
  it('refuses what is not a time', () => expect(() => formatDuration(Number.NaN, 'en')).toThrow('finite'))
})

describe('formatInstant', () => {
  const winter = new Date('2026-03-15T09:00:00Z')

  it('names the time zone', () => {
    expect(plain(formatInstant(winter, 'en'))).toBe('15 March 2026 at 10:00 CET')
    expect(plain(formatInstant(winter, 'fr'))).toBe('15 mars 2026 à 10:00 UTC+1')
    expect(plain(formatInstant(winter, 'en', 'UTC'))).toBe('15 March 2026 at 09:00 UTC')
  })

  it('gives the day as the reader lives it', () => {
    expect(formatDate(new Date('2026-03-15T23:30:00Z'), 'en')).toBe('16 March 2026')
  })
})

describe('numbers', () => {
  it('groups digits as the language does', () => {
    expect(formatNumber(1_234_567, 'en')).toBe('1,234,567')
    expect(plain(formatNumber(1_234_567n, 'fr'))).toBe('1 234 567')
  })

  it('declines days', () => {
    expect(plain(formatDays(1, 'fr'))).toBe('1 jour')
    expect(formatDays(7, 'en')).toBe('7 days')
  })

  it.each([
    [0, '0%'],
    [0.0001, '< 0.1%'],
    [0.0005, '0.1%'],
    [0.6667, '66.7%'],
    [0.9996, '> 99.9%'],
    [1, '100%'],
  ])('writes the share %s as %s', (share, text) => expect(plain(formatPercent(share, 'en'))).toBe(text))
})
