import { checkText } from '../check-option.ts'
import { invalidResponse } from '../invalid-response.ts'
import type { Responses } from '../responses.ts'

/**
 * A word: letters, marks and digits, with apostrophes between letters (`don't`) and points or commas between digits (`1,000.5`).
 * Scripts that are written without spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give one word per
 * character with its marks: every runtime splits them alike, which no dictionary of words promises.
 */
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]`
const letter = String.raw`[[\p{L}\p{M}\p{N}]--${unspaced}]`
const word = new RegExp(
  String.raw`[${unspaced}&&[\p{L}\p{M}\p{N}ー]]\p{M}*|${letter}+(?:(?:(?<=[\p{L}\p{M}])['’ʼ＇](?=\p{L})|(?<=\p{N})[.,](?=\p{N}))${letter}+)*`,
  'gv',
)
const endsUnspaced = new RegExp(String.raw`${unspaced}\p{M}*$`, 'v')

/** A word as it is compared, and as it stands in the text: with the punctuation that touches it and the space after it. */
export interface Token {
  readonly key: string
  readonly written: string
  /** Offsets of the word itself, without punctuation: code units, the end not included. */
  readonly start: number
  readonly end: number
}

/**
 * Splits a text into words (see the README). Two words are the same when their keys are: Unicode's compatibility form (NFKC) in
 * lower case, with one kind of apostrophe. Punctuation and symbols are no words; a text of nothing else has none.
 *
 * @throws AggregationError `invalid_option` for what is no text. Time O(length).
 */
export function tokensOf(text: string): Token[] {
  checkText('text', text)
  const found = Array.from(text.matchAll(word), (match) => ({ raw: match[0], start: match.index, end: match.index + match[0].length }))
  return found.map(({ raw, start, end }, n) => {
    // Punctuation belongs to the word that it touches: what opens (after a space) to the next word, the rest to the one before.
    const before = n === 0 ? 0 : start - opening(text.slice(found[n - 1]!.end, start))
    const next = found[n + 1]
    const after = next === undefined ? text.length : next.start - opening(text.slice(end, next.start))
    const written = text.slice(before, after).replace(/^\s+/u, '').replace(/\s+/gu, ' ')
    // A word that ends a text may come to stand before another.
    const closed = next === undefined && !endsUnspaced.test(raw) ? `${written.trimEnd()} ` : written
    return { key: keyOf(raw), written: closed, start, end }
  })
}

/** How many code units between two words belong to the second: those after the last space. */
function opening(between: string): number {
  const from = between.search(/\S*$/u)
  return from === 0 ? 0 : between.length - from
}

function keyOf(raw: string): string {
  return raw.normalize('NFKC').toLowerCase().replace(/[’ʼ]/gu, "'")
}

/** The words of every response, numbered; those of response `i` are `key[j]` for `start[i] <= j < start[i + 1]`. */
export interface TokenisedTexts {
  readonly keys: readonly string[]
  readonly forms: readonly string[]
  readonly start: Int32Array
  readonly key: Int32Array
  /** The written form of each word, as an index into `forms`. */
  readonly form: Int32Array
}

/** @throws AggregationError `invalid_value` when a value is not a string. */
export function tokenised(responses: Responses<string>): TokenisedTexts {
  const texts = textsOf(responses)
  const keys = new Map<string, number>()
  const forms = new Map<string, number>()
  const start = new Int32Array(texts.length + 1)
  const key: number[] = []
  const form: number[] = []
  for (const [i, text] of texts.entries()) {
    for (const token of tokensOf(text)) {
      key.push(numberOf(keys, token.key))
      form.push(numberOf(forms, token.written))
    }
    start[i + 1] = key.length
  }
  return { keys: [...keys.keys()], forms: [...forms.keys()], start, key: Int32Array.from(key), form: Int32Array.from(form) }
}

/** The texts of the responses, in the order of `byTask`. */
export function textsOf(responses: Responses<string>): readonly string[] {
  const texts: readonly unknown[] = responses.byTask.value
  const bad = texts.findIndex((text) => typeof text !== 'string')
  if (bad !== -1) throw invalidResponse(responses, bad, 'a text', texts[bad] === null ? 'null' : typeof texts[bad])
  return responses.byTask.value
}

function numberOf(numbers: Map<string, number>, id: string): number {
  const known = numbers.get(id)
  if (known !== undefined) return known
  numbers.set(id, numbers.size)
  return numbers.size - 1
}
