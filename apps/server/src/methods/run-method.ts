import {
  auto,
  bwa,
  dawidSkene,
  ebcc,
  gaussianWorkers,
  glad,
  goldMajorityVote,
  hierarchicalDawidSkene,
  huberMean,
  ibcc,
  kos,
  mace,
  majorityVote,
  mmsr,
  numericMedian,
  oneCoinDawidSkene,
  ordinalDawidSkene,
  rover,
  sampledDawidSkene,
  textHrrasa,
  textMedoid,
  textRasa,
  wawa,
  zeroBasedSkill,
  type Aggregate,
  type AutoChoice,
  type Crowd,
  type Estimates,
  type Intervals,
  type Responses,
  type TextAggregate,
} from '@canut/aggregation'
import { METHODS, type MethodName } from './methods.ts'

export type Given =
  | { readonly kind: 'labels'; readonly crowd: Crowd }
  | { readonly kind: 'numbers'; readonly responses: Responses<number> }
  | { readonly kind: 'texts'; readonly responses: Responses<string> }

export interface RunOptions {
  readonly gold: ReadonlyMap<string, string> | null
  readonly seed: number | null
  readonly order: readonly string[] | null
  /** largest table that a method may make, in numbers of 8 bytes; the package's own limit unless told */
  readonly maxCells?: number
  /** what `auto` chose before from nearly the same responses, to stand */
  readonly choice?: Chosen
}

/** What methods say of themselves beyond their answers; each has some of it. */
interface Said {
  readonly iterations?: number
  readonly converged?: boolean
  readonly workerAccuracy?: Intervals
  readonly competence?: Intervals
  readonly errorRate?: Intervals
}

export type Outcome =
  | { readonly kind: 'labels'; readonly result: Aggregate & Said; readonly chosen: Chosen | null }
  | {
      readonly kind: 'numbers'
      readonly result: Estimates & Said & { readonly intervals?: Intervals; readonly workerParameters?: { readonly bias: Intervals } }
    }
  | { readonly kind: 'texts'; readonly result: TextAggregate & Said & { readonly tied?: readonly (readonly string[])[] } }

/** What `auto` chose, why, and what each method that it tried made of responses held out. */
export interface Chosen {
  readonly method: string
  readonly reason: string
  readonly compared: readonly { readonly method: string; readonly foresight: number; readonly agreement: number }[]
}

const DEFAULT_SEED = 0
/** What `auto` chooses from. */
const CANDIDATES = [
  'majority-vote',
  'one-coin-dawid-skene',
  'hierarchical-dawid-skene',
  'sampled-dawid-skene',
  'ebcc',
] as const satisfies readonly AutoChoice['method'][]

/**
 * The named method on responses of its own kind.
 *
 * @throws AggregationError what the method refuses; TypeError for responses of another kind, which is a defect of the caller.
 */
export function runMethod(method: MethodName, given: Given, options: RunOptions): Outcome {
  if (METHODS[method].kind !== given.kind) throw new TypeError(`${method} does not take ${given.kind}`)
  if (given.kind === 'texts') return { kind: 'texts', result: onTexts(method, given.responses) }
  if (given.kind === 'numbers') return { kind: 'numbers', result: onNumbers(method, given.responses) }
  if (method !== 'auto') return { kind: 'labels', result: onLabels(method, given.crowd, options), chosen: null }

  const { result, choice, top, confidence } = auto(given.crowd, {
    ...METHODS.auto.parameters,
    seed: options.seed ?? DEFAULT_SEED,
    ...(options.gold === null ? {} : { gold: options.gold }),
    ...limitOf(options),
    ...standing(options),
  })
  // the answers have the votes pooled in; all else is the chosen method's, and what is said of workers still computed only when read
  const answered = Object.create(result, { top: { value: top }, confidence: { value: confidence } }) as typeof result
  return { kind: 'labels', result: answered, chosen: { method: choice.method, reason: choice.reason, compared: choice.compared } }
}

