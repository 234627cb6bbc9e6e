/**
 * Run lengths of a mask, and the text that COCO makes of them: column by column from the top left, background first. Each
 * run from the fourth on is written as what it differs by from the one two before, five bits to a character.
 */

/** Beyond this a page may run out of memory: larger pictures are painted on a coarser grid. */
export const MASK_CELLS_MAX = 24_000_000

/** Masks of a picture are painted in squares of so many pixels: 1 up to 24 megapixels, 2 up to 96, 3 up to 216. */
export function maskStep(size: { readonly w: number; readonly h: number }, cellsMax = MASK_CELLS_MAX): number {
  return Math.max(1, Math.ceil(Math.sqrt((size.w * size.h) / cellsMax)))
}

/**
 * @param pixels width × height of the picture
 * @returns null when the text is no such mask: a character that cannot be there, or runs that do not fill the picture
 */
export function decodeCounts(counts: string, pixels: number): number[] | null {
  const runs: number[] = []
  let sum = 0
  for (let at = 0; at < counts.length;) {
    let [value, shift, piece] = [0, 0, 0]
    do {
      piece = counts.charCodeAt(at) - 48
      // six groups hold every run of a picture, and more would leave the range of whole numbers of bit operations
      if (!(piece >= 0 && piece < 64) || shift > 25) return null
      value |= (piece & 31) << shift
      shift += 5
      at += 1
    } while ((piece & 32) !== 0)
    if ((piece & 16) !== 0 && shift < 32) value |= -1 << shift
    const run = runs.length > 2 ? value + (runs[runs.length - 2] ?? 0) : value
    sum += run
    if (run < 0 || sum > pixels) return null
    runs.push(run)
  }
  return sum === pixels ? runs : null
}

/** The reverse: the shortest text, as COCO's own tools write it. */
export function encodeCounts(runs: readonly number[]): string {
  let counts = ''
  for (const [place, run] of runs.entries()) {
    let value = place > 2 ? run - (runs[place - 2] ?? 0) : run
    for (let more = true; more;) {
      const piece = value & 31
      value >>= 5
      more = (piece & 16) !== 0 ? value !== -1 : value !== 0
      counts += String.fromCharCode(48 + (more ? piece | 32 : piece))
    }
  }
  return counts
}

/** Which runs of a picture are set, column by column, from a mask of one byte a pixel, row by row. */
export function runsOf(mask: Uint8Array, width: number, height: number): number[] {
  const runs: number[] = []
  let [current, length] = [0, 0]
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      const value = mask[y * width + x] === 0 ? 0 : 1
      if (value !== current) {
        runs.push(length)
        current = value
        length = 0
      }
      length += 1
    }
  }
  runs.push(length)
  return runs
}

/** Writes `value` where the runs are set, into one byte a pixel, row by row. */
export function paintRuns(runs: readonly number[], height: number, width: number, into: Uint8Array | Uint16Array, value: number): void {
  let [x, y] = [0, 0]
  for (const [place, run] of runs.entries()) {
    if (place % 2 === 0) {
      x += Math.floor((y + run) / height)
      y = (y + run) % height
      continue
    }
    for (let left = run; left > 0; left -= 1) {
      into[y * width + x] = value
      y += 1
      if (y === height) {
        y = 0
        x += 1
      }
    }
  }
}

/** The smallest box around what is set, and how many pixels that are; null when nothing is. */
export function extentOfRuns(runs: readonly number[], height: number): { x: number; y: number; w: number; h: number; area: number } | null {
  let [at, area, left, right, top, bottom] = [0, 0, Infinity, -1, Infinity, -1]
  for (const [place, run] of runs.entries()) {
    if (place % 2 === 1 && run > 0) {
      const [first, last] = [at, at + run - 1]
      const spansColumns = Math.floor(first / height) !== Math.floor(last / height)
      left = Math.min(left, Math.floor(first / height))
      right = Math.max(right, Math.floor(last / height))
      top = spansColumns ? 0 : Math.min(top, first % height)
      bottom = spansColumns ? height - 1 : Math.max(bottom, last % height)
      area += run
    }
    at += run
  }
  return area === 0 ? null : { x: left, y: top, w: right - left + 1, h: bottom - top + 1, area }
}
