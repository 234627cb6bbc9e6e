import { AggregationError } from './aggregation-error.ts'

/** A row of rows that come from outside: what is none has no ids, and is refused where these are looked for. */
export const rowOf = <Row extends object>(row: Row): Partial<Row> => row ?? {}

/** A growing column of integers: doubling keeps appending linear, and four bytes a row instead of an array's eight. */
export class Column {
  length = 0
  #values = new Int32Array(1024)

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Int32Array(this.length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.length++] = value
  }

  values(): Int32Array {
    return this.#values.subarray(0, this.length)
  }
}

/** Numbers ids in the order in which they first appear. */
export class Dictionary {
  readonly #column: 'task' | 'worker' | 'label'
  readonly #numbers = new Map<string, number>()

  constructor(column: 'task' | 'worker' | 'label') {
    this.#column = column
  }

  get size(): number {
    return this.#numbers.size
  }

  /** Apart from `number` so that a row with one bad id leaves nothing of itself behind. */
  check(id: unknown, row: number): void {
    if (typeof id !== 'string' || id === '') throw new AggregationError({ kind: 'missing_id', column: this.#column, row })
  }

  number(id: string): number {
    let number = this.#numbers.get(id)
    if (number === undefined) {
      number = this.#numbers.size
      this.#numbers.set(id, number)
    }
    return number
  }

  ids(): readonly string[] {
    return [...this.#numbers.keys()]
  }
}
