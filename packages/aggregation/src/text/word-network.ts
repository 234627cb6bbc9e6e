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
  /** Of each word, its weight in the slot at hand. */
  readonly #weightOf: Float64Array

  constructor(words: number) {
    this.#weightOf = new Float64Array(words)
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
   * The cheapest path, in units of weight: a word costs what of its slot's weight is not its own, leaving a slot out costs what
   * of it is not "no word", an insertion costs the total. Among equals matching comes before leaving out, and that before inserting.
   */
  #align(run: Run, columns: number): void {
    if (this.#cost.length < columns) this.#cost = new Float64Array(2 * columns)
    if (this.#move.length < (this.length + 1) * columns) this.#move = new Uint8Array(2 * (this.length + 1) * columns)
    for (let at = 0; at < columns; at++) {
      this.#cost[at] = at * this.total
      this.#move[at] = inserted
    }
    for (let position = 1; position <= this.length; position++) {
      const slot = this.#order[position - 1]!
      for (let at = this.#head[slot]!; at !== -1; at = this.#next[at]!) this.#weightOf[this.#word[at]!] = this.#weight[at]!
      this.#alignSlot(run, columns, position * columns, this.total - this.#none[slot]!)
      for (let at = this.#head[slot]!; at !== -1; at = this.#next[at]!) this.#weightOf[this.#word[at]!] = 0
    }
  }

  #alignSlot({ of, from }: Run, columns: number, line: number, leave: number): void {
    const [cost, moves, weightOf, total] = [this.#cost, this.#move, this.#weightOf, this.total]
    let diagonal = cost[0]!
    let before = diagonal + leave
    cost[0] = before
    moves[line] = left
    for (let at = 1; at < columns; at++) {
      const up = cost[at]!
      let least = diagonal + total - weightOf[of[from + at - 1]!]!
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
