import { BatchTerms } from '@canut/contract'
import { MAX_PRICE_MICROS, parseAmount, STOP_RULE_DEFAULTS, STOP_RULES, THRESHOLD, type StopRule } from '@canut/domain'
import { issuesIn } from '../platform/http/api.ts'
import { textOf } from '../platform/http/form.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import { sentenceOf } from '../problems/index.ts'
import type { TaskType } from '../task-types/index.ts'
import type { BatchRow, BatchTermsRow } from './batches.store.ts'
import { messages } from './form.messages.ts'
import { columnsOfRule, stopRuleOf } from './stop-rule-columns.ts'
import { currencies } from './terms.ts'

/** The form as it was typed: it comes back as it was, right or wrong. */
export interface BatchTyped {
  readonly name: string
  readonly redundancy: string
  readonly stopRule: string
  readonly minimum: string
  /** in per cent */
  readonly threshold: string
  readonly maxPerWorker: string
  readonly price: string
  readonly currency: string
  readonly estimateSeconds: string
  readonly reviewDays: string
  readonly priority: string
  readonly settings: unknown
}

export const EMPTY_BATCH: Omit<BatchTyped, 'settings'> = {
  name: '',
  redundancy: '3',
  stopRule: 'fixed',
  minimum: String(STOP_RULE_DEFAULTS.minimum),
  threshold: percentText(STOP_RULE_DEFAULTS.threshold, '.'),
  maxPerWorker: '',
  price: '',
  currency: 'EUR',
  estimateSeconds: '30',
  reviewDays: '3',
  priority: '3',
}

/** A field that the form does not have is as in a new batch: the terms are asked for after the task itself. */
export function typedFrom(form: FormData, type: TaskType): BatchTyped {
  const text = (name: Exclude<keyof BatchTyped, 'settings'>) => (form.has(name) ? textOf(form, name) : EMPTY_BATCH[name])
  return {
    name: text('name'),
    redundancy: text('redundancy'),
    stopRule: (type.hasCategories ? text('stopRule') : '') || 'fixed',
    minimum: text('minimum'),
    threshold: text('threshold'),
    maxPerWorker: text('maxPerWorker'),
    price: text('price'),
    currency: text('currency'),
    estimateSeconds: text('estimateSeconds'),
    reviewDays: text('reviewDays'),
    priority: text('priority'),
    settings: type.settingsFromForm(form),
  }
}

export function typedOf(batch: BatchRow, locale: Locale): BatchTyped {
  const rule = stopRuleOf(batch)
  const { minimum, threshold } = rule.kind === 'fixed' ? STOP_RULE_DEFAULTS : rule
  return {
    name: batch.name,
    redundancy: String(batch.redundancy),
    stopRule: rule.kind,
    minimum: String(minimum),
    threshold: percentText(threshold, decimalSign(locale)),
    maxPerWorker: batch.max_per_worker === null ? '' : String(batch.max_per_worker),
    price: decimalOf(batch.price_micros, locale),
    currency: batch.currency,
    estimateSeconds: String(batch.estimate_seconds),
    reviewDays: String(batch.review_days),
    priority: String(batch.priority),
    settings: batch.settings,
  }
}

const INTEGERS = {
  redundancy: [1, 99],
  minimum: [1, 98],
  maxPerWorker: [1, 2_147_483_647],
  estimateSeconds: [1, 86_400],
  reviewDays: [1, 7],
  priority: [1, 5],
} as const satisfies Partial<Record<keyof BatchTyped, readonly [number, number]>>

/** All problems at once, each with its field. The settings are checked by their task type. */
export function readBatch(
  typed: BatchTyped,
  locale: Locale,
): { terms: BatchTermsRow; problems: readonly [] } | { terms: null; problems: readonly FormProblem[] } {
  const problems: FormProblem[] = []
  const t = messages[locale].errors
  const integer = (field: keyof typeof INTEGERS): number => {
    const [min, max] = INTEGERS[field]
    const value = /^\d{1,10}$/.test(typed[field].trim()) ? Number(typed[field]) : Number.NaN
    if (value >= min && value <= max) return value
    problems.push({ field, message: t.integer({ min: formatNumber(min, locale), max: formatNumber(max, locale) }) })
    return min
  }
  const name = BatchTerms.shape.name.safeParse(typed.name)
  if (!name.success) for (const { message } of issuesIn(name.error.issues, locale)) problems.push({ field: 'name', message })
  const redundancy = integer('redundancy')
  const rule = readRule(typed, integer, problems, locale)
  const maxPerWorker = typed.maxPerWorker.trim() === '' ? null : integer('maxPerWorker')
  const price = parseAmount(typed.price, MAX_PRICE_MICROS)
  if (!price.ok) problems.push({ field: 'price', message: sentenceOf(price.error, locale) })
  if (!currencies.includes(typed.currency)) problems.push({ field: 'currency', message: t.currency })
  const [estimateSeconds, reviewDays, priority] = [integer('estimateSeconds'), integer('reviewDays'), integer('priority')]
  if (problems.length > 0 || !name.success || !price.ok) return { terms: null, problems }
  return {
    problems: [],
    terms: {
      name: name.data,
      settings: typed.settings,
      redundancy,
      ...columnsOfRule(rule),
      max_per_worker: maxPerWorker,
      price_micros: price.value,
      currency: typed.currency,
      estimate_seconds: estimateSeconds,
      review_days: reviewDays,
      priority,
    },
  }
}

/** The figures of a rule that was not chosen are of no consequence. */
function readRule(typed: BatchTyped, integer: (field: 'minimum') => number, problems: FormProblem[], locale: Locale): StopRule {
  const t = messages[locale].errors
  const kind = STOP_RULES.find((name) => name === typed.stopRule)
  if (kind === undefined) problems.push({ field: 'stopRule', message: t.stopRule })
  if (kind !== 'until_confident') return { kind: 'fixed' }
  const minimum = integer('minimum')
  const written = /^\d{1,2}(?:[.,]\d)?$/.test(typed.threshold.trim()) ? Number(typed.threshold.replace(',', '.')) : Number.NaN
  const threshold = Math.round(written * 10) / 1000
  const isPossible = threshold >= THRESHOLD.min && threshold <= THRESHOLD.max
  const [min, max] = [THRESHOLD.min, THRESHOLD.max].map((share) => percentText(share, decimalSign(locale))) as [string, string]
  if (!isPossible) problems.push({ field: 'threshold', message: t.percent({ min, max }) })
  return { kind, minimum, threshold: isPossible ? threshold : THRESHOLD.max }
}

/** The field that a refusal of the rules is about, where it is about one. */
export function fieldOfRefusal({ kind }: { readonly kind: string }): string | undefined {
  if (kind === 'stop_rule_needs_categories') return 'stopRule'
  if (kind === 'stop_rule_minimum_out_of_range') return 'minimum'
  return kind === 'stop_rule_threshold_out_of_range' ? 'threshold' : undefined
}

/** Exactly, with the decimal sign that the reader types. */
function decimalOf(micros: bigint, locale: Locale): string {
  const fraction = (micros % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  return `${micros / 1_000_000n}${fraction === '' ? '' : decimalSign(locale) + fraction}`
}

const decimalSign = (locale: Locale): string => (locale === 'fr' ? ',' : '.')

function percentText(share: number, sign: string): string {
  return String(Math.round(share * 1000) / 10).replace('.', sign)
}
