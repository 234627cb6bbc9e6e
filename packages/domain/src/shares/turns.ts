import { err, ok, type Result } from '../result.ts'

/** Reaches people as an answer that there is nothing of this for them now, with its figures. */
export type ShareRefusal =
  | { readonly kind: 'share_used_for_now'; readonly receivedSeconds: number; readonly shareSeconds: number }
  /** the share is not used up, but consists of other work: this is kept for people who have nothing else */
  | { readonly kind: 'kept_for_others'; readonly receivedSeconds: number; readonly shareSeconds: number }

/** All in seconds at the batches' time estimates, never at anybody's own speed. */
export interface ShareState {
  /** more is asked for of this work than there is; see `shareOut` */
  readonly scarce: boolean
  /** the share is made of this work too; see `shareOut` */
  readonly meant: boolean
  /** had this week so far, tasks in hand included */
  readonly receivedSeconds: number
  /** of the whole week, what was received included */
  readonly shareSeconds: number
  /** the task that would be taken */
  readonly taskSeconds: number
}

/**
 * May this worker take one more task now? Always when there is enough for all; otherwise while something of their share is
 * left, of the work that it is made of. The last task may end past the share, since nobody is given half a task; a share is
 * never passed by more than that.
 *
 * @returns the received seconds with the task counted in, for the next call.
 * @throws RangeError when a number is negative or not a number, or the task takes no time, which would never use up a share.
 */
export function mayTakeShare({ scarce, meant, receivedSeconds, shareSeconds, taskSeconds }: ShareState): Result<number, ShareRefusal> {
  if (!(receivedSeconds >= 0 && shareSeconds >= 0 && taskSeconds > 0)) {
    throw new RangeError(`received ${receivedSeconds}, share ${shareSeconds}, task ${taskSeconds} seconds`)
  }
  if (scarce && receivedSeconds >= shareSeconds) return err({ kind: 'share_used_for_now', receivedSeconds, shareSeconds })
  if (scarce && !meant) return err({ kind: 'kept_for_others', receivedSeconds, shareSeconds })

  return ok(receivedSeconds + taskSeconds)
}

/**
 * Is work kept for this worker while they are away? Work is kept for those who want some and had a sitting open within the
 * last `turnHours`. For the others it is not: their turn passes on to the rest, without a word, a mark or a later
 * disadvantage. The moment they open a sitting, their claim counts again, with the whole week's total: whoever has had
 * the least so far comes first.
 *
 * @param lastSittingAt the last moment at which a sitting of theirs was open (now, while one is); null for never.
 */
export function claimCounts(
  { askedSeconds, lastSittingAt }: { readonly askedSeconds: number; readonly lastSittingAt: Date | null },
  { now, turnHours }: { readonly now: Date; readonly turnHours: number },
): boolean {
  if (askedSeconds <= 0 || lastSittingAt === null) return false

  return now.getTime() - lastSittingAt.getTime() <= turnHours * 3_600_000
}
