import { checkText } from '../check-option.ts'
import { tokensOf } from './tokens.ts'

const maxOrder = 6

/**
 * chrF: the F-score of character n-grams, n = 1 … 6, recall counting twice as much as precision,
 *
 *   chrF = (1 + β²) P R / (β² P + R),   β = 2,
 *
 * P and R the means of precision and recall over the n for which both texts have n-grams. White space is left out; case and
 * punctuation count.
 *
 * @returns a number in [0, 1]; 1 for equal texts, two empty ones included, 0 when one is empty.
 * @throws AggregationError `invalid_option` for what is no text. Not symmetric. Time O(length).
 *
 * Reference: Popović, WMT 2015; doi:10.18653/v1/W15-3049.
 */
export function chrF(text: string, truth: string): number {
  checkText('text', text)
  checkText('truth', truth)
  const prepare = chrFPreparer()
  return chrFOf(prepare(text), prepare(truth))
}

/** A text's character n-grams, numbered across the texts of one preparer, in rising order, with how often each occurs. */
interface CharacterGrams {
  readonly characters: number
  readonly gram: Int32Array
  readonly count: Int32Array
  /** Of every gram that the preparer has seen, its n. */
  readonly orders: readonly number[]
}

/** Splits texts that are to be compared with several others; only those of one preparer can be compared. */
export function chrFPreparer(): (text: string) => CharacterGrams {
  const numbers = new Map<string, number>()
  const orders: number[] = []
  return (text) => {
    const characters = Array.from(text.normalize('NFC').replace(/\s+/gu, ''))
    const count = new Map<number, number>()
    for (let from = 0; from < characters.length; from++) {
      let gram = ''
      for (let n = 1; n <= maxOrder && from + n <= characters.length; n++) {
        gram += characters[from + n - 1]!
        let number = numbers.get(gram)
        if (number === undefined) {
          number = numbers.size
          numbers.set(gram, number)
          orders.push(n)
        }
        count.set(number, (count.get(number) ?? 0) + 1)
      }
    }
    const gram = Int32Array.from(count.keys()).toSorted()
    return { characters: characters.length, gram, count: gram.map((each) => count.get(each)!), orders }
  }
}

export function chrFOf(given: CharacterGrams, wanted: CharacterGrams): number {
  if (given.characters === 0 && wanted.characters === 0) return 1
  const common = new Float64Array(maxOrder + 1)
  for (let i = 0, j = 0; i < given.gram.length && j < wanted.gram.length;) {
    const apart = given.gram[i]! - wanted.gram[j]!
    if (apart === 0) common[given.orders[given.gram[i]!]!]! += Math.min(given.count[i]!, wanted.count[j]!)
    if (apart <= 0) i++
    if (apart >= 0) j++
  }
  let [precision, recall, orders] = [0, 0, 0]
  for (let n = 1; n <= maxOrder && n <= given.characters && n <= wanted.characters; n++) {
    precision += common[n]! / (given.characters - n + 1)
    recall += common[n]! / (wanted.characters - n + 1)
    orders++
  }
  if (precision === 0 || recall === 0) return 0
  return (5 * precision * recall) / ((4 * precision + recall) * orders)
}

/**
 * GLEU: of the n-grams of words, n = 1 … 4, the share that two texts have in common, in the one that has more of them,
 *
 *   GLEU = min(precision, recall) = Σₙ |Gₙ(a) ∩ Gₙ(b)| / max(Σₙ |Gₙ(a)|, Σₙ |Gₙ(b)|)      (as multisets).
 *
 * Words of both texts are compared as the README says.
 *
 * @returns a number in [0, 1], the same both ways; 1 for the same words, none included, 0 when only one has words.
 * @throws AggregationError `invalid_option` for what is no text. Time O(length).
 *
 * Reference: Wu et al., Google's neural machine translation system, 2016; doi:10.48550/arXiv.1609.08144 (section 4.4).
 */
export function gleu(first: string, second: string): number {
  return gleuOfWords(
    tokensOf(first).map(({ key }) => key),
    tokensOf(second).map(({ key }) => key),
  )
}

export function gleuOfWords(first: readonly string[], second: readonly string[]): number {
  const most = Math.max(first.length, second.length)
  if (most === 0) return 1
  let [common, total] = [0, 0]
  for (let n = 1; n <= 4 && n <= most; n++) {
    common += matches(ngrams(first, n), ngrams(second, n))
    total += most - n + 1
  }
  return common / total
}

function ngrams(units: readonly string[], n: number): Map<string, number> {
  const count = new Map<string, number>()
  for (let at = 0; at + n <= units.length; at++) {
    const gram = units.slice(at, at + n).join('\u0000')
    count.set(gram, (count.get(gram) ?? 0) + 1)
  }
  return count
}

function matches(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0
  for (const [gram, count] of a) common += Math.min(count, b.get(gram) ?? 0)
  return common
}
