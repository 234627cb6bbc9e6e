import { z } from 'zod'
import { InstantView, MoneyView, publicIdOf } from './common.ts'
import { lineText } from './text.ts'

export const REFERENCE_MAX_CHARS = 140

export const EarningsView = z.object({
  balances: z.array(
    z.object({
      /** of responses under review; silence approves them at the latest when the review period ends */
      waiting: MoneyView,
      waitingResponses: z.number().int(),
      paid: MoneyView,
    }),
  ),
  /** newest first */
  months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), paid: MoneyView })),
  /** newest first */
  items: z.array(
    z.object({
      transferId: publicIdOf('trf'),
      at: InstantView,
      kind: z.enum(['pay', 'surplus_pay', 'break_pay', 'broken_pay', 'correction']),
      amount: MoneyView,
      organisation: z.string().nullable(),
      project: z.string().nullable(),
      batch: z.string().nullable(),
      taskNumber: z.number().int().nullable(),
      assignmentId: publicIdOf('asg').nullable(),
      /** SHA-256 of the receipt that the worker was given */
      receiptHash: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type EarningsView = z.infer<typeof EarningsView>

export const StatementView = z.object({
  balances: z.array(
    z.object({
      deposited: MoneyView,
      /** what publishing a batch can set aside */
      available: MoneyView,
      reserved: MoneyView,
      /** paid to workers, and fees */
      spent: MoneyView,
    }),
  ),
  /** what to write in a bank transfer to the co-operative */
  paymentReference: z.string(),
  /** newest first */
  items: z.array(
    z.object({
      transferId: publicIdOf('trf'),
      at: InstantView,
      kind: z.enum(['deposit', 'reserve', 'refund', 'correction']),
      /** below zero when it was set aside */
      amount: MoneyView,
      reference: z.string(),
      batchId: publicIdOf('bat').nullable(),
      batch: z.string().nullable(),
      project: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type StatementView = z.infer<typeof StatementView>

/** A deposit that a steward saw on the bank account. */
export const DepositRequest = z.strictObject({
  organisationId: publicIdOf('org'),
  /** micro-units, as digits: 20 € is "20000000" */
  amount: z.string().regex(/^\d{1,18}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** of the bank's statement; recorded once per currency, so that a repeated request records nothing */
  reference: lineText(REFERENCE_MAX_CHARS, 1),
})
export type DepositRequest = z.infer<typeof DepositRequest>

export const DepositView = z.object({ transferId: publicIdOf('trf'), repeated: z.boolean() })
