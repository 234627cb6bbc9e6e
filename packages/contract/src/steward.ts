import { z } from 'zod'
import { InstantView, publicIdOf } from './common.ts'

export const REPLAY_ACCOUNTS_AT_ONCE_MAX = 500

/** Accounts in whose name a replay submits what recorded workers answered once. */
export const ReplayAccountsRequest = z.strictObject({
  count: z.int().min(1).max(REPLAY_ACCOUNTS_AT_ONCE_MAX),
  /** the n of the first name, "Recorded worker n", for a crowd that needs several requests */
  firstNumber: z.int().min(1).max(1_000_000).default(1),
})

export const ReplayAccountsView = z.object({
  accounts: z.array(
    z.object({
      id: publicIdOf('per'),
      name: z.string(),
      /** a personal token of scope `work`; shown now or never */
      token: z.string(),
    }),
  ),
  /** from this instant the tokens work no more */
  expiresAt: InstantView,
})
export type ReplayAccountsView = z.infer<typeof ReplayAccountsView>

/** What `canut ledger verify` finds, recomputed at the moment of the request. Amounts are micro-units, as digits. */
export const LedgerVerificationView = z.object({
  ok: z.boolean(),
  counts: z.object({
    accounts: z.int(),
    transfers: z.int(),
    entries: z.int(),
    approved: z.int(),
    payments: z.int(),
  }),
  /** what each currency holds where; the bank is the sum of the others */
  holdings: z.array(
    z.object({
      currency: z.string(),
      bank: z.string(),
      organisations: z.string(),
      escrow: z.string(),
      workers: z.string(),
      fees: z.string(),
      commons: z.string(),
    }),
  ),
  problemCount: z.int(),
  /** the first of each kind */
  problems: z.array(z.object({ kind: z.string(), subject: z.string(), details: z.record(z.string(), z.string().nullable()) })),
  events: z.object({ count: z.int(), intact: z.boolean() }),
})
export type LedgerVerificationView = z.infer<typeof LedgerVerificationView>
