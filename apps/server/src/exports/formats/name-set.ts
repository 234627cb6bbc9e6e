const FEWEST_PLACES = 1024
const TWO_TO_32 = 2 ** 32

/**
 * Which names were given, in some 24 bytes a name however long it is: of each only a number of 53 bits is kept. Two names with one
 * number are as rare as one in ten thousand archives of a million entries; then a free name is said to be taken, never the
 * other way round.
 */
export class NameSet {
  /** 0 is a free place */
  #numbers = new Float64Array(FEWEST_PLACES)
  #size = 0

  has(name: string): boolean {
    const number = numberOf(name)
    return this.#numbers[placeOf(this.#numbers, number)] === number
  }

  add(name: string): void {
    if (this.#size * 2 >= this.#numbers.length) this.#grow()
    const number = numberOf(name)
    const place = placeOf(this.#numbers, number)
    if (this.#numbers[place] === number) return
    this.#numbers[place] = number
    this.#size += 1
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2)
    for (const number of this.#numbers) if (number !== 0) larger[placeOf(larger, number)] = number
    this.#numbers = larger
  }
}

/** Where the number stands, or the free place where it belongs. */
function placeOf(numbers: Float64Array, number: number): number {
  const last = numbers.length - 1
  let place = number % numbers.length
  while (numbers[place] !== 0 && numbers[place] !== number) place = place === last ? 0 : place + 1
  return place
}

/** Two mixes of the code units, as in MurmurHash3, of which 53 bits are taken; never 0. */
function numberOf(name: string): number {
  let [low, high] = [0x9e3779b9, 0x85ebca6b]
  for (let i = 0; i < name.length; i += 1) {
    const unit = name.charCodeAt(i)
    low = Math.imul(low ^ unit, 0xcc9e2d51)
    high = Math.imul(high ^ unit, 0x1b873593)
    low = (low << 15) | (low >>> 17)
    high = (high << 13) | (high >>> 19)
  }
  low = Math.imul(low ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  high = Math.imul(high ^ (low >>> 16), 0xc2b2ae35) ^ Math.imul(low ^ (low >>> 13), 0x85ebca6b)
  return (high >>> 11) * TWO_TO_32 + (low >>> 0) + 1
}
