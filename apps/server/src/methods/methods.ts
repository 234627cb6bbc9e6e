/** What a method takes: labels to choose from, numbers, or free texts. */
export type Kind = 'labels' | 'numbers' | 'texts'

export interface MethodDescription {
  readonly kind: Kind
  /** Whether true labels known beforehand help it (`gold`), it draws numbers (`seed`), or needs to know which label is the least (`order`). */
  readonly gold?: true
  readonly needsGold?: true
  readonly seed?: true
  readonly order?: true
  /** Whether it can use several threads, and read responses from the disk in each round. */
  readonly threads?: true
  readonly stream?: true
  /** Handed to the method as they stand, and written into the report: what is said is what was done. */
  readonly parameters: Readonly<Record<string, number | string>>
}

const em = { tolerance: 1e-5, maxIterations: 1000 }
const bayes = { right: 4, wrong: 1, classPrior: 1, tolerance: 1e-6, maxIterations: 500 }

/** Every method that `canut aggregate` knows, by the name that its results carry. */
export const METHODS = {
  auto: { kind: 'labels', gold: true, seed: true, parameters: { folds: 4 } },
  'majority-vote': { kind: 'labels', parameters: {} },
  wawa: { kind: 'labels', parameters: {} },
  'zero-based-skill': { kind: 'labels', parameters: { rate: 1, tolerance: 1e-9, maxIterations: 100 } },
  'gold-majority-vote': { kind: 'labels', gold: true, needsGold: true, parameters: {} },
  'one-coin-dawid-skene': { kind: 'labels', gold: true, stream: true, parameters: em },
  'dawid-skene': { kind: 'labels', gold: true, threads: true, stream: true, parameters: { smoothing: 0, ...em } },
  'hierarchical-dawid-skene': { kind: 'labels', gold: true, parameters: bayes },
  'sampled-dawid-skene': { kind: 'labels', gold: true, seed: true, parameters: { draws: 200 } },
  'ordinal-dawid-skene': { kind: 'labels', gold: true, order: true, parameters: { tolerance: 1e-5, maxIterations: 500 } },
  glad: { kind: 'labels', gold: true, parameters: { tolerance: 1e-5, maxIterations: 200 } },
  mace: { kind: 'labels', gold: true, seed: true, parameters: { restarts: 10, tolerance: 1e-5, maxIterations: 200 } },
  kos: { kind: 'labels', seed: true, parameters: { maxIterations: 100 } },
  mmsr: { kind: 'labels', parameters: { tolerance: 1e-8, maxIterations: 1000 } },
  ibcc: { kind: 'labels', gold: true, parameters: bayes },
  bwa: { kind: 'labels', gold: true, parameters: { precisionPrior: 15, meanWeight: 1, tolerance: 1e-6, maxIterations: 500 } },
  ebcc: {
    kind: 'labels',
    gold: true,
    seed: true,
    parameters: { subtypes: 10, subtypePrior: 0.1, right: 4, wrong: 1, classPrior: 1, runs: 3, tolerance: 1e-5, maxIterations: 500 },
  },
  'numeric-median': { kind: 'numbers', parameters: {} },
  'huber-mean': { kind: 'numbers', parameters: { bend: 1.345, tolerance: 1e-9, maxIterations: 200 } },
  'gaussian-workers': { kind: 'numbers', parameters: { tolerance: 1e-9, maxIterations: 2000 } },
  rover: { kind: 'texts', parameters: { weights: 'responses', sharpness: 10, maxIterations: 20 } },
  'text-medoid': { kind: 'texts', parameters: { distance: 'wer' } },
  'text-rasa': { kind: 'texts', parameters: { priorResponses: 5, tolerance: 1e-6, maxIterations: 100 } },
  'text-hrrasa': { kind: 'texts', parameters: { embeddingShare: 0.5, priorResponses: 5, tolerance: 1e-6, maxIterations: 100 } },
} as const satisfies Readonly<Record<string, MethodDescription>>

export type MethodName = keyof typeof METHODS

/** Shorter names that people type, and those of the functions' former or usual names. */
const OTHER_NAMES: Readonly<Record<string, MethodName>> = {
  mv: 'majority-vote',
  majority: 'majority-vote',
  ds: 'dawid-skene',
  'one-coin': 'one-coin-dawid-skene',
  hierarchical: 'hierarchical-dawid-skene',
  sampled: 'sampled-dawid-skene',
  ordinal: 'ordinal-dawid-skene',
  'm-msr': 'mmsr',
  median: 'numeric-median',
  huber: 'huber-mean',
  gaussian: 'gaussian-workers',
  medoid: 'text-medoid',
  rasa: 'text-rasa',
  hrrasa: 'text-hrrasa',
}

export const METHOD_NAMES = Object.keys(METHODS) as readonly MethodName[]

/** The method of that name, also in the spelling of a function (`dawidSkene`) or class (`DawidSkene`), or null. */
export function parseMethod(text: string): MethodName | null {
  const name = text
    .trim()
    .replace(/([a-z])(?=[A-Z])/g, '$1-')
    .replace(/[\s_]+/g, '-')
    .toLowerCase()
  if (Object.hasOwn(METHODS, name)) return name as MethodName
  return Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] ?? null) : null
}

export const describeMethod = (method: MethodName): MethodDescription => METHODS[method]

/** What a person may set besides the method; null where it was not given. */
export interface MethodSettings {
  readonly seed: number | null
  readonly order: readonly string[] | null
  readonly hasGold: boolean
  readonly threads: number
  readonly stream: boolean
  readonly hasReport: boolean
}

export type SettingProblem =
  | 'takes_no_gold'
  | 'needs_gold'
  | 'takes_no_seed'
  | 'takes_no_order'
  | 'takes_no_threads'
  | 'takes_no_stream'
  | 'streams_without_report'
  | 'streams_in_one_thread'

/** What was asked of a method that does not have it: a setting that would be ignored is refused. */
export function settingProblems(
  method: MethodName,
  { seed, order, hasGold, threads, stream, hasReport }: MethodSettings,
): SettingProblem[] {
  const takes = describeMethod(method)
  const found: SettingProblem[] = []
  if (hasGold && takes.gold !== true) found.push('takes_no_gold')
  if (!hasGold && takes.needsGold === true) found.push('needs_gold')
  if (seed !== null && takes.seed !== true) found.push('takes_no_seed')
  if (order !== null && takes.order !== true) found.push('takes_no_order')
  if (threads > 1 && takes.threads !== true) found.push('takes_no_threads')
  if (stream && takes.stream !== true) found.push('takes_no_stream')
  if (stream && hasReport) found.push('streams_without_report')
  if (stream && threads > 1) found.push('streams_in_one_thread')
  return found
}
