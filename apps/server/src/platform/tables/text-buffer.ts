/**
 * Where a character comes next. The answer is remembered, because most rows ask the same question again: without that, a
 * file that has no quote would be searched for one to the end of the buffer on every row.
 */
export class Search {
  private askedFrom = 0
  private answer = -1
  private readonly buffer: TextBuffer
  private readonly char: string

  constructor(buffer: TextBuffer, char: string) {
    this.buffer = buffer
    this.char = char
  }

  /** Index of the character at or after `from`, or the text's length. */
  next(from: number): number {
    if (from <= this.answer && from >= this.askedFrom) return this.answer
    const at = this.buffer.text.indexOf(this.char, from)
    this.askedFrom = from
    this.answer = at < 0 ? this.buffer.text.length : at
    return this.answer
  }

  forget(): void {
    this.askedFrom = 0
    this.answer = -1
  }
}

/** The part of a text that is not read yet, and where its lines end. LF, CRLF and CR each end a line. */
export class TextBuffer {
  text = ''
  /** Where reading goes on. */
  pos = 0
  /** Physical line of `pos`, from 1. */
  line = 1
  isLast = false
  private waiting: string[] = []
  private waitingChars = 0
  private readonly searches: Search[] = []
  private readonly lf = this.searchFor('\n')
  private readonly cr = this.searchFor('\r')

  searchFor(char: string): Search {
    const search = new Search(this, char)
    this.searches.push(search)
    return search
  }

  /**
   * Takes the next piece. @returns false when it is too early to try again: an unfinished record is read again from its
   * start, so the buffer must double between two tries, or a long record in small pieces would cost the square of its length.
   */
  add(piece: string, isLast: boolean): boolean {
    this.waiting.push(piece)
    this.waitingChars += piece.length
    this.isLast = isLast
    const unread = this.text.length - this.pos
    if (!isLast && this.waitingChars < unread) return false
    this.text = this.text.slice(this.pos) + this.waiting.join('')
    this.waiting = []
    this.waitingChars = 0
    this.pos = 0
    for (const search of this.searches) search.forget()
    return true
  }

  /** Index of the next line end, or the text's length. */
  eol(from: number): number {
    return Math.min(this.lf.next(from), this.cr.next(from))
  }

  /** Whether the line end at this index is known to be there and whole: a CR at the edge may be half of a CRLF. */
  isSettled(eol: number): boolean {
    return this.isLast || (eol < this.text.length && (this.text[eol] === '\n' || eol + 1 < this.text.length))
  }

  /** Where the line after this line end starts. */
  afterEol(eol: number): number {
    if (eol >= this.text.length) return eol
    return this.text[eol] === '\r' && this.text[eol + 1] === '\n' ? eol + 2 : eol + 1
  }

  /** Steps over blank lines. @returns whether something to read is there. */
  skipBlankLines(): boolean {
    for (;;) {
      const eol = this.eol(this.pos)
      if (eol !== this.pos || eol >= this.text.length) return this.pos < this.text.length
      if (!this.isSettled(eol)) return false
      this.pos = this.afterEol(eol)
      this.line += 1
    }
  }

  /** Drops the rest of the current line. @returns false when its end is still to come: call again after `add`. */
  skipLine(): boolean {
    const eol = this.eol(this.pos)
    this.pos = eol
    if (!this.isSettled(eol)) return false
    this.pos = this.afterEol(eol)
    this.line += 1
    return true
  }

  /** Line ends in [from, to). */
  countLines(from: number, to: number): number {
    let count = 0
    for (let at = from; at < to; at++) {
      const char = this.text.charCodeAt(at)
      if (char === 13 || (char === 10 && (at === from || this.text.charCodeAt(at - 1) !== 13))) count += 1
    }
    return count
  }
}
