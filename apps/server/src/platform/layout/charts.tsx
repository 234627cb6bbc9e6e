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

const FRAME = { width: 640, height: 220, left: 8, right: 632, top: 16, bottom: 188 }

/** A line from zero up, so that its slope does not exaggerate; the same figures follow as a table. */
export function LineChart({ locale, caption, xHeading, yHeading, points }: LineChartProps) {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return null
  const highest = points.reduce((high, point) => (point.y > high.y ? point : high), first)
  const span = last.x - first.x || 1
  const x = (value: number): number => FRAME.left + ((value - first.x) / span) * (FRAME.right - FRAME.left)
  const y = (value: number): number => FRAME.bottom - (value / (highest.y || 1)) * (FRAME.bottom - FRAME.top)
  const line = points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ')
  return (
    <figure class="line-chart">
      <figcaption>{caption}</figcaption>
      <svg viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} aria-hidden="true">
        <path class="chart-axis" d={`M${FRAME.left} ${FRAME.bottom}H${FRAME.right}M${FRAME.left} ${FRAME.top}H${FRAME.right}`} />
        <polygon class="chart-area" points={`${x(first.x)},${FRAME.bottom} ${line} ${x(last.x)},${FRAME.bottom}`} />
        <polyline class="chart-line" points={line} />
        <text x={FRAME.left} y={FRAME.top - 4}>
          {highest.yText}
        </text>
        <text x={FRAME.left} y={FRAME.height - 12}>
          {first.xText}
        </text>
        <text x={FRAME.right} y={FRAME.height - 12} text-anchor="end">
          {last.xText}
        </text>
      </svg>
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
