import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { batchFigures, closeBatch, settleClosedBatches } from '../batches/index.ts'
import { escrowOf, verifyLedger } from '../ledger/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff, type BuiltResponse } from '../testing/responses-builder.ts'
import { leaseTasks } from '../work/index.ts'
import { approveBySilence } from './approve-by-silence.ts'
import { approveMany } from './approve-responses.ts'
import { insertApproval } from './approvals.store.ts'
import { finishLostApprovals } from './start-review-tasks.ts'
import { newId } from '../platform/ids.ts'

const PRICE = 50_000n
const FEE = 5_000n
const GROUNDS = {
  reason: 'instructions_not_followed',
  instructionLine: 'Choose yes if it is kind.',
  explanation: 'The text is not kind at all.',
}

interface ApprovalBody {
  state: string
  approved: number
  paid: { micros: string; currency: string }
}

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

async function aReviewer(batch: BuiltBatch) {
  const person = await someStaff(canut, batch, 'reviewer')
  const send = canut.as(person)
  return {
    person,
    send,
    approve: async (request: object) => send.json(`/api/v1/batches/${batch.publicId}/approvals`, request),
    reject: async (response: BuiltResponse, change: object = {}) =>
      send.json(`/api/v1/assignments/${response.publicId}/rejection`, { ...GROUNDS, ...change }),
  }
}

const idsOf = (responses: readonly BuiltResponse[]) => responses.map((response) => response.publicId)

async function statesOf(batch: BuiltBatch) {
  const { rows } = await sql<{ id: string; state: string; decision: string | null }>`
    select id, state, decision from assignments where batch_id = ${batch.id} order by number, submitted_at`.execute(canut.services.db)
  return new Map(rows.map((row) => [row.id, row]))
}

async function paidTo(personId: string): Promise<bigint> {
  const { rows } = await sql<{ paid: bigint }>`
    select coalesce(sum(e.credit_micros), 0)::int8 as paid from entries e join accounts a on a.id = e.account_id where a.person_id = ${personId}`.execute(
    canut.services.db,
  )
  return rows[0]?.paid ?? 0n
}

async function lastEvent() {
  const { rows } = await sql<{ kind: string; details: Record<string, unknown>; actor_id: string | null }>`
    select kind, details, actor_id from events order by position desc limit 1`.execute(canut.services.db)
  return rows[0]
}

const code = async (answer: Response) => ((await answer.json()) as { code: string }).code

