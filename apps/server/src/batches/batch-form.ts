import { BatchTerms } from '@canut/contract'
import { MAX_PRICE_MICROS, parseAmount } from '@canut/domain'
import { issuesIn } from '../platform/http/api.ts'
import { textOf } from '../platform/http/form.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import { sentenceOf } from '../problems/index.ts'
import type { TaskType } from '../task-types/index.ts'
import type { BatchRow, BatchTermsRow } from './batches.store.ts'
import { messages } from './form.messages.ts'
import { currencies } from './terms.ts'

/** The form as it was typed: it comes back as it was, right or wrong. */
export interface BatchTyped {
  readonly name: string
  readonly redundancy: string
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
  maxPerWorker: '',
  price: '',
  currency: 'EUR',
  estimateSeconds: '30',
  reviewDays: '3',
  priority: '3',
}

export function typedFrom(form: FormData, type: TaskType): BatchTyped {
  const text = (name: Exclude<keyof BatchTyped, 'settings'>) => textOf(form, name)
  return {
    name: text('name'),
    redundancy: text('redundancy'),
    maxPerWorker: text('maxPerWorker'),
    price: text('price'),
    currency: text('currency'),
    estimateSeconds: text('estimateSeconds'),
    reviewDays: text('reviewDays'),
    // programs that fill the form as it was before may leave it out
    priority: text('priority') === '' ? EMPTY_BATCH.priority : text('priority'),
    settings: type.settingsFromForm(form),
  }
}

export function typedOf(batch: BatchRow, locale: Locale): BatchTyped {
  return {
    name: batch.name,
    redundancy: String(batch.redundancy),
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
      max_per_worker: maxPerWorker,
      price_micros: price.value,
      currency: typed.currency,
      estimate_seconds: estimateSeconds,
      review_days: reviewDays,
      priority,
    },
  }
}

/** Exactly, with the decimal sign that the reader types. */
function decimalOf(micros: bigint, locale: Locale): string {
  const fraction = (micros % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  const sign = locale === 'fr' ? ',' : '.'
  return `${micros / 1_000_000n}${fraction === '' ? '' : sign + fraction}`
}
