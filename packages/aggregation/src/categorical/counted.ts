/** Numbers above 0, from the least on, and how many times each is there. */
export interface Counted {
  readonly numbers: readonly number[]
  readonly times: readonly number[]
}

export function counted(values: Float64Array): Counted {
  const numbers: number[] = []
  const times: number[] = []
  for (const value of values.toSorted()) {
    if (value <= 0) continue
    if (value === numbers.at(-1)) times[times.length - 1]!++
    else {
      numbers.push(value)
      times.push(1)
    }
  }
  return { numbers, times }
}