describe('approving', () => {
  it('pays each response once, however often it is approved', async () => {
    const batch = await aBatch(canut, { tasks: 2 })
    const [first, second] = (await someResponses(canut, batch, [['yes', 'no']])) as [BuiltResponse, BuiltResponse]
    const { approve, person } = await aReviewer(batch)
    const once = await approve({ assignmentIds: [first.publicId] })
    expect(once.status).toBe(200)
    expect(await once.json()).toMatchObject({
      state: 'done',
      approved: 1,
      paid: { micros: '50000', currency: 'EUR' },
      fees: { micros: '5000' },
    })
    expect(await lastEvent()).toMatchObject({
      kind: 'responses_approved',
      actor_id: person.id,
      details: { responses: 1, decision: 'person' },
    })

    const again = (await (await approve({ assignmentIds: idsOf([first, second, first]) })).json()) as ApprovalBody
    expect(again).toMatchObject({ approved: 1, paid: { micros: '50000' } })
    expect(await paidTo(first.worker.id)).toBe(2n * PRICE)
    const figures = await batchFigures(canut.services.db, batch.id, canut.clock())
    expect(figures).toMatchObject({ approved: 2, rejected: 0, toReview: 0, responses: 2, paid: 2n * PRICE, fees: 2n * FEE })
  })

  it('leaves a reviewer’s own responses to somebody else', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const [own, other] = (await someResponses(canut, batch, [['yes'], ['yes']])) as [BuiltResponse, BuiltResponse]
    const { services } = canut
    await services.db
      .insertInto('staff')
      .values({ organisation_id: batch.organisationId, person_id: own.worker.id, role: 'reviewer' })
      .execute()
    const send = canut.as(own.worker)
    const approve = (body: object) => send.json(`/api/v1/batches/${batch.publicId}/approvals`, body)
    const refused = await approve({ assignmentIds: [own.publicId] })
    expect([refused.status, await code(refused)]).toEqual([409, 'own_response'])
    await approve({ all: true })
    expect(await paidTo(own.worker.id)).toBe(0n)
    expect(await paidTo(other.worker.id)).toBe(PRICE)
  })

  it('pays once when ten requests approve the same responses at the same time', async () => {
    const batch = await aBatch(canut, { tasks: 12 })
    const responses = await someResponses(canut, batch, [Array<string>(12).fill('yes'), Array<string>(12).fill('no')])
    const { approve } = await aReviewer(batch)
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, i) =>
        approve(i % 2 === 0 ? { all: true } : { assignmentIds: idsOf(i % 3 === 0 ? responses.toReversed() : responses) }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as ApprovalBody[]
    expect(bodies.reduce((sum, { approved }) => sum + approved, 0)).toBe(24)
    expect(await paidTo(responses[0]?.worker.id ?? '')).toBe(12n * PRICE)
    expect((await verifyLedger(canut.services.db)).ok).toBe(true)
  })

  it('approves those that agree with the majority of their task, where there are two responses and no tie', async () => {
    const batch = await aBatch(canut, { tasks: 4 })
    const responses = await someResponses(canut, batch, [['yes', 'yes', 'no', 'yes'], ['yes', 'no', 'no'], ['no']])
    const { approve } = await aReviewer(batch)
    const answer = (await (await approve({ agreeing: 'majority' })).json()) as ApprovalBody
    expect(answer.approved).toBe(4)
    const states = await statesOf(batch)
    const approved = responses.filter(({ id }) => states.get(id)?.state === 'approved')
    // task 1: the two yes · task 2 is a tie · task 3: both no · task 4 has one response only
    expect(approved.map(({ number, label }) => `${number} ${label}`).toSorted()).toEqual(['1 yes', '1 yes', '3 no', '3 no'])
    expect(approved.every(({ id }) => states.get(id)?.decision === 'agreement')).toBe(true)
  })

  it('goes on in steps of a thousand after a crash, and leaves what came later for the next request', async () => {
    const batch = await aBatch(canut, { tasks: 1300, redundancy: 1, priceMicros: 80n, feeMicros: 8n })
    const worker = await canut.signUp()
    await sql`
      with made as (
        insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at, submitted_at, review_closes_at)
        select ${batch.id}, n, ${worker.id}, gen_random_uuid(), 'submitted', 80, 8, 1, ${canut.clock()}, ${canut.clock()}, ${canut.clock()}::timestamptz + n * interval '1 millisecond', ${canut.clock()}::timestamptz + interval '3 days'
        from generate_series(1, 1250) n returning number)
      insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
      select ${batch.id}, number, ${worker.id}, '{"label":"yes"}', 'yes', 900, ${canut.clock()}, '' from made`.execute(canut.services.db)
    canut.clock.advance({ seconds: 5 })
    const id = newId()
    await insertApproval(canut.services.db, {
      id,
      batchId: batch.id,
      selection: 'all',
      waiting: 1250,
      by: batch.ownerId,
      now: canut.clock(),
    })
    canut.clock.advance({ seconds: 5 })
    const [late] = await someResponses(canut, await batchOf(batch), [['yes']])
    canut.clock.advance({ minutes: 1 })
    // two processes at once, as after a crash in the middle
    await Promise.all([finishLostApprovals(canut.services), finishLostApprovals(canut.services)])
    const { rows } = await sql<{ examined: bigint; approved: bigint; paid_micros: bigint; finished_at: Date | null }>`
      select examined, approved, paid_micros, finished_at from approvals where id = ${id}`.execute(canut.services.db)
    expect(rows).toEqual([{ examined: 1250n, approved: 1250n, paid_micros: 100_000n, finished_at: canut.clock() }])
    expect((await statesOf(batch)).get(late?.id ?? '')?.state).toBe('submitted')
    expect((await approveMany(canut.services, { batchId: batch.id, selection: 'all', by: batch.ownerId })).approved).toBe(1n)
  })

  it('refuses ids of other batches and unknown ids, all at once, and approves nothing', async () => {
    const [batch, other] = [await aBatch(canut, { tasks: 1 }), await aBatch(canut, { tasks: 1 })]
    const [mine] = (await someResponses(canut, batch, [['yes']])) as [BuiltResponse]
    const [foreign] = (await someResponses(canut, other, [['yes']])) as [BuiltResponse]
    const { approve } = await aReviewer(batch)
    const answer = await approve({ assignmentIds: [mine.publicId, foreign.publicId, `asg_${'0'.repeat(32)}`] })
    expect(answer.status).toBe(422)
    const { errors } = (await answer.json()) as { errors: { path: string }[] }
    expect(errors.map(({ path }) => path)).toEqual(['assignmentIds.1', 'assignmentIds.2'])
    expect((await statesOf(batch)).get(mine.id)?.state).toBe('submitted')
  })

  it.each([
    [{}],
    [{ all: false }],
    [{ all: true, agreeing: 'majority' }],
    [{ assignmentIds: [] }],
    [{ assignmentIds: ['7'] }],
    [{ agreeing: 'me' }],
  ])('refuses %j', async (request) => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { approve } = await aReviewer(batch)
    const answer = await approve(request)
    expect([answer.status, await code(answer)]).toEqual([422, 'invalid_request'])
  })
})

