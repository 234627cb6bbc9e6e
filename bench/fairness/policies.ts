import { claimCounts, mayTakeShare, shareOut, type ShareClaim, type ShareOutcome } from '@canut/domain'
import type { Policy, WeekState } from './simulate.ts'
import type { SimulatedWorker, World } from './world.ts'

/** Whoever asks while there is work gets it: any kind that they may do, the kinds in turn. */
export function firstCome({ workers }: World): Policy {
  const takenOf = new Map<number, number>()
  return (worker, _now, { openTasks }) => {
    const open = (workers[worker]?.kinds ?? []).filter((kind) => (openTasks[kind] ?? 0) > 0)
    const [kind] = open.toSorted((a, b) => (takenOf.get(a) ?? 0) - (takenOf.get(b) ?? 0))
    if (kind !== undefined) takenOf.set(kind, (takenOf.get(kind) ?? 0) + 1)
    return kind
  }
}

export interface CanutRule {
  /** for how long work is kept for somebody after their last sitting */
  readonly turnHours: number
  /** shares are computed at most this often */
  readonly shareEverySeconds: number
  /** false: also scarce work that a share is not made of is taken, to see what that does */
  readonly onlyMeant: boolean
}

/** Canut's rule, with the functions that the server uses: whose claim counts, the shares, and who may take now. */
export function canut({ workers, kindTaskSeconds }: World, { turnHours, shareEverySeconds, onlyMeant }: CanutRule): Policy {
  let outcome: ShareOutcome | undefined
  let computedAt = -Infinity
  const compute = (now: number, { receivedSeconds, openTasks }: WeekState) => {
    const claims = workers.map((worker, i) => claimOf(worker, { now, turnHours, receivedSeconds: receivedSeconds[i] ?? 0 }))
    const supplies = openTasks.map((tasks, kind) => ({ seconds: tasks * (kindTaskSeconds[kind] ?? 0) }))
    computedAt = now
    return shareOut(claims, supplies)
  }
  return (worker, now, state) => {
    if (outcome === undefined || now - computedAt >= shareEverySeconds) outcome = compute(now, state)
    const { shares, scarce, meant } = outcome
    const mayTake = (kind: number) =>
      (state.openTasks[kind] ?? 0) > 0 &&
      mayTakeShare({
        scarce: scarce[kind] ?? true,
        meant: !onlyMeant || (meant[worker]?.includes(kind) ?? false),
        receivedSeconds: state.receivedSeconds[worker] ?? 0,
        shareSeconds: shares[worker] ?? 0,
        taskSeconds: kindTaskSeconds[kind] ?? 0,
      }).ok
    const plentifulFirst = (workers[worker]?.kinds ?? []).toSorted((a, b) => Number(scarce[a]) - Number(scarce[b]))
    return plentifulFirst.find(mayTake)
  }
}

interface Moment {
  readonly now: number
  readonly turnHours: number
  readonly receivedSeconds: number
}

/** Somebody whose turn passed on keeps what they had, and nothing more is kept for them. */
function claimOf(worker: SimulatedWorker, { now, turnHours, receivedSeconds }: Moment): ShareClaim {
  const { askedSeconds, kinds, sittings, lastSatBefore } = worker
  const last = sittings.findLast(({ from }) => from <= now)
  const lastSeconds = last === undefined ? lastSatBefore : Math.min(now, last.to)
  const lastSittingAt = lastSeconds === null ? null : new Date(lastSeconds * 1000)
  const counts = claimCounts({ askedSeconds, lastSittingAt }, { now: new Date(now * 1000), turnHours })
  return { askedSeconds: counts ? askedSeconds : 0, receivedSeconds, eligible: kinds }
}
