/** Responses with the truth, as a recorded set has them. */
export interface TrueCrowd {
  readonly name: string
  readonly rows: readonly { readonly task: string; readonly worker: string; readonly label: string }[]
  /** Of the tasks that are asked about. */
  readonly truth: ReadonlyMap<string, string>
  /** Of the tasks whose truth is told, which are others. */
  readonly gold?: ReadonlyMap<string, string>
}

export type Random = () => number

export const between = (random: Random, low: number, high: number) => low + (high - low) * random()
export const each = <T>(count: number, of: (n: number) => T) => Array.from({ length: count }, (_, n) => of(n))
export const even = (count: number) => each(count, () => 1)

/** Right so often, whatever the truth; when wrong, each other label alike. */
export function coin(right: number, k: number): number[][] {
  return each(k, (truth) => each(k, (given) => (given === truth ? right : (1 - right) / (k - 1))))
}

export const guess = (k: number) => coin(1 / k, k)
export const always = (label: number, k: number) => each(k, () => each(k, (given) => (given === label ? 1 : 0)))

/** Says what is within reach on a scale, and some people are strict. */
export function onScale(random: Random, k: number): number[][] {
  const [spread, shift] = [between(random, 0.5, 1.3), between(random, -0.7, 0.7)]
  return each(k, (truth) => {
    const row = each(k, (given) => Math.exp(-(((given - truth - shift) / spread) ** 2) / 2))
    const sum = row.reduce((a, b) => a + b)
    return row.map((weight) => weight / sum)
  })
}

export function drawOf(weights: readonly number[], random: Random): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0)
  let at = 0
  while (at < weights.length - 1 && (left -= weights[at]!) > 0) at++
  return at
}
