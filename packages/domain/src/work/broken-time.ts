import { payOfTime, type Micros } from '../money/money.ts'
import type { Parameters } from '../parameters/parameters.ts'
import type { AssignmentState, ReportReason } from './assignment.ts'

/** Why the time of a report is not paid. */
export type UnpaidReport = 'other_reason' | 'given_back' | 'responded' | 'most_of_day' | 'no_time'

export interface ReportedTime {
  readonly reason: ReportReason
  /** of the assignment when the report arrived */
  readonly state: AssignmentState
  /** on the task until the report */
  readonly workMs: number
  /** reports of this worker in this batch that were paid in the last 24 hours */
  readonly paidBefore: number
}

export type BrokenPay = { readonly pay: Micros; readonly unpaid: null } | { readonly pay: null; readonly unpaid: UnpaidReport }

const unpaid = (why: UnpaidReport): BrokenPay => ({ pay: null, unpaid: why })

/**
 * What the time on a task pays that is reported as broken: the hourly rate of the batch, at most the price of a response. It is
 * paid to whoever holds the task, or held it until its lease lapsed: a report may come late as a response may. So many are paid to
 * one person in one batch in 24 hours; reports beyond are taken as well, and only not paid.
 */
export function payBrokenTime(
  terms: { readonly price: Micros; readonly estimateSeconds: number },
  of: ReportedTime,
  { brokenPaidMax }: Pick<Parameters, 'brokenPaidMax'>,
): BrokenPay {
  if (of.reason !== 'broken') return unpaid('other_reason')
  if (of.state === 'returned') return unpaid('given_back')
  if (of.state !== 'leased' && of.state !== 'lapsed') return unpaid('responded')
  if (of.paidBefore >= brokenPaidMax) return unpaid('most_of_day')
  const earned = payOfTime(terms, of.workMs)
  if (earned === 0n) return unpaid('no_time')
  return { pay: earned < terms.price ? earned : terms.price, unpaid: null }
}
