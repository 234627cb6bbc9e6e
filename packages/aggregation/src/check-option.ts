import { AggregationError } from './aggregation-error.ts'

/** Refuses an option that is out of its range; `expected` says in words what it must be. */
export function checkOption(option: string, received: unknown, expected: string, isValid: boolean): void {
  if (!isValid) throw new AggregationError({ kind: 'invalid_option', option, expected, received: String(received) })
}

/** What something is, in a word: its value may be long, or none that can be written. */
export const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Rows that can be read one after the other, or columns of them where a method takes these. */
export function checkResponses(responses: unknown, { orColumns = false }: { readonly orColumns?: boolean } = {}): void {
  const isRows = isObject(responses) && (orColumns || Symbol.iterator in (responses as object))
  checkOption('responses', kindOf(responses), orColumns ? 'rows, or columns task, worker and label' : 'rows, as in an array', isRows)
}

export function checkColumns(columns: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  for (const name of names) {
    const column = columns[name]
    checkOption(name, kindOf(column), 'a column: an array', isObject(column) && Number.isInteger((column as { length?: unknown }).length))
  }
}

/** The two options that every iterative method has. */
export function checkIterating({ tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number }): void {
  checkOption('tolerance', tolerance, 'a number', typeof tolerance === 'number' && !Number.isNaN(tolerance))
  checkOption('maxIterations', maxIterations, 'a whole number from 1', Number.isInteger(maxIterations) && maxIterations >= 1)
}

export function checkMinTasks(minTasks: number): void {
  checkOption('minTasks', minTasks, 'a whole number from 1', Number.isInteger(minTasks) && minTasks >= 1)
}

export function checkSeed(seed: number): void {
  checkOption('seed', seed, 'a safe whole number', Number.isSafeInteger(seed))
}

export function checkPositive(option: string, received: number): void {
  checkOption(option, received, 'a number above 0, at most 1000000', typeof received === 'number' && received > 0 && received <= 1_000_000)
}

/** Responses of each kind that are counted beforehand; `least` is above 0 where a method cannot do without. */
export function checkPrior(
  prior: { readonly right: number; readonly wrong: number },
  { orNone = false }: { readonly orNone?: boolean } = {},
): void {
  checkOption('prior', kindOf(prior), 'two numbers, right and wrong', isObject(prior))
  for (const name of ['right', 'wrong'] as const) {
    if (!orNone || prior[name] !== 0) checkPositive(`prior.${name}`, prior[name])
  }
}

export function checkText(option: string, text: string): void {
  checkOption(option, kindOf(text), 'a text', typeof text === 'string')
}

/** Something by task: plain objects are what people pass by mistake. */
export function checkMap(option: string, map: ReadonlyMap<string, unknown>, expected: string): void {
  checkOption(option, kindOf(map), expected, (map as unknown) instanceof Map)
}

/** Labels by task, as `gold` and `truth` are; numbers for labels are mistakes too. */
export function checkLabels(option: string, labels: ReadonlyMap<string, string>): void {
  const expected = 'a map from task to label, a text of at least one character'
  checkMap(option, labels, expected)
  for (const label of labels.values()) {
    if (typeof label !== 'string' || label === '') checkOption(option, JSON.stringify(label), expected, false)
  }
}

export function checkClassPrior(received: number | 'votes'): void {
  const isValid = received === 'votes' || (typeof received === 'number' && received > 0 && received <= 1_000_000)
  checkOption('classPrior', received, "'votes', or a number above 0, at most 1000000", isValid)
}

export function checkRepeats({ repeats = 'last' }: { readonly repeats?: 'last' | 'all' }): 'last' | 'all' {
  checkOption('repeats', repeats, "'last' or 'all'", repeats === 'last' || repeats === 'all')
  return repeats
}

export function checkTies({ ties = 'share' }: { readonly ties?: 'share' | 'first' }): 'share' | 'first' {
  checkOption('ties', ties, "'share' or 'first'", ties === 'share' || ties === 'first')
  return ties
}
