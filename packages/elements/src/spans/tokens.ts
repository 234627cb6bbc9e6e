/** What a cursor stops at: a word, a punctuation mark, an emoji; or every character, where words are too coarse. */
export type Unit = 'word' | 'character'

/**
 * A text in pieces that people mark whole. Parallel arrays, in order, without the white space between: a text of 50,000
 * characters has ten thousand pieces, and objects for each would be felt on a phone.
 */
export interface Tokens {
  readonly text: string
  readonly count: number
  /** offsets in UTF-16 code units, the end exclusive: for slices of `text` */
  readonly start: Uint32Array
  readonly end: Uint32Array
  /** the same in code points: what responses are written in */
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** the number of the sentence that the piece stands in, rising */
  readonly sentence: Uint32Array
}

const LETTER = /\p{L}/u
const BLANK = /^\s*$/u
const APOSTROPHE = /['’]/u

/**
 * Takes a text apart. Languages without spaces are split by the browser's dictionary; combining marks and emoji sequences
 * stay whole; elided words are two pieces (l’|Europe, Anna|’s).
 *
 * @param language a language tag; '' or one that the browser does not know for the general rules.
 * @throws never. An empty or blank text has no pieces.
 */
export function tokenise(text: string, language: string, unit: Unit): Tokens {
  const start: number[] = []
  const end: number[] = []
  for (const { segment, index } of segmenter(language, unit === 'word' ? 'word' : 'grapheme').segment(text)) {
    if (BLANK.test(segment)) continue
    const cut = unit === 'word' ? elisionIn(segment) : 0
    if (cut > 0) {
      start.push(index)
      end.push(index + cut)
    }
    start.push(index + cut)
    end.push(index + segment.length)
  }
  const { from, to } = inCodePoints(text, start, end)
  return {
    text,
    count: start.length,
    start: Uint32Array.from(start),
    end: Uint32Array.from(end),
    from,
    to,
    sentence: sentencesOf(text, language, start),
  }
}

function segmenter(language: string, granularity: 'word' | 'grapheme' | 'sentence'): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language === '' ? undefined : language, { granularity })
  } catch {
    return new Intl.Segmenter(undefined, { granularity })
  }
}

/** Where a word with an apostrophe is cut; 0 for nowhere. A short first part keeps the apostrophe, as in French; else the second has it. */
function elisionIn(word: string): number {
  const at = word.search(APOSTROPHE)
  if (at <= 0 || at === word.length - 1 || !LETTER.test(word)) return 0
  const keeps = at <= 2 || /qu$/iu.test(word.slice(0, at))
  return keeps ? at + 1 : at
}

function inCodePoints(text: string, start: readonly number[], end: readonly number[]) {
  const from = new Uint32Array(start.length)
  const to = new Uint32Array(start.length)
  let [unit, point] = [0, 0]
  const advance = (target: number): number => {
    while (unit < target) {
      unit += text.codePointAt(unit)! > 0xffff ? 2 : 1
      point++
    }
    return point
  }
  for (const [i, at] of start.entries()) {
    from[i] = advance(at)
    to[i] = advance(end[i]!)
  }
  return { from, to }
}

/** A line break ends a sentence as well: lists and titles have no full stops. */
function sentencesOf(text: string, language: string, start: readonly number[]): Uint32Array {
  const begins: number[] = []
  for (const { segment, index } of segmenter(language, 'sentence').segment(text)) {
    begins.push(index)
    for (let at = segment.indexOf('\n'); at !== -1; at = segment.indexOf('\n', at + 1)) begins.push(index + at + 1)
  }
  const numbers = new Uint32Array(start.length)
  let current = 0
  for (const [i, at] of start.entries()) {
    while (current + 1 < begins.length && begins[current + 1]! <= at) current++
    numbers[i] = current
  }
  return numbers
}

/** The pieces that a stretch of code points touches, both ends included; null when it touches none (white space, or beyond the text). */
export function tokensWithin(tokens: Tokens, start: number, end: number): { first: number; last: number } | null {
  const first = firstWhere(tokens.count, (i) => tokens.to[i]! > start)
  const last = firstWhere(tokens.count, (i) => tokens.from[i]! >= end) - 1
  return first > last ? null : { first, last }
}

/** The text of a stretch of code points. */
export function sliceOf(text: string, start: number, end: number): string {
  let [unit, point, begin] = [0, 0, 0]
  while (unit < text.length && point < end) {
    if (point === start) begin = unit
    unit += text.codePointAt(unit)! > 0xffff ? 2 : 1
    point++
  }
  return point <= start ? '' : text.slice(begin, unit)
}

/** The first of 0 … count − 1 for which a rising condition holds; count when none. */
export function firstWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Where the cursor goes: the first and last piece of a sentence, or the beginning of the one after or before. */
export function sentenceMove(tokens: Tokens, at: number, move: 'first' | 'last' | 'next' | 'previous'): number {
  const { sentence, count } = tokens
  const first = firstWhere(count, (i) => sentence[i]! >= sentence[at]!)
  const after = firstWhere(count, (i) => sentence[i]! > sentence[at]!)
  switch (move) {
    case 'first':
      return first
    case 'last':
      return after - 1
    case 'next':
      return Math.min(after, count - 1)
    case 'previous':
      return at > first || first === 0 ? first : firstWhere(count, (i) => sentence[i]! >= sentence[first - 1]!)
  }
}
