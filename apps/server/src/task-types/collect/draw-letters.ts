/**
 * Capital letters and figures as strokes, on a grid four wide and six high, so that drawings of samples look the same
 * wherever they are rendered: a server may have no font at all.
 */
const STROKES: Readonly<Record<string, string>> = {
  A: 'M0 6L2 0L4 6M.7 4H3.3',
  B: 'M0 0V6H3L4 5V4L3 3L4 2V1L3 0ZM0 3H3',
  C: 'M4 1L3 0H1L0 1V5L1 6H3L4 5',
  D: 'M0 0V6H2.5L4 4.5V1.5L2.5 0Z',
  E: 'M4 0H0V6H4M0 3H3',
  F: 'M4 0H0V6M0 3H3',
  G: 'M4 1L3 0H1L0 1V5L1 6H3L4 5V3.5H2.4',
  H: 'M0 0V6M4 0V6M0 3H4',
  I: 'M2 0V6M1 0H3M1 6H3',
  J: 'M4 0V5L3 6H1L0 5',
  K: 'M0 0V6M4 0L0 3.6M1.3 2.6L4 6',
  L: 'M0 0V6H4',
  M: 'M0 6V0L2 3L4 0V6',
  N: 'M0 6V0L4 6V0',
  O: 'M1 0H3L4 1V5L3 6H1L0 5V1Z',
  P: 'M0 6V0H3L4 1V2L3 3H0',
  Q: 'M1 0H3L4 1V5L3 6H1L0 5V1ZM2.4 4.4L4.2 6.4',
  R: 'M0 6V0H3L4 1V2L3 3H0M2 3L4 6',
  S: 'M4 1L3 0H1L0 1V2L1 3H3L4 4V5L3 6H1L0 5',
  T: 'M0 0H4M2 0V6',
  U: 'M0 0V5L1 6H3L4 5V0',
  V: 'M0 0L2 6L4 0',
  W: 'M0 0L1 6L2 2.5L3 6L4 0',
  X: 'M0 0L4 6M4 0L0 6',
  Y: 'M0 0L2 3L4 0M2 3V6',
  Z: 'M0 0H4L0 6H4',
  '0': 'M1 0H3L4 1V5L3 6H1L0 5V1ZM3.3 1L.7 5',
  '1': 'M.8 1.2L2 0V6M.8 6H3.2',
  '2': 'M0 1L1 0H3L4 1V2L0 6H4',
  '3': 'M0 0H4L2 2.6H3L4 3.6V5L3 6H1L0 5',
  '4': 'M3 6V0L0 4H4',
  '5': 'M4 0H0V2.6H3L4 3.6V5L3 6H1L0 5',
  '6': 'M4 1L3 0H1L0 1V5L1 6H3L4 5V4L3 3H0',
  '7': 'M0 0H4L1.4 6',
  '8': 'M1 3L0 2V1L1 0H3L4 1V2L3 3L4 4V5L3 6H1L0 5V4ZM1 3H3',
  '9': 'M4 3H1L0 2V1L1 0H3L4 1V5L3 6H1L0 5',
  '.': 'M1 5.5V6',
  ',': 'M1 5.5L.4 7.2',
  '-': 'M.6 3H3.4',
  '€': 'M4 1L3 0H2L.7 1V5L2 6H3L4 5M-.3 2.4H2.8M-.3 3.6H2.8',
}
/** Marks that Unicode writes after their letter, once it is taken apart. */
const ACCENTS: Readonly<Record<string, string>> = {
  '\u0301': 'M1.6 -.7L2.8 -1.7',
  '\u0300': 'M2.4 -.7L1.2 -1.7',
  '\u0302': 'M1 -.7L2 -1.7L3 -.7',
  '\u0327': 'M2 6V7L1.2 7.4',
}

interface Lettering {
  readonly x: number
  /** of the upper edge of the letters */
  readonly y: number
  /** height of a letter, in pixels */
  readonly height: number
  readonly ink: string
}

/** One line as a path of SVG; a space for what has no strokes. */
export function drawLetters(text: string, { x, y, height, ink }: Lettering): string {
  let place = -1
  const strokes = Array.from(text.toUpperCase().normalize('NFD')).flatMap((sign) => {
    const accent = ACCENTS[sign]
    if (accent === undefined) place++
    const path = accent ?? STROKES[sign]
    return path === undefined ? [] : [`<path d="${path}" transform="translate(${(place * 5.6).toFixed(1)})"/>`]
  })
  const scale = height / 6
  return (
    `<g transform="translate(${x} ${y}) scale(${scale.toFixed(3)})" fill="none" stroke="${ink}" stroke-width=".8" ` +
    `stroke-linecap="round" stroke-linejoin="round">${strokes.join('')}</g>`
  )
}
