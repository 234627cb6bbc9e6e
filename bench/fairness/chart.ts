/** Weekly hours of one worker. */
export interface ChartedWorker {
  readonly asked: number
  readonly optimum: number
  readonly canut: number
  readonly firstCome: number
}

const WIDTH = 960
const PANEL_HEIGHT = 300
const LEFT = 56
const RIGHT = 16
const TOP = 64
const GAP = 56
const HOURS = [0, 0.5, 1, 2, 4, 8, 16, 24, 40]
const HOURS_MAX = 40
const INK = {
  text: '#2b2a28',
  faint: '#8b867d',
  grid: '#e4dfd6',
  asked: '#b9b2a5',
  optimum: '#2b2a28',
  canut: '#1f6f6b',
  firstCome: '#b4532a',
}

/**
 * Two panels, one for each way of handing out work, over the same workers in the order of their optimum: what they asked for
 * (pale dots), their max–min optimum (dark line), and what they had (coloured dots). Hours are on a square root scale, so
 * that half an hour can be seen beside forty.
 */
export function drawWeeklyHours(workers: readonly ChartedWorker[], caption: string): string {
  const sorted = workers.toSorted((a, b) => roughly(a.optimum) - roughly(b.optimum) || a.asked - b.asked)
  const height = TOP + 2 * PANEL_HEIGHT + GAP + 56
  const x = (i: number) => LEFT + ((i + 0.5) / sorted.length) * (WIDTH - LEFT - RIGHT)
  const panel = (top: number, name: string, key: 'canut' | 'firstCome') => {
    const y = (hours: number) => top + PANEL_HEIGHT * (1 - Math.sqrt(Math.min(hours, HOURS_MAX) / HOURS_MAX))
    const line = sorted.map(({ optimum }, i) => `${i === 0 ? 'M' : 'L'}${short(x(i))} ${short(y(optimum))}`).join('')
    const dots = (of: 'asked' | typeof key) => sorted.map((worker, i) => `M${short(x(i))} ${short(y(worker[of]))}h0`).join('')
    const grid = HOURS.map(
      (hours) =>
        `<path d="M${LEFT} ${short(y(hours))}H${WIDTH - RIGHT}" stroke="${INK.grid}"/>` +
        `<text x="${LEFT - 8}" y="${short(y(hours) + 4)}" text-anchor="end" fill="${INK.faint}">${hours}</text>`,
    )
    return [
      ...grid,
      `<text x="${LEFT}" y="${top - 12}" font-weight="600" fill="${INK[key]}">${name}</text>`,
      `<path d="${dots('asked')}" stroke="${INK.asked}" stroke-width="2" stroke-linecap="round" opacity="0.5"/>`,
      `<path d="${dots(key)}" stroke="${INK[key]}" stroke-width="3" stroke-linecap="round" opacity="0.55"/>`,
      `<path d="${line}" fill="none" stroke="${INK.optimum}" stroke-width="1.5"/>`,
    ].join('\n')
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title caption" font-family="Source Sans 3, Segoe UI, sans-serif" font-size="13">
<title id="title">Weekly hours of every worker</title>
<rect width="${WIDTH}" height="${height}" fill="#fffdf9"/>
<text x="${LEFT}" y="24" font-size="16" font-weight="600" fill="${INK.text}">Weekly hours of every worker, beside the max–min optimum</text>
${panel(TOP, 'Canut: each coloured dot is one worker', 'canut')}
${panel(TOP + PANEL_HEIGHT + GAP, 'First come, first served: the same week, the same people', 'firstCome')}
<text x="${LEFT}" y="${height - 32}" fill="${INK.faint}">${sorted.length} workers, ordered by their optimum. Dark line: optimum. Pale dots: hours asked. Hours on a square root scale.</text>
<text id="caption" x="${LEFT}" y="${height - 12}" fill="${INK.faint}">${caption}</text>
</svg>
`
}

/** To the minute or so: optima that differ by rounding only stand side by side. */
function roughly(hours: number): number {
  return Math.round(hours * 50) / 50
}

function short(value: number): string {
  return value.toFixed(1)
}