/** One that `auto` does not know any more is made anew. */
function standing({ choice }: RunOptions): { readonly choice?: AutoChoice } {
  const method = CANDIDATES.find((name) => name === choice?.method)
  return choice === undefined || method === undefined ? {} : { choice: { method, reason: choice.reason, heldOut: 0, compared: [] } }
}

const limitOf = ({ maxCells }: RunOptions) => (maxCells === undefined ? {} : { maxCells })

function onLabels(method: MethodName, crowd: Crowd, options: RunOptions): Aggregate & Said {
  const gold = options.gold ?? undefined
  const seed = options.seed ?? DEFAULT_SEED
  const limit = limitOf(options)
  switch (method) {
    case 'majority-vote':
      return majorityVote(crowd)
    case 'wawa':
      return wawa(crowd)
    case 'zero-based-skill':
      return zeroBasedSkill(crowd, METHODS[method].parameters)
    case 'gold-majority-vote':
      return goldMajorityVote(crowd, { gold: gold ?? new Map() })
    case 'one-coin-dawid-skene':
      return oneCoinDawidSkene(crowd, { ...METHODS[method].parameters, ...limit, gold })
    case 'dawid-skene':
      return dawidSkene(crowd, { ...METHODS[method].parameters, ...limit, gold })
    case 'hierarchical-dawid-skene':
      return hierarchicalDawidSkene(crowd, { ...METHODS[method].parameters, ...limit, gold })
    case 'sampled-dawid-skene':
      return sampledDawidSkene(crowd, { ...METHODS[method].parameters, ...limit, gold, seed })
    case 'ordinal-dawid-skene':
      return ordinalDawidSkene(crowd, {
        ...METHODS[method].parameters,
        ...limit,
        gold,
        order: options.order ?? inNaturalOrder(crowd.labels),
      })
    case 'glad':
      return glad(crowd, { ...METHODS[method].parameters, ...limit, gold })
    case 'mace':
      return mace(crowd, { ...METHODS[method].parameters, ...limit, gold, seed })
    case 'kos':
      return kos(crowd, { ...METHODS[method].parameters, seed })
    case 'mmsr':
      return mmsr(crowd, { ...METHODS[method].parameters, ...limit })
    case 'ibcc':
      return ibcc(crowd, { ...METHODS[method].parameters, ...limit, gold })
    case 'bwa':
      return bwa(crowd, { ...METHODS[method].parameters, ...limit, gold })
    case 'ebcc':
      return ebcc(crowd, { ...METHODS[method].parameters, ...limit, gold, seed })
    default:
      throw new TypeError(`${method} is no method for labels`)
  }
}

function onNumbers(method: MethodName, responses: Responses<number>): Extract<Outcome, { kind: 'numbers' }>['result'] {
  switch (method) {
    case 'numeric-median':
      return numericMedian(responses)
    case 'huber-mean':
      return huberMean(responses, METHODS[method].parameters)
    case 'gaussian-workers':
      return gaussianWorkers(responses, METHODS[method].parameters)
    default:
      throw new TypeError(`${method} is no method for numbers`)
  }
}

function onTexts(method: MethodName, responses: Responses<string>): Extract<Outcome, { kind: 'texts' }>['result'] {
  switch (method) {
    case 'rover':
      return rover(responses, METHODS[method].parameters)
    case 'text-medoid':
      return textMedoid(responses, METHODS[method].parameters)
    case 'text-rasa':
      return textRasa(responses, METHODS[method].parameters)
    case 'text-hrrasa':
      return textHrrasa(responses, METHODS[method].parameters)
    default:
      throw new TypeError(`${method} is no method for texts`)
  }
}

/** Numbers by their value, before other labels in code-unit order. */
export function inNaturalOrder(labels: readonly string[]): string[] {
  const numbers = labels.filter(isNumber).toSorted((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
  return [...numbers, ...labels.filter((label) => !isNumber(label)).toSorted()]
}

/** Whether an order of labels is plain from the labels themselves. */
export const haveNaturalOrder = (labels: readonly string[]): boolean => labels.every(isNumber)

const isNumber = (label: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(label)
