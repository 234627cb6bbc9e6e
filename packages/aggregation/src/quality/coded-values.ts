import { AggregationError } from '../aggregation-error.ts'
import type { Crowd } from '../crowd.ts'
import { invalidResponse } from '../invalid-response.ts'
import type { Responses } from '../responses.ts'

/** Responses to each task as numbers below `values.length`: those to task `t` are `code[i]` for `start[t] <= i < start[t + 1]`. */
export interface CodedValues<V> {
  readonly tasks: readonly string[]
  readonly start: Int32Array
  readonly code: Int32Array
  readonly values: readonly V[]
}

/** Values are the same when `Object.is` says so, and 0 and −0 are. */
export function codedValues<V>(responses: Crowd | Responses<V>): CodedValues<V | string> {
  if ('labels' in responses) {
    return { tasks: responses.tasks, start: responses.byTask.start, code: responses.byTask.label, values: responses.labels }
  }
  const { tasks, byTask } = responses
  const codes = new Map<V, number>()
  const code = Int32Array.from(byTask.value, (value) => {
    const known = codes.get(value) ?? codes.size
    codes.set(value, known)
    return known
  })
  return { tasks, start: byTask.start, code, values: [...codes.keys()] }
}

/** Values of any kind, but not of none: what is missing would be one more value, on which people agree. */
export function checkPresent<V>(responses: Crowd | Responses<V>, { code, values }: CodedValues<V | string>): void {
  const missing = values.findIndex((value) => value === undefined || value === null || Number.isNaN(value))
  if (missing === -1) return
  throw invalidResponse(responses, code.indexOf(missing), 'a value; leave out what is missing', String(values[missing]))
}

/** The values as numbers. Refuses others, with one of the responses that has it. */
export function numbersOf<V>(
  responses: Crowd | Responses<V>,
  { code, values }: CodedValues<V | string>,
  expected: string,
  isValid: (value: number) => boolean,
): Float64Array {
  const numbers = Float64Array.from(values, (value) => (typeof value === 'number' && isValid(value) ? value + 0 : Number.NaN))
  const bad = code.findIndex((each) => Number.isNaN(numbers[each]!))
  if (bad !== -1) throw invalidResponse(responses, bad, expected, String(values[code[bad]!]))
  return numbers
}

/** Where each value stands on a scale of labels. Refuses a scale with doubles, or without a label that was given. */
export function placesIn(order: readonly unknown[] | undefined, values: readonly unknown[]): Int32Array {
  const place = new Map(order?.map((value, n) => [value, n]))
  const missing = values.find((value) => !place.has(value))
  if (order === undefined || place.size < order.length || missing !== undefined) {
    const received = order === undefined ? 'undefined' : missing === undefined ? 'one with doubles' : 'one without a value that was given'
    throw new AggregationError({
      kind: 'invalid_option',
      option: 'order',
      expected: 'all values, each once, from one end to the other',
      received,
    })
  }
  return Int32Array.from(values, (value) => place.get(value)!)
}
