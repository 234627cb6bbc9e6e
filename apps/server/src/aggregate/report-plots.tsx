import type { Bin, CalibrationBin } from '../methods/index.ts'
import type { Confusion, WorkerFigure } from './report-figures.ts'

/** Every drawing stands beside a table of the same figures, so it is hidden from screen readers. */
const WIDTH = 320
const HEIGHT = 190
const LEFT = 34
const BOTTOM = 28
const TOP = 16

const spot = (value: number): string => value.toFixed(2)

/** Bars from zero up, each with its count where there is room. */
export function HistogramPlot({ caption, bins, write }: { caption: string; bins: readonly Bin[]; write: (value: number) => string }) {
  const highest = Math.max(1, ...bins.map(({ count }) => count))
  const width = (WIDTH - LEFT - 10) / bins.length
  const height = HEIGHT - BOTTOM - TOP
  const edges = [0, Math.floor(bins.length / 2), bins.length]
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {bins.map(({ count }, at) => {
          const tall = (count / highest) * height
          return (
            <>
              <rect
                class="mark"
                x={spot(LEFT + at * width + 1)}
                y={spot(TOP + height - tall)}
                width={spot(width - 2)}
                height={spot(tall)}
              />
              {count > 0 && String(count).length <= 5 && (
                <text x={spot(LEFT + (at + 0.5) * width)} y={spot(TOP + height - tall - 3)} text-anchor="middle">
                  {String(count)}
                </text>
              )}
            </>
          )
        })}
        <path class="axis" d={`M${LEFT} ${TOP + height}H${WIDTH - 10}`} />
        {edges.map((edge) => (
          <text x={spot(LEFT + edge * width)} y={HEIGHT - 10} text-anchor={edge === bins.length ? 'end' : 'middle'}>
            {write(edge < bins.length ? bins[edge]!.from : bins[edge - 1]!.to)}
          </text>
        ))}
      </svg>
    </figure>
  )
}

export interface CalibrationPlotProps {
  caption: string
  xLabel: string
  yLabel: string
  bins: readonly CalibrationBin[]
  write: (value: number) => string
}

export function CalibrationPlot({ caption, xLabel, yLabel, bins, write }: CalibrationPlotProps) {
  const side = 220
  const x = (value: number) => spot(LEFT + 10 + value * side)
  const y = (value: number) => spot(TOP + (1 - value) * side)
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${side + TOP + 42}`} aria-hidden="true">
        <path class="guide" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        <path class="axis" d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
        {bins.map(({ confidence, accuracy, low, high }) => (
          <>
            <path class="stroke" d={`M${x(confidence)} ${y(low)}V${y(high)}`} />
            <circle class="mark" cx={x(confidence)} cy={y(accuracy)} r="4" />
          </>
        ))}
        {[0, 0.5, 1].map((tick) => (
          <>
            <text x={x(tick)} y={spot(TOP + side + 15)} text-anchor="middle">
              {write(tick)}
            </text>
            <text x={spot(LEFT + 4)} y={spot(TOP + (1 - tick) * side + 4)} text-anchor="end">
              {write(tick)}
            </text>
          </>
        ))}
        <text x={x(0.5)} y={spot(TOP + side + 32)} text-anchor="middle">
          {xLabel}
        </text>
        <text x={spot(LEFT + 14)} y={spot(TOP - 4)}>
          {yLabel}
        </text>
      </svg>
    </figure>
  )
}

export interface ConfusionPlotProps {
  caption: string
  rows: string
  columns: string
  confusion: Confusion
  nameOf: (label: string | null) => string
  tie: string
}

/** Squares whose area is the share of the row: the truth from above, the answers from the left. */
export function ConfusionPlot({ caption, rows, columns, confusion: { labels, counts }, nameOf, tie }: ConfusionPlotProps) {
  const hasTies = counts.some((row) => (row[labels.length] ?? 0) > 0)
  const across = labels.length + (hasTies ? 1 : 0)
  const left = 76
  const size = Math.min(40, (WIDTH - left - 8) / across)
  const short = (name: string, chars: number) => (name.length > chars ? `${name.slice(0, chars - 1)}…` : name)
  const heads = [...labels.map(nameOf), ...(hasTies ? [tie] : [])]
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${spot(44 + labels.length * size)}`} aria-hidden="true">
        <text x={left} y="12">
          {columns} →
        </text>
        <text x="0" y="32">
          {rows} ↓
        </text>
        {heads.map((head, at) => (
          <text x={spot(left + (at + 0.5) * size)} y="32" text-anchor="middle">
            {short(head, Math.max(1, Math.floor(size / 7)))}
          </text>
        ))}
        {labels.map((label, row) => {
          const total = counts[row]!.reduce((sum, count) => sum + count, 0)
          return (
            <>
              <text x={left - 6} y={spot(40 + (row + 0.5) * size + 4)} text-anchor="end">
                {short(nameOf(label), 10)}
              </text>
              {heads.map((_, column) => {
                const edge = total === 0 ? 0 : (size - 4) * Math.sqrt(counts[row]![column]! / total)
                const middle = { x: left + (column + 0.5) * size, y: 40 + (row + 0.5) * size }
                return (
                  <>
                    <rect class="cell" x={spot(middle.x - size / 2)} y={spot(middle.y - size / 2)} width={spot(size)} height={spot(size)} />
                    {edge > 0 && (
                      <rect
                        class="mark"
                        x={spot(middle.x - edge / 2)}
                        y={spot(middle.y - edge / 2)}
                        width={spot(edge)}
                        height={spot(edge)}
                      />
                    )}
                  </>
                )
              })}
            </>
          )
        })}
      </svg>
    </figure>
  )
}

/** One worker's interval and estimate on a scale that all share. */
export function IntervalMark({ figure: { mean, low, high }, from, to }: { figure: WorkerFigure; from: number; to: number }) {
  const x = (value: number) => spot(4 + ((value - from) / (to - from || 1)) * 120)
  return (
    <svg class="interval" viewBox="0 0 128 16" aria-hidden="true">
      <path class="axis" d="M4 15H124" />
      <path class="stroke" d={`M${x(low)} 8H${x(high)}`} />
      <circle class="mark" cx={x(mean)} cy="8" r="4" />
    </svg>
  )
}
