import type { Run } from './edit-distance.ts'

const [matched, left, inserted] = [0, 1, 2]

/**
 * A word transition network: a sequence of slots, each with the weight that every word has there, and the weight of having no
 * word. Sequences are added one at a time, each along its cheapest alignment with what is there already.
 *
 * Weights are multiples of 2⁻²⁰ (see {@link exactWeight}), so that sums are exact and ties are ties, whatever the order of rows.
 * A slot keeps its number while others are inserted around it; `slotAt` gives the numbers in the order of the text.
 */
export class WordNetwork {
  length = 0
  /** What has been added so far: in every slot, the weights of its words and of no word sum to it. */
  total = 0
  #order: Int32Array = new Int32Array(64)
  #spare: Int32Array = new Int32Array(64)
  #slots = 0
  #head: number[] = []
  #none: number[] = []
  #next: number[] = []
  #word: number[] = []
  #weight: number[] = []
  #cost: Float64Array = new Float64Array(64)
  #move: Uint8Array = new Uint8Array(1024)
  /** What each word of the sequence at hand has in common with the slot at hand, in units of weight. */
  #gain: Float64Array = new Float64Array(64)
  readonly #spelling: Int32Array

  /** @param spelling of each word, see {@link spellingOf}; any numbers without a common bit if it is not to matter. */
  constructor(spelling: Int32Array) {
    this.#spelling = spelling
  }

  /** Empties the network and keeps its room. */
  clear(): void {
    this.length = 0
    this.total = 0
    this.#slots = 0
    this.#word.length = 0
  }

  slotAt(position: number): number {
    return this.#order[position]!
  }

  none(slot: number): number {
    return this.#none[slot]!
  }

  /** Calls back for every word of a slot, in no particular order. */
  each(slot: number, visit: (word: number, weight: number) => void): void {
    for (let at = this.#head[slot]!; at !== -1; at = this.#next[at]!) visit(this.#word[at]!, this.#weight[at]!)
  }

  /** Aligns a sequence, adds it, and writes the slot of its word `run.of[i]` to `slotOf[i]`. */
  add(run: Run, weight: number, slotOf: Int32Array): void {
    const columns = run.to - run.from + 1
    this.#align(run, columns)
    const before = this.#order
    const most = this.length + columns
    if (this.#spare.length < most) this.#spare = new Int32Array(2 * most)
    const order = this.#spare
    let to = most
    let position = this.length
    let at = run.to
    while (position > 0 || at > run.from) {
      const move = this.#move[position * columns + at - run.from]!
      if (move !== left) at--
      const slot = move === inserted ? this.#newSlot() : before[--position]!
      order[--to] = slot
      if (move === left) this.#none[slot]! += weight
      else {
        this.#give(slot, run.of[at]!, weight)
        slotOf[at] = slot
      }
    }
    order.copyWithin(0, to, most)
    this.#order = order
    this.#spare = before
    this.length = most - to
    this.total += weight
  }

  /**
   * The cheapest path, in units of weight: a word costs what of its slot's weight is not its own, a trifle less beside a word of
   * much the same letters (a slip of the pen belongs beside what it was to be), leaving a slot out costs what
   * of it is not "no word", an insertion costs the total. Among equals matching comes before leaving out, and that before inserting.
   */
  #align(run: Run, columns: number): void {
    if (this.#cost.length < columns) {
      this.#cost = new Float64Array(2 * columns)
      this.#gain = new Float64Array(2 * columns)
    }
    if (this.#move.length < (this.length + 1) * columns) this.#move = new Uint8Array(2 * (this.length + 1) * columns)
    for (let at = 0; at < columns; at++) {
      this.#cost[at] = at * this.total
      this.#move[at] = inserted
    }
    for (let position = 1; position <= this.length; position++) {
      const slot = this.#order[position - 1]!
      this.#compare(run, columns, slot)
      this.#alignSlot(columns, position * columns, this.total - this.#none[slot]!)
    }
  }

  #compare({ of, from }: Run, columns: number, slot: number): void {
    const [gain, spelling] = [this.#gain, this.#spelling]
    gain.fill(0, 0, columns)
    for (let alternative = this.#head[slot]!; alternative !== -1; alternative = this.#next[alternative]!) {
      const word = this.#word[alternative]!
      const letters = spelling[word]!
      const weight = this.#weight[alternative]!
      for (let at = 1; at < columns; at++) {
        const other = of[from + at - 1]!
        if (other === word) gain[at]! += weight
        else if ((letters & spelling[other]!) !== 0) gain[at]! += weight * alikeness(letters, spelling[other]!)
      }
    }
  }

  #alignSlot(columns: number, line: number, leave: number): void {
    const [cost, moves, gain, total] = [this.#cost, this.#move, this.#gain, this.total]
    let diagonal = cost[0]!
    let before = diagonal + leave
    cost[0] = before
    moves[line] = left
    for (let at = 1; at < columns; at++) {
      const up = cost[at]!
      let least = diagonal + total - gain[at]!
      let move = matched
      if (up + leave < least) {
        least = up + leave
        move = left
      }
      if (before + total < least) {
        least = before + total
        move = inserted
      }
      cost[at] = least
      moves[line + at] = move
      before = least
      diagonal = up
    }
  }

  #newSlot(): number {
    const slot = this.#slots++
    this.#head[slot] = -1
    this.#none[slot] = this.total
    return slot
  }

  #give(slot: number, word: number, weight: number): void {
    for (let at = this.#head[slot]!; at !== -1; at = this.#next[at]!) {
      if (this.#word[at] !== word) continue
      this.#weight[at]! += weight
      return
    }
    const at = this.#word.length
    this.#word.push(word)
    this.#weight[at] = weight
    this.#next[at] = this.#head[slot]!
    this.#head[slot] = at
  }
}

/** The nearest multiple of 2⁻²⁰ above 0: sums of up to 2³² are then exact, in any order. */
export function exactWeight(weight: number): number {
  return Math.max(1, Math.round(weight * 2 ** 20)) / 2 ** 20
}

/** The set of a word's letters, as bits: their code points modulo 32. */
export function spellingOf(word: string): number {
  let letters = 0
  for (const letter of word) letters |= 1 << (letter.codePointAt(0)! & 31)
  return letters
}

/** At most 1/64: it decides between alignments that are otherwise equal, and hardly more. Rises with the share of common letters. */
function alikeness(a: number, b: number): number {
  const share = bits(a & b) / bits(a | b)
  return (share * share) / 64
}

function bits(set: number): number {
  let sum = set - ((set >>> 1) & 0x55555555)
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333)
  return (((sum + (sum >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
