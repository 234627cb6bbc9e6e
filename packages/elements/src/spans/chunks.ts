import type { Tokens } from './tokens.ts'

/** Pieces first … last − 1 of one line, with the white space after them: what is drawn at once. */
export interface Chunk {
  readonly first: number
  readonly last: number
  /** of the text, in UTF-16 code units */
  readonly start: number
  readonly end: number
}

const PIECES_MAX = 60

/** The text line by line, each in chunks: so that only those near the screen have an element for each piece. */
export function chunksOf({ text, start, count }: Tokens): Chunk[][] {
  const lines: Chunk[][] = []
  let piece = 0
  for (let from = 0; from <= text.length;) {
    const found = text.indexOf('\n', from)
    const lineEnd = found === -1 ? text.length : found
    const line: Chunk[] = []
    let at = from
    while (at < lineEnd) {
      const first = piece
      while (piece < count && piece - first < PIECES_MAX && start[piece]! < lineEnd) piece++
      const end = piece < count && start[piece]! < lineEnd ? start[piece]! : lineEnd
      line.push({ first, last: piece, start: at, end })
      at = end
    }
    lines.push(line)
    from = lineEnd + 1
  }
  return lines
}