/** the frontier is beyond the tasks that the test answered behind the back of dispatch */
async function batchOf(batch: BuiltBatch): Promise<BuiltBatch> {
  await sql`update batch_frontiers set opened = 1299, next_number = 1300, next_position = 1300 where batch_id = ${batch.id}`.execute(
    canut.services.db,
  )
  return batch
}

describe('rejecting', () => {
  it('keeps the grounds, offers the task to somebody else, and keeps the money in escrow', async () => {
    const batch = await aBatch(canut, { tasks: 1, redundancy: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    const { reject, person } = await aReviewer(batch)
    const before = await escrowOf(canut.services.db, batch.id)
    const answer = await reject(response, { instructionLine: '  Choose yes if it is kind. ' })
    expect(answer.status).toBe(200)
    expect(await lastEvent()).toMatchObject({
      kind: 'response_rejected',
      actor_id: person.id,
      details: { reason: 'instructions_not_followed', instructionLine: 'Choose yes if it is kind.', explanation: GROUNDS.explanation },
    })
    expect(await escrowOf(canut.services.db, batch.id)).toBe(before)
    const figures = await batchFigures(canut.services.db, batch.id, canut.clock())
    expect(figures).toMatchObject({ responses: 0, rejected: 1, tasksDone: 0, toReview: 0 })

    const same = await leaseTasks(canut.services, { batchId: batch.id, workerId: response.worker.id, count: 1 })
    expect(same.ok && same.value.leases).toEqual([])
    const [second] = await someResponses(canut, batch, [['yes']])
    expect(second?.number).toBe(1)
    expect(await batchFigures(canut.services.db, batch.id, canut.clock())).toMatchObject({ responses: 1, tasksDone: 1, toReview: 1 })
  })

  it('shows the worker why', async () => {
    const batch = await aBatch(canut, { tasks: 1, redundancy: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    await (await aReviewer(batch)).reject(response)
    const page = await (await canut.as(response.worker)('/me/work')).text()
    expect(page).toContain('The text is not kind at all.')
    expect(page).toContain('Choose yes if it is kind.')
  })

  it.each([
    ['instruction_line_not_found', { instructionLine: 'Choose no.' }],
    ['instruction_line_not_found', { instructionLine: '' }],
    ['explanation_too_short', { explanation: '  short    ' }],
    ['invalid_request', { reason: 'bad' }],
    ['invalid_request', { explanation: 'with a NUL \u0000 inside of it' }],
  ])('refuses with %s: %j', async (expected, change) => {
    const batch = await aBatch(canut, { tasks: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    const answer = await (await aReviewer(batch)).reject(response, change)
    expect([answer.status, await code(answer)]).toEqual([422, expected])
    expect((await statesOf(batch)).get(response.id)?.state).toBe('submitted')
  })

  it('comes too late once the review period is over, even if nothing has swept yet', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    canut.clock.advance({ days: 3 })
    const { reject } = await aReviewer(batch)
    const late = await reject(response)
    expect([late.status, await code(late)]).toEqual([409, 'review_period_over'])
    expect(await approveBySilence(canut.services)).toBeGreaterThanOrEqual(1)
    const after = await reject(response)
    expect([after.status, await code(after)]).toEqual([409, 'already_decided'])
    expect(await paidTo(response.worker.id)).toBe(PRICE)
  })

  it('either pays or rejects when both are asked for at the same time, never both', async () => {
    const batch = await aBatch(canut, { tasks: 20, redundancy: 1 })
    const responses = await someResponses(canut, batch, [Array<string>(20).fill('yes')])
    const { approve, reject } = await aReviewer(batch)
    const answers = await Promise.all(
      responses.flatMap((response, i) => {
        const calls = [() => approve({ assignmentIds: [response.publicId] }), () => reject(response)]
        return (i % 2 === 0 ? calls : calls.toReversed()).map(async (call) => call())
      }),
    )
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    const states = [...(await statesOf(batch)).values()]
    const approved = states.filter(({ state }) => state === 'approved').length
    expect(approved + states.filter(({ state }) => state === 'rejected').length).toBe(20)
    expect(await paidTo(responses[0]?.worker.id ?? '')).toBe(BigInt(approved) * PRICE)
    expect(await batchFigures(canut.services.db, batch.id, canut.clock())).toMatchObject({
      approved,
      rejected: 20 - approved,
      responses: approved,
    })
    expect((await verifyLedger(canut.services.db)).ok).toBe(true)
  })

  it('returns the money of a closed batch instead of offering the task again', async () => {
    const batch = await aBatch(canut, { tasks: 1, redundancy: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    await closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    expect(await escrowOf(canut.services.db, batch.id)).toBe(PRICE + FEE)
    expect((await (await aReviewer(batch)).reject(response)).status).toBe(200)
    await settleClosedBatches(canut.services)
    expect(await escrowOf(canut.services.db, batch.id)).toBe(0n)
  })
})

describe('silence', () => {
  it('approves what is due and nothing else, once, also from two processes', async () => {
    const batch = await aBatch(canut, { tasks: 3, redundancy: 2 })
    const due = await someResponses(canut, batch, [['yes', 'no', 'yes']])
    canut.clock.advance({ days: 2 })
    const later = await someResponses(canut, batch, [['yes']])
    canut.clock.advance({ days: 1 })
    await Promise.all([approveBySilence(canut.services), approveBySilence(canut.services)])
    const states = await statesOf(batch)
    expect(due.map(({ id }) => states.get(id))).toMatchObject(due.map(() => ({ state: 'approved', decision: 'silence' })))
    expect(later.map(({ id }) => states.get(id)?.state)).toEqual(['submitted'])
    expect(await paidTo(due[0]?.worker.id ?? '')).toBe(3n * PRICE)
    expect(await approveBySilence(canut.services)).toBe(0)
  })
})

describe('who may review', () => {
  it('is the staff of the organisation only, and nobody sees who the worker is', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const other = await aBatch(canut, { tasks: 1 })
    const [response] = (await someResponses(canut, batch, [['no']])) as [BuiltResponse]
    const strangers = [response.worker, { id: other.ownerId }, await canut.signUp({ isSteward: true })]
    for (const stranger of strangers) {
      const send = canut.as(stranger)
      expect((await send.json(`/api/v1/assignments/${response.publicId}/rejection`, GROUNDS)).status).toBe(403)
      expect((await send.json(`/api/v1/batches/${batch.publicId}/approvals`, { all: true })).status).toBe(403)
      expect((await send(`/api/v1/batches/${batch.publicId}/assignments`)).status).toBe(403)
    }
    expect((await canut.nobody.json(`/api/v1/batches/${batch.publicId}/approvals`, { all: true })).status).toBe(401)

    const { send } = await aReviewer(batch)
    const text = await (await send(`/api/v1/batches/${batch.publicId}/assignments`)).text()
    expect(text).toMatch(/"worker":"w-[0-9a-f]{12}"/)
    expect(text).not.toContain(response.worker.id.replaceAll('-', ''))
    expect(text).not.toContain(response.worker.name)
  })

  it('lists each state page by page, every response once', async () => {
    const batch = await aBatch(canut, { tasks: 60 })
    const all = await someResponses(canut, batch, [Array<string>(60).fill('yes'), Array<string>(60).fill('no')])
    const { send, approve, reject } = await aReviewer(batch)
    const collect = async (state: string) => {
      const seen: string[] = []
      for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`
        const answer = await send(`/api/v1/batches/${batch.publicId}/assignments?state=${state}${query}`)
        const page = (await answer.json()) as { items: { assignmentId: string }[]; nextCursor: string | null }
        seen.push(...page.items.map(({ assignmentId }) => assignmentId))
        cursor = page.nextCursor
      }
      return seen
    }
    expect((await collect('submitted')).toSorted()).toEqual(idsOf(all).toSorted())
    await approve({ assignmentIds: idsOf(all.slice(1)) })
    await reject(all[0] as BuiltResponse)
    expect(await collect('submitted')).toEqual([])
    expect((await collect('approved')).toSorted()).toEqual(idsOf(all.slice(1)).toSorted())
    expect(await collect('rejected')).toEqual([all[0]?.publicId])
    expect((await send(`/api/v1/batches/${batch.publicId}/assignments?cursor=7`)).status).toBe(422)
  })
})
