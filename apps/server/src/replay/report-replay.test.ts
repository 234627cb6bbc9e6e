import { describe, expect, it } from 'vitest'
import { describeReplay } from './describe-report.ts'
import { reportReplay, type CheckName, type Observed } from './report-replay.ts'

const PRICE = 50_000n
const FEE = 5_000n

/** Two workers label two tasks: ann yes/yes, bob no/yes; the truth is yes/yes. Everything went well. */
function observed(change: Partial<Observed> = {}): Observed {
  const response = (worker: number, number: number, label: string) => ({ id: `asg_${worker}${number}`, worker, number, label })
  const all = [response(0, 1, 'yes'), response(0, 2, 'yes'), response(1, 1, 'no'), response(1, 2, 'yes')]
  return {
    crowd: {
      tasks: ['a', 'b'],
      workers: [
        { id: 'ann', responses: [] },
        { id: 'bob', responses: [] },
      ],
      labels: ['no', 'yes'],
      truth: new Map([
        [1, 'yes'],
        [2, 'yes'],
      ]),
      responses: 4,
      dropped: 0,
      truthWithoutTask: 0,
      redundancy: 2,
    },
    batch: {
      id: 'bat_1',
      organisationId: 'org_1',
      deposited: 231_000n,
      priceMicros: PRICE,
      feeMicros: FEE,
      currency: 'XTS',
      redundancy: 2,
    },
    submitted: {
      acknowledged: all.map(({ id, ...rest }) => ({ ...rest, assignmentId: id, receiptHash: id, surplus: false })),
      lapsed: 0,
      notAvailable: 0,
    },
    exported: all.map(({ id, worker, ...rest }) => ({
      ...rest,
      assignmentId: id,
      worker: `w-${worker}`,
      state: 'approved',
      surplus: false,
    })),
    money: { deposited: 231_000n, left: 11_000n, reserved: 0n, spent: 220_000n, earned: [2n * PRICE, 2n * PRICE] },
    run: {
      id: 'run_1',
      state: 'done',
      progress: null,
      methodAsked: 'auto',
      method: 'dawid-skene',
      reason: null,
      parameters: {},
      seconds: 0,
      alpha: null,
      calibration: [],
      rowsChanged: 2,
      responses: 4,
      tasks: 2,
      workers: 2,
      agreement: 0.5,
      iterations: 1,
      converged: true,
      goldTasks: 2,
      accuracy: { majorityVote: 0.75, method: 1 },
      failure: null,
      version: null,
      requestedAt: '2026-03-02T09:00:00.000Z',
      finishedAt: null,
    },
    ledger: {
      ok: true,
      counts: { accounts: 5, transfers: 7, entries: 18, approved: 4, payments: 4 },
      holdings: [],
      problemCount: 0,
      problems: [],
      events: { count: 3, intact: true },
    },
    wallSeconds: 3,
    workSeconds: 2,
    durations: [4, 1, 3, 2],
    requestsRepeated: 0,
    ...change,
  }
}

const failedChecks = (change: Partial<Observed>): CheckName[] =>
  reportReplay(observed(change))
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name)

describe('the report of a replay', () => {
  it('has every figure, and passes every check when all went well', () => {
    expect(reportReplay(observed())).toMatchObject({
      responses: 4,
      repeats: 0,
      overAssigned: 0,
      lapsed: 0,
      // task 1 is a tie of no and yes: the first label is wrong, a fair draw is right half of the time
      accuracy: { majorityVote: 0.5, majorityVoteTiesShared: 0.75, tasks: 2, tied: 1, ofInstance: { majorityVote: 0.75 } },
      paid: 4,
      ledger: 'verified',
      wallSeconds: 3,
      requestsPerSecond: 2,
      money: { currency: 'XTS', deposited: '231000', workers: '200000', fees: '20000', left: '11000' },
      ok: true,
    })
  })

  it('has no accuracy without a truth', () => {
    const { crowd } = observed()
    const { accuracy } = reportReplay(observed({ crowd: { ...crowd, truth: new Map() } }))
    expect(accuracy).toMatchObject({ majorityVote: null, dawidSkene: null, tasks: 0 })
  })

  it('finds a response that was acknowledged and is gone', () => {
    expect(failedChecks({ exported: observed().exported.slice(1) })).toEqual(['exported'])
  })

  it('finds a response that was kept with another label', () => {
    const [first, ...rest] = observed().exported
    if (first === undefined) throw new Error('no response')
    expect(failedChecks({ exported: [{ ...first, label: 'no' }, ...rest] })).toEqual(['exported'])
  })

  it('finds a task that a worker did twice, and one that has too many responses', () => {
    const { exported } = observed()
    const [first] = exported
    if (first === undefined) throw new Error('no response')
    expect(failedChecks({ exported: [...exported, { ...first, assignmentId: 'asg_x' }] })).toEqual(['exported', 'repeats', 'overAssigned'])
  })

  it('finds a worker who was paid twice, and the money that then is missing', () => {
    const { money } = observed()
    expect(failedChecks({ money: { ...money, earned: [3n * PRICE, 2n * PRICE], spent: money.spent + PRICE } })).toEqual([
      'paidOnce',
      'money',
    ])
  })

  it('finds what was not approved, money still set aside, and a ledger that is not whole', () => {
    const { exported, money, ledger } = observed()
    const waiting = exported.map((response) => ({ ...response, state: 'submitted' }))
    expect(failedChecks({ exported: waiting })).toEqual(['approved'])
    expect(failedChecks({ money: { ...money, reserved: 1n } })).toEqual(['escrow'])
    expect(failedChecks({ ledger: { ...ledger, ok: false, events: { count: 3, intact: false } } })).toEqual(['ledger'])
  })

  it('is read in both languages, and says which check failed with what was found', () => {
    const report = reportReplay(observed({ exported: observed().exported.slice(1) }))
    expect(describeReplay(report, 'en')).toMatch(/acknowledged responses.*FAILED: found 1, expected 0/)
    expect(describeReplay(report, 'fr')).toMatch(
      /réponses confirmées.*ÉCHEC : trouvé 1, attendu 0|réponses confirmées.*ÉCHEC: trouvé 1, attendu 0/,
    )
  })
})
