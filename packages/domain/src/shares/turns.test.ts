import { describe, expect, it } from 'vitest'
import { claimCounts, mayTakeShare } from './turns.ts'

const state = { scarce: true, meant: true, receivedSeconds: 600, shareSeconds: 700, taskSeconds: 300 }

describe('taking a task', () => {
  it('is open to somebody whose share is not used up, even if the task ends past it', () =>
    expect(mayTakeShare(state)).toEqual({ ok: true, value: 900 }))

  it('waits when the share is used up, and says the figures', () =>
    expect(mayTakeShare({ ...state, receivedSeconds: 700 })).toEqual({
      ok: false,
      error: { kind: 'share_used_for_now', receivedSeconds: 700, shareSeconds: 700 },
    }))

  it('waits for other work when this is kept for people who have nothing else', () =>
    expect(mayTakeShare({ ...state, meant: false })).toEqual({
      ok: false,
      error: { kind: 'kept_for_others', receivedSeconds: 600, shareSeconds: 700 },
    }))

  it('never waits for a share when there is enough for all', () =>
    expect(mayTakeShare({ ...state, scarce: false, meant: false, receivedSeconds: 7000 })).toEqual({ ok: true, value: 7300 }))

  it('goes past a share by less than one task, however often somebody asks', () => {
    let received = 0
    for (let asked = 0; asked < 1000; asked += 1) {
      const taken = mayTakeShare({ ...state, receivedSeconds: received })
      if (taken.ok) received = taken.value
    }
    expect(received).toBe(900)
  })

  it.each([{ receivedSeconds: -1 }, { shareSeconds: Number.NaN }, { taskSeconds: 0 }])('is a bug with %o', (wrong) =>
    expect(() => mayTakeShare({ ...state, ...wrong })).toThrow(RangeError),
  )
})

describe('a claim', () => {
  const now = new Date('2026-03-04T12:00:00Z')
  const rule = { now, turnHours: 24 }
  const lastSat = (at: string | null, askedSeconds = 3600) => ({ askedSeconds, lastSittingAt: at === null ? null : new Date(at) })

  it('counts while its worker sits, and as long after as a turn is kept', () => {
    expect(claimCounts(lastSat('2026-03-04T12:00:00Z'), rule)).toBe(true)
    expect(claimCounts(lastSat('2026-03-03T12:00:00Z'), rule)).toBe(true)
  })

  it('passes on after that, and counts again at the next sitting', () => {
    expect(claimCounts(lastSat('2026-03-03T11:59:59Z'), rule)).toBe(false)
    expect(claimCounts(lastSat('2026-03-04T11:59:59Z'), rule)).toBe(true)
  })

  it('does not count for somebody who never sat, or asked for nothing', () => {
    expect(claimCounts(lastSat(null), rule)).toBe(false)
    expect(claimCounts(lastSat('2026-03-04T12:00:00Z', 0), rule)).toBe(false)
  })
})
