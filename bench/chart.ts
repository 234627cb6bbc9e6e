/** One bar of a chart, and the group that it is drawn with (its colour and the order of the legend). */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly group: string
}

export interface BarChart {
  readonly title: string
  /** what the figures are of: machine, date, what to think of when comparing */
  readonly note: string
  /** of the values, such as "leases a second" */
  readonly unit: string
  readonly bars: readonly Bar[]
}

const WIDTH = 920
const [LEFT, RIGHT, TOP, ROW, BAR] = [360, 90, 74, 26, 16]
const COLOURS = ['#2f5d50', '#b3772d', '#6b7280', '#8c4a5b']

/** Horizontal bars on a logarithmic axis, each with its value beside it. Zero has no place on such an axis: it gets no bar. */
export function barChart({ title, note, unit, bars }: BarChart): string {
  const values = bars.map(({ value }) => value).filter((value) => value > 0)
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  const x = (value: number) => LEFT + ((Math.log10(value) - low) / (high - low)) * (WIDTH - LEFT - RIGHT)
  const groups = [...new Set(bars.map(({ group }) => group))]
  const bottom = TOP + bars.length * ROW
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 64}" role="img" font-family="sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(20, 28, title, 'font-size="17" font-weight="600"'),
    ...groups.map((group, i) => legend(group, i)),
    ...ticks.map(
      (tick) =>
        `<line x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${TOP - 8}" y2="${bottom}" stroke="#d6d3cd"/>${text(x(tick), bottom + 16, short(tick), 'text-anchor="middle" fill="#555"')}`,
    ),
    ...bars.flatMap((bar, i) =>
      drawn(bar, TOP + i * ROW, x(Math.max(bar.value, 10 ** low)), COLOURS[groups.indexOf(bar.group) % COLOURS.length] ?? ''),
    ),
    text((LEFT + WIDTH - RIGHT) / 2, bottom + 34, `${unit}, logarithmic axis`, 'text-anchor="middle" fill="#555"'),
    text(20, bottom + 54, note, 'font-size="11" fill="#555"'),
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

function drawn({ label, value }: Bar, y: number, end: number, colour: string): string[] {
  return [
    text(LEFT - 10, y + 13, label, 'text-anchor="end"'),
    `<rect x="${LEFT}" y="${y}" width="${px(Math.max(1, end - LEFT))}" height="${BAR}" fill="${colour}"/>`,
    text(end + 6, y + 13, short(value), 'style="font-variant-numeric: tabular-nums"'),
  ]
}

function legend(group: string, index: number): string {
  const x = 20 + index * 210
  return `<rect x="${x}" y="44" width="12" height="12" fill="${COLOURS[index % COLOURS.length]}"/>${text(x + 18, 54, group, 'fill="#555"')}`
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${px(x)}" y="${y}" ${attributes}>${escaped(content)}</text>`
}

/** Three digits that matter, thousands apart. */
function short(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value)
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
