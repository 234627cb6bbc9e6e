import type { Locale } from '../i18n/index.ts'
import { messages } from './layout.messages.ts'
import { Table } from './table.tsx'

export interface Bar {
  label: string
  /** Zero or more. */
  value: number
  text: string
}

/** Horizontal bars inside their own table: the drawing and the figures are one. */
export function BarChart({
  caption,
  labelHeading,
  valueHeading,
  bars,
}: {
  caption: string
  labelHeading: string
  valueHeading: string
  bars: readonly Bar[]
}) {
  const longest = Math.max(...bars.map(({ value }) => value), 0)
  const width = (value: number): string => (longest === 0 ? '0' : ((value / longest) * 100).toFixed(2))
  return (
    <table class="bars">
      <caption>{caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{labelHeading}</th>
          <th scope="col">{valueHeading}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ label, value, text }) => (
          <tr>
            <th scope="row">{label}</th>
            <td>
              <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={width(value)} height="10" />
              </svg>
              <span>{text}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export interface Point {
  /** Points come in rising order of x. */
  x: number
  y: number
  xText: string
  yText: string
}

export interface LineChartProps {
  locale: Locale
  caption: string
  xHeading: string
  yHeading: string
  points: readonly Point[]
}

/** A line from zero up, so that its slope does not exaggerate; the same figures follow as a table. */
export function LineChart({ locale, caption, xHeading, yHeading, points }: LineChartProps) {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return null
  const highest = points.reduce((high, point) => (point.y > high.y ? point : high), first)
  const span = last.x - first.x || 1
  const spot = (point: Point): string =>
    `${(((point.x - first.x) / span) * 100).toFixed(2)},${(100 - (point.y / (highest.y || 1)) * 100).toFixed(2)}`
  const line = points.map(spot).join(' ')
  return (
    <figure class="line-chart">
      <figcaption>{caption}</figcaption>
      <div class="chart-scale">
        <span>
          {highest.yText} {yHeading}
        </span>
      </div>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <polygon class="chart-area" points={`0,100 ${line} 100,100`} />
        <path class="chart-axis" d="M0 100H100" />
        <polyline class="chart-line" points={line} />
      </svg>
      <div class="chart-scale">
        <span>{first.xText}</span>
        <span>{last.xText}</span>
      </div>
      <details class="explain" open={points.length <= 8}>
        <summary>{messages[locale].figures}</summary>
        <Table
          caption={caption}
          captionHidden
          columns={[
            { label: xHeading, cell: (point: Point) => point.xText, heading: true },
            { label: yHeading, cell: (point: Point) => point.yText, numeric: true },
          ]}
          rows={points}
        />
      </details>
    </figure>
  )
}
