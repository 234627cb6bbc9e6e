import type { EmptyView, LeasesView, ReceiptView } from '@canut/contract'
import type { z } from 'zod'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Empty, LeaseOutcome } from './lease-tasks.ts'
import type { Receipt } from './submit-responses.ts'
import { messages } from './work.messages.ts'

export function sentenceOfEmpty(empty: Empty, locale: Locale): string {
  const t = messages[locale].empty
  switch (empty.cause) {
    case 'share_used':
      return t.share_used(empty)
    case 'all_taken':
      return t.all_taken(empty)
    default:
      return t[empty.cause]
  }
}

export function viewOfEmpty(empty: Empty, locale: Locale): z.infer<typeof EmptyView> {
  const sentence = sentenceOfEmpty(empty, locale)
  if (empty.cause === 'all_taken') return { ...empty, sentence, nextFreeAt: empty.nextFreeAt?.toISOString() ?? null }
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
    empty: empty === null ? null : viewOfEmpty(empty, locale),
    taskType: terms.task_type,
    settings: terms.settings,
    price: { micros: terms.price_micros.toString(), currency: terms.currency },
    instructionsVersion: terms.instructions_version,
  }
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
