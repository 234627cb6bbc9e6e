import type { BatchTerms, EditBatchRequest } from '@canut/contract'
import { err, MAX_PRICE_MICROS, ok, type AmountError, type Micros, type Result } from '@canut/domain'
import { isCurrency } from '../ledger/index.ts'
import type { BatchTermsRow } from './batches.store.ts'
import { columnsOfRule } from './stop-rule-columns.ts'

/** ISO 4217, as this version of Node knows it: what a form offers. The ledger decides what it knows. */
export const currencies: readonly string[] = Intl.supportedValuesOf('currency')

export interface CurrencyUnknown {
  readonly kind: 'currency_unknown'
  readonly received: string
}

export function checkPrice(micros: Micros, currency: string): Result<Micros, AmountError | CurrencyUnknown> {
  if (!isCurrency(currency)) return err({ kind: 'currency_unknown', received: currency })
  if (micros > MAX_PRICE_MICROS) return err({ kind: 'amount_out_of_range', received: micros.toString(), max: MAX_PRICE_MICROS })
  return ok(micros)
}

/** A request's terms as columns; what the request leaves out is undefined. The price was checked before. */
export function termsOf(request: BatchTerms): BatchTermsRow
export function termsOf(request: EditBatchRequest): { [K in keyof BatchTermsRow]?: BatchTermsRow[K] | undefined }
export function termsOf(request: EditBatchRequest): { [K in keyof BatchTermsRow]?: BatchTermsRow[K] | undefined } {
  return {
    name: request.name,
    settings: request.settings,
    redundancy: request.redundancy,
    ...(request.stopRule === undefined ? {} : columnsOfRule(request.stopRule)),
    max_per_worker: request.maxPerWorker,
    price_micros: request.price === undefined ? undefined : BigInt(request.price.micros),
    currency: request.price?.currency,
    estimate_seconds: request.estimateSeconds,
    review_days: request.reviewDays,
    priority: request.priority,
  }
}
