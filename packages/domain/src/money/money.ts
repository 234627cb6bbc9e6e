import { err, ok, type Result } from '../result.ts'

/** Micro-units of a currency: 1 € = 1,000,000. Piece rates go below a hundredth of a cent. */
export type Micros = bigint

export const MICROS_PER_UNIT = 1_000_000n
/** The largest price of one response that can be entered: 10,000 units. Keeps every sum of a batch inside a 64-bit integer. */
export const MAX_PRICE_MICROS = 10_000n * MICROS_PER_UNIT
/** The largest deposit or reserve that can be recorded: 100 million units. */
export const MAX_AMOUNT_MICROS = 100_000_000n * MICROS_PER_UNIT

export type AmountError =
  | { kind: 'amount_not_a_number'; received: string }
  | { kind: 'amount_too_fine'; received: string }
  | { kind: 'amount_out_of_range'; received: string; max: Micros }

/**
 * Reads an amount as people write it: digits with at most one decimal comma or point, spaces allowed between digits
 * (`1 234,5`, `0.008`). No sign, no exponent, no currency.
 *
 * @returns micro-units in [0, max].
 */
export function parseAmount(text: string, max: Micros = MAX_AMOUNT_MICROS): Result<Micros, AmountError> {
  const compact = text.replace(/[\s\u00a0\u202f]/g, '')
  const match = /^(\d{1,15})(?:[.,](\d+))?$/.exec(compact)
  if (match === null) return err({ kind: 'amount_not_a_number', received: text.slice(0, 40) })
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > 6) return err({ kind: 'amount_too_fine', received: text.slice(0, 40) })
  const micros = BigInt(match[1] ?? '0') * MICROS_PER_UNIT + BigInt(fraction.padEnd(6, '0'))
  if (micros > max) return err({ kind: 'amount_out_of_range', received: text.slice(0, 40), max })
  return ok(micros)
}

/** An amount for files and programs: a point and always six decimals, so that nothing is rounded (`-0.050000`). */
export function writeAmount(amount: Micros): string {
  const size = amount < 0n ? -amount : amount
  return `${amount < 0n ? '-' : ''}${size / MICROS_PER_UNIT}.${(size % MICROS_PER_UNIT).toString().padStart(6, '0')}`
}

/**
 * The share of an amount, in whole micro-units, rounded down: the fraction of a micro-unit that is lost stays with the
 * payer. The only place where the ledger rounds.
 *
 * @param percent with at most three decimals, 0–100.
 */
export function percentOf(amount: Micros, percent: number): Micros {
  return (amount * BigInt(Math.round(percent * 1000))) / 100_000n
}

/** What a worker earns in an hour at this price and pace, rounded down to a micro-unit. `seconds` must be positive. */
export function hourlyRate(price: Micros, seconds: number): Micros {
  return (price * 3_600_000n) / BigInt(Math.max(1, Math.round(seconds * 1000)))
}

/**
 * What time pays that is paid as such: the price of a response for each time that a response is expected to take, so the hourly
 * rate of the batch. Rounded up to a whole micro-unit, in favour of the person.
 *
 * @param estimateSeconds positive.
 */
export function payOfTime({ price, estimateSeconds }: { price: Micros; estimateSeconds: number }, timeMs: number): Micros {
  const estimateMs = BigInt(estimateSeconds) * 1000n
  return (price * BigInt(timeMs) + estimateMs - 1n) / estimateMs
}

export interface CostEstimate {
  readonly responses: bigint
  readonly pay: Micros
  readonly fee: Micros
  /** kept for late responses that are paid and not used, and the time on broken tasks; what is left is returned at the close */
  readonly reserve: Micros
  /** kept for paid breaks, where content may hurt; what is left is returned at the close */
  readonly breaks: Micros
  readonly total: Micros
  readonly feePerResponse: Micros
}

export interface ToEstimate {
  readonly tasks: number
  readonly redundancy: number
  readonly price: Micros
  readonly feePercent: number
  readonly reservePercent: number
  /** paid breaks in each hour of work; 0 where no content may hurt */
  readonly breakMinutesPerHour: number
}

/** What publishing a batch sets aside. The sum is exact: the fee is rounded once per response, as it will be charged. */
export function estimateCost(of: ToEstimate): CostEstimate {
  return costOfResponses({ ...of, feePerResponse: percentOf(of.price, of.feePercent) })
}

/** The same with the fee per response as it stands, whatever the rule says now. */
export function costOfResponses(of: Omit<ToEstimate, 'feePercent'> & { readonly feePerResponse: Micros }): CostEstimate {
  const { feePerResponse } = of
  const responses = BigInt(of.tasks) * BigInt(of.redundancy)
  const pay = responses * of.price
  const fee = responses * feePerResponse
  const reserve = percentOf(pay + fee, of.reservePercent)
  // an hour of work pays what its responses pay; rounded down, what is missing comes from where it comes when a reserve is used up
  const breaks = (pay * BigInt(Math.round(of.breakMinutesPerHour * 1000))) / 60_000n
  return { responses, pay, fee, reserve, breaks, total: pay + fee + reserve + breaks, feePerResponse }
}
