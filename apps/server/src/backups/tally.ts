import { createHash } from 'node:crypto'

const LINE_FEED = 10

export interface Figures {
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/**
 * Counts and sums what passes. Rows are counted as lines: COPY's text form writes a line feed inside a value as `\n`, so
 * each real one ends a row; the first line is the header.
 */
export class Tally {
  #hash = createHash('sha256')
  #lines = 0
  bytes = 0

  get rows(): number {
    return Math.max(0, this.#lines - 1)
  }

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.bytes += chunk.length
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) this.#lines += 1
  }

  /** Goes into the sum only, as the name of what follows does. */
  mark(text: string): void {
    this.#hash.update(`${text}\0`)
  }

  figures(): Figures {
    return { rows: this.rows, bytes: this.bytes, sha256: this.#hash.copy().digest('hex') }
  }
}
