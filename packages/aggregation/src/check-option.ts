import { AggregationError } from './aggregation-error.ts'

/** Refuses an option that is out of its range; `expected` says in words what it must be. */
export function checkOption(option: string, received: unknown, expected: string, isValid: boolean): void {
  if (!isValid) throw new AggregationError({ kind: 'invalid_option', option, expected, received: String(received) })
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
  checkOption(option, received, 'a number above 0, at most 1000000', received > 0 && received <= 1_000_000)
}

/** Labels by task, as `gold` and `truth` are: plain objects and numbers for labels are what people pass by mistake. */
export function checkLabels(option: string, labels: ReadonlyMap<string, string> | undefined): void {
  if (labels === undefined) return
  const expected = 'a map from task to label, a text of at least one character'
  checkOption(option, typeof labels, expected, labels instanceof Map)
  for (const label of labels.values()) {
    if (typeof label !== 'string' || label === '') checkOption(option, JSON.stringify(label), expected, false)
  }
}

export function checkClassPrior(received: number | 'votes'): void {
  const isValid = received === 'votes' || (received > 0 && received <= 1_000_000)
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
