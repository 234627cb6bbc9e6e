import { z } from 'zod'
import { InstantView, MoneyView, publicIdOf } from './common.ts'

/** Paid breaks from content that may hurt, as they stand for whoever asks, in one batch. */
export const BreakView = z.object({
  /** of the batch: what a break pays */
  hourlyRate: MoneyView,
  /** of paid break in the hour of work under way, all batches together */
  leftMs: z.int(),
  /** what that pays here */
  mostPay: MoneyView,
  /** of work on such content until the whole allowance is there again; 0 when it is there now */
  workUntilNextMs: z.number(),
  /** the break that you are on, of whatever batch */
  open: z.object({ batchId: publicIdOf('bat'), startedAt: InstantView, countsUntil: InstantView }).nullable(),
  /** the last one of this batch that you came back from */
  last: z.object({ startedAt: InstantView, countedMs: z.int(), pay: MoneyView }).nullable(),
})
