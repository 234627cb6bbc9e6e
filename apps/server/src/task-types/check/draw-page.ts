import type { LineBox } from '@canut/contract'

/**
 * Capital letters and digits of fourteen strokes, as on a display: a to f around, g and G across the middle, h to m from the
 * middle outwards. Drawn by ourselves, they look the same on a machine without any font.
 */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'abcefgG',
  B: 'abcdGil',
  C: 'adef',
  D: 'abcdil',
  E: 'adefgG',
  F: 'aefgG',
  G: 'acdefG',
  H: 'bcefgG',
  I: 'adil',
  J: 'bcde',
  K: 'efgjm',
  L: 'def',
  M: 'bcefhj',
  N: 'bcefhm',
  O: 'abcdef',
  P: 'abefgG',
  Q: 'abcdefm',
  R: 'abefgGm',
  S: 'acdfgG',
  T: 'ail',
  U: 'bcdef',
  V: 'efjk',
  W: 'bcefkm',
  X: 'hjkm',
  Y: 'hjl',
  Z: 'adjk',
  '0': 'abcdefjk',
  '1': 'bc',
  '2': 'abdegG',
  '3': 'abcdG',
  '4': 'bcfgG',
  '6': 'acdefgG',
  '7': 'abc',
  '8': 'abcdefgG',
  '9': 'abcdfgG',
}

/** Ends of each stroke in a cell of 2 by 4. */
const STROKES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  a: [0, 0, 2, 0],
  b: [2, 0, 2, 2],
  c: [2, 2, 2, 4],
  d: [0, 4, 2, 4],
  e: [0, 2, 0, 4],
  f: [0, 0, 0, 2],
  g: [0, 2, 1, 2],
  G: [1, 2, 2, 2],
  h: [0, 0, 1, 2],
  i: [1, 0, 1, 2],
  j: [2, 0, 1, 2],
  k: [0, 4, 1, 2],
  l: [1, 2, 1, 4],
  m: [2, 4, 1, 2],
}

const UNIT = 6
const STEP = 3.2 * UNIT
const LEADING = 62
const LEFT = 60
const TOP = 70
const PAGE_WIDTH = 640

/** Where a line of a page stands: the paper around its letters, by a few pixels. */
export function lineBox(text: string, place: number): LineBox {
  const room = 8
  const width = Math.round((text.length - 1) * STEP + 2 * UNIT)
  return { x: LEFT - room, y: TOP + place * LEADING - room, w: width + 2 * room, h: 4 * UNIT + 2 * room }
}

/** A page of capital letters on ruled paper. Characters that are not drawn above are left out, as a space is. */
export function drawPage(lines: readonly string[]): string {
  const height = TOP + lines.length * LEADING + 20
  const rules = lines.map((_, place) => {
    const y = TOP + place * LEADING + 4 * UNIT + 10
    return `<path d="M30 ${y}H${PAGE_WIDTH - 30}" stroke="#d8c7a8" stroke-width="1"/>`
  })
  const strokes = lines.flatMap((line, place) => Array.from(line).map((letter, column) => drawLetter(letter, column, place)))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE_WIDTH}" height="${height}" viewBox="0 0 ${PAGE_WIDTH} ${height}">` +
    `<rect width="${PAGE_WIDTH}" height="${height}" fill="#f6eeda"/>${rules.join('')}` +
    `<path d="${strokes.join('')}" fill="none" stroke="#3b2c20" stroke-width="3" stroke-linecap="round"/></svg>`
  )
}

function drawLetter(letter: string, column: number, place: number): string {
  const at = (x: number, y: number): string => `${short(LEFT + column * STEP + x * UNIT)} ${short(TOP + place * LEADING + y * UNIT)}`
  return Array.from(LETTERS[letter] ?? '')
    .map((stroke) => {
      const [x1, y1, x2, y2] = STROKES[stroke] ?? [0, 0, 0, 0]
      return `M${at(x1, y1)}L${at(x2, y2)}`
    })
    .join('')
}

const short = (value: number): string => String(Math.round(value * 10) / 10)
