import type { HarmfulCategory } from '@canut/domain'

/** Why there is no task now; each has a sentence in every language that says what it means, and when it changes if that is known. */
export type Empty =
  | { cause: 'paused'; by?: 'organisation' | 'steward'; at?: Date }
  | { cause: 'closed' | 'not_published' }
  /** the worker has had as many tasks of this batch as one person may */
  | { cause: 'share_used'; max: number }
  /** people asked for more of this work than there is, and the worker has had their share of what there is now */
  | { cause: 'share_for_now'; receivedSeconds: number; shareSeconds: number; askedSeconds: number; claims: number }
  /** scarce work of which the worker's share is not made: those who can do nothing else have it */
  | { cause: 'kept_for_others'; claims: number }
  /** content that the worker has not accepted to see */
  | { cause: 'not_accepted'; categories: readonly HarmfulCategory[] }
  /** the worker has had as many tasks with content that may hurt today as they allow */
  | { cause: 'exposure_used'; max: number }
  /** every slot is held by somebody */
  | { cause: 'all_taken'; heldByOthers: number; nextFreeAt: Date | null }
  /** tasks are open, but this worker already did or skipped all of them */
  | { cause: 'all_seen' }
  | { cause: 'all_done' }
  /** Canut brings tasks only in an open sitting, to whoever asked for some */
  | { cause: 'no_sitting' | 'no_subscription' }
  /** no open batch is what the worker asked for */
  | { cause: 'nothing_matches' }
