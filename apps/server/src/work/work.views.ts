import type { EmptyView, LeasesView, ReceiptView, ReportView } from '@canut/contract'
import type { z } from 'zod'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { sensitiveCategories } from '../projects/index.ts'
import type { Empty } from './empty.ts'
import type { LeaseOutcome } from './lease-tasks.ts'
import type { Reported } from './report-task.ts'
import type { Receipt } from './submit-responses.ts'
import { messages } from './work.messages.ts'

export function sentenceOfEmpty(empty: Empty, locale: Locale): string {
  const t = messages[locale].empty
  switch (empty.cause) {
    case 'share_used':
      return t.share_used(empty)
    case 'not_accepted': {
      const names = sensitiveCategories[locale]
      return t.not_accepted({ categories: empty.categories.map((category) => names[category]).join(', ') })
    }
    case 'exposure_used':
      return t.exposure_used(empty)
    case 'kept_for_others':
      return t.kept_for_others(empty)
    case 'share_for_now':
      if (empty.askedSeconds === 0) return t.not_asked(empty)
      return empty.shareSeconds === 0 && empty.receivedSeconds === 0 ? t.not_counted : t.share_for_now(empty)
    case 'all_taken':
      return t.all_taken(empty)
    case 'paused':
      return t.paused(empty)
    default:
      return t[empty.cause]
  }
}

/** Why nothing is brought: about all the work that fits what somebody asked for, not about one batch. */
export function sentenceOfNothingBrought(empty: Empty, locale: Locale): string {
  const t = messages[locale].brought
  switch (empty.cause) {
    case 'all_taken':
      return t.all_taken(empty)
    case 'paused':
    case 'all_seen':
    case 'share_used':
    case 'all_done':
      return t[empty.cause]
    case 'closed':
    case 'not_published':
      return t.all_done
    default:
      return sentenceOfEmpty(empty, locale)
  }
}

export function viewOfEmpty(empty: Empty, sentence: string): z.infer<typeof EmptyView> {
  if (empty.cause === 'all_taken') return { ...empty, sentence, nextFreeAt: empty.nextFreeAt?.toISOString() ?? null }
  if (empty.cause === 'paused') {
    const { at, ...rest } = empty
    return { ...rest, sentence, ...(at === undefined ? {} : { at: at.toISOString() }) }
  }
  if (empty.cause === 'not_accepted') return { ...empty, sentence, categories: [...empty.categories] }
  return { ...empty, sentence }
}

export function viewOfLeases({ leases, empty, terms }: LeaseOutcome, batchId: string, locale: Locale): z.infer<typeof LeasesView> {
  return {
    leases: leases.map((lease) => ({
      assignmentId: publicId('asg', lease.assignmentId),
      batchId: publicId('bat', batchId),
      taskNumber: lease.number,
      payload: lease.payload,
      leaseExpiresAt: lease.leaseExpiresAt.toISOString(),
    })),
    empty: empty === null ? null : viewOfEmpty(empty, sentenceOfEmpty(empty, locale)),
    taskType: terms.task_type,
    settings: terms.settings,
    price: { micros: terms.price_micros.toString(), currency: terms.currency },
    instructionsVersion: terms.instructions_version,
  }
}

/** Nothing was brought, so there is no batch to tell the terms of. */
export function viewOfNothingBrought(empty: Empty, locale: Locale): z.infer<typeof LeasesView> {
  const sentence = sentenceOfNothingBrought(empty, locale)
  return { leases: [], empty: viewOfEmpty(empty, sentence), taskType: null, settings: null, price: null, instructionsVersion: null }
}

export function viewOfReceipt(receipt: Receipt): z.infer<typeof ReceiptView> {
  return {
    assignmentId: publicId('asg', receipt.assignmentId),
    taskNumber: receipt.taskNumber,
    hash: receipt.hash,
    submittedAt: receipt.submittedAt.toISOString(),
    price: { micros: receipt.price.toString(), currency: receipt.currency },
    instructionsVersion: receipt.instructionsVersion,
    surplus: receipt.surplus,
    repeat: receipt.repeat,
  }
}

export function viewOfReported({ others, paid, unpaid, currency }: Reported): z.infer<typeof ReportView> {
  const pay = paid === null ? null : { workMs: paid.workMs, pay: { micros: paid.pay.toString(), currency } }
  return { others, paid: pay, unpaid }
}
