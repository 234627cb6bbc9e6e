import { createHash } from 'node:crypto'

/**
 * An order drawn by lot from a seed: always the same for the same seed, and any as likely as another.
 *
 * @returns the numbers from 0 to count - 1.
 */
export function drawnOrder(count: number, seed: string): number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const drawn = createHash('sha256').update(`${last} ${seed}`).digest().readUIntBE(0, 6) % (last + 1)
    const other = order[drawn] ?? drawn
    order[drawn] = order[last] ?? last
    order[last] = other
  }
  return order
}
