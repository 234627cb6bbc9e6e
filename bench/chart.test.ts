import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barChart, type Bar } from './chart.ts'

const chartOf = (bars: readonly Bar[]) => barChart({ title: 'Leases & more', note: 'a < b', unit: 'leases a second', bars })
const widthsOf = (svg: string) => [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)" height="16"/g)].map(([, width]) => Number(width))

describe('a chart of bars', () => {
  it('names each bar and its value, and escapes what people wrote', () => {
    const svg = chartOf([{ label: 'ours <1>', value: 1234.5, group: 'Canut' }])
    expect(svg).toContain('>ours &lt;1&gt;<')
    expect(svg).toContain('>1,230<')
    expect(svg).toContain('Leases &amp; more')
    expect(svg).not.toContain('NaN')
  })

  it('gives every tenfold the same length', () => {
    const [one = 0, ten = 0, hundred = 0] = widthsOf(chartOf([1, 10, 100].map((value) => ({ label: 'x', value, group: 'g' }))))
    expect(ten - one).toBeCloseTo(hundred - ten, -1)
    expect(ten).toBeGreaterThan(100)
  })

  it('draws longer bars for larger values, within the picture', () => {
    const value = fc.double({ min: 0.001, max: 1e7, noNaN: true })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b)
        const widths = widthsOf(chartOf(sorted.map((of) => ({ label: 'x', value: of, group: 'g' }))))
        expect(widths).toEqual(widths.toSorted((a, b) => a - b))
        expect(widths).toHaveLength(values.length)
        expect(Math.max(...widths)).toBeLessThanOrEqual(920 - 360 - 90 + 0.1)
      }),
    )
  })
})
