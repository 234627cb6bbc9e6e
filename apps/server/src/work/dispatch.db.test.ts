import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { extendBatch, pauseBatch, resumeBatch } from '../batches/index.ts'
import { recordDeposit } from '../ledger/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { returnAssignment } from './keep-assignment.ts'
import { lapseExpired } from './lapse-leases.ts'
import { leaseTasks } from './lease-tasks.ts'
import { submitResponses } from './submit-responses.ts'
import { sentenceOfEmpty } from './work.views.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

const aWorker = async () => (await canut.signUp()).id

async function lease(batch: BuiltBatch, workerId: string, count = 1) {
  const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId, count })
  if (!leased.ok) throw new Error(leased.error.kind)
  return { numbers: leased.value.leases.map(({ number }) => number), ...leased.value }
}

/** Leases and submits until nothing is handed out; the numbers in the order they came. */
async function workOn(batch: BuiltBatch, workerId: string, most = Number.POSITIVE_INFINITY): Promise<number[]> {
  const done: number[] = []
  while (done.length < most) {
    const { leases, numbers } = await lease(batch, workerId, Math.min(20, most - done.length))
    if (leases.length === 0) break
    await submitResponses(
      canut.services,
      workerId,
      leases.map(({ assignmentId }) => ({ assignmentId, response: { label: 'yes' }, workMs: 1 })),
    )
    done.push(...numbers)
  }
  return done
}

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(canut.services.db)).rows

describe('the order of a batch', () => {
  it('puts a task that is open again behind those that are open already, and before those that are not', async () => {
    const batch = await aBatch(canut, { tasks: 400, redundancy: 1 })
    const [ann, bob] = [await aWorker(), await aWorker()]
    const { leases } = await lease(batch, ann)
    await returnAssignment(canut.services, { assignmentId: leases[0]?.assignmentId ?? '', workerId: ann }, null)
    const done = await workOn(batch, bob)
    expect(done.slice(0, 3)).toEqual([2, 3, 4])
    expect(done.indexOf(1)).toBe(199)
    expect(done).toHaveLength(400)
  })

  it('spreads gold tasks among the others at their rate, wherever they stand in the file', async () => {
    const gold = Array.from({ length: 60 }, (_, i) => i + 1)
    const batch = await aBatch(canut, { tasks: 600, redundancy: 1, gold })
    const done = await workOn(batch, await aWorker())
    expect(new Set(done).size).toBe(600)
    const ordinary = done.filter((number) => number > 60)
    expect(ordinary).toEqual(ordinary.toSorted((a, b) => a - b))
    for (let block = 0; block < 3; block += 1) {
      const golds = done.slice(block * 200, block * 200 + 200).filter((number) => number <= 60).length
      expect(Math.abs(golds - 20), `${golds} gold tasks in block ${block}`).toBeLessThanOrEqual(1)
    }
    // 60 of 600 at the very beginning, or in one run, would be no chance
    const places = gold.map((number) => done.indexOf(number))
    const runs = places.toSorted((a, b) => a - b).filter((place, i, all) => place !== (all[i - 1] ?? -2) + 1).length
    expect(runs).toBeGreaterThan(30)
  })

  it('keeps the order when the gold tasks are all there is', async () => {
    const batch = await aBatch(canut, { tasks: 5, redundancy: 1, gold: [1, 2, 3, 4, 5] })
    expect(new Set(await workOn(batch, await aWorker()))).toEqual(new Set([1, 2, 3, 4, 5]))
  })

  it('gives several who ask at the same instant different tasks, and no task more often than it is wanted', async () => {
    const batch = await aBatch(canut, { tasks: 30, redundancy: 2 })
    const workers = await Promise.all(Array.from({ length: 12 }, aWorker))
    const given = await Promise.all(workers.flatMap((worker) => [lease(batch, worker, 3), lease(batch, worker, 2)]))
    const times = Map.groupBy(
      given.flatMap(({ numbers }) => numbers),
      (number) => number,
    )
    expect(Math.max(...[...times.values()].map((each) => each.length))).toBe(2)
    expect(given.flatMap(({ numbers }) => numbers)).toHaveLength(60)
    const [own] = await rowsOf(sql<{ twice: number }>`
      select count(*)::int as twice from (select from assignments where batch_id = ${batch.id} group by number, worker_id having count(*) > 1) t`)
    expect(own?.twice).toBe(0)
  })
})

describe('a worker who had much of a batch', () => {
  it('finds the next task behind thousands that they had, when more responses are asked for', async () => {
    const batch = await aBatch(canut, { tasks: 4900, redundancy: 1 })
    const { organisationId, ownerId: by } = batch
    await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount: 900_000_000n, reference: `more ${batch.id}`, by })
    const [busy, other] = [await aWorker(), await aWorker()]
    // as if `busy` had done all but the last ten
    await sql`insert into task_slots (batch_id, number, open, submitted, wanted, position)
      select ${batch.id}, n, 0, 1, 1, n from generate_series(1, 4890) n`.execute(canut.services.db)
    await sql`insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at, submitted_at, review_closes_at)
      select ${batch.id}, n, ${busy}, gen_random_uuid(), 'submitted', 50000, 5000, 1, now(), now(), now(), now() from generate_series(1, 4890) n`.execute(
      canut.services.db,
    )
    await sql`update batch_frontiers set opened = 4890, next_number = 4891, next_position = 4891 where batch_id = ${batch.id}`.execute(
      canut.services.db,
    )
    expect(await workOn(batch, other, 10)).toEqual(Array.from({ length: 10 }, (_, i) => 4891 + i))
    const extended = await extendBatch(canut.services, { batchId: batch.id, redundancy: 2, by })
    expect(extended.ok).toBe(true)
    // more than the 4,000 that one statement looks at are of tasks that they had
    expect((await lease(batch, busy, 2)).numbers).toEqual([4891, 4892])
    expect((await lease(batch, other, 1)).numbers).toEqual([1])
    const [place] = await rowsOf(sql<{ reached: bigint }>`
      select reached from batch_workers where batch_id = ${batch.id} and worker_id = ${busy}`)
    expect(place?.reached).toBeGreaterThan(4890n)
  })

  it('never has to look at what is finished: the low mark follows', async () => {
    const batch = await aBatch(canut, { tasks: 300, redundancy: 1 })
    await workOn(batch, await aWorker(), 280)
    await lease(batch, await aWorker())
    const [frontier] = await rowsOf(sql<{ low: bigint }>`select low_position as low from batch_frontiers where batch_id = ${batch.id}`)
    expect(frontier?.low).toBeGreaterThanOrEqual(200n)
  })
})

describe('a pause', () => {
  it('is over leases that are asked for after its answer, however many are asked for while it is made', async () => {
    const batch = await aBatch(canut, { tasks: 500, redundancy: 1 })
    const workers = await Promise.all(Array.from({ length: 10 }, aWorker))
    const asking = workers.map(async (worker) => {
      for (;;) if ((await lease(batch, worker)).leases.length === 0) return
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    const paused = await pauseBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    const count = async () =>
      (await rowsOf(sql<{ n: number }>`select count(*)::int as n from assignments where batch_id = ${batch.id}`))[0]?.n
    const atOnce = await count()
    expect(paused.ok).toBe(true)
    await Promise.all(asking)
    expect(await count()).toBe(atOnce)
    await resumeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    // whoever asked before may hold as many as anybody may
    expect((await lease(batch, await aWorker())).leases).toHaveLength(1)
  })
})

describe('scarce work', () => {
  const share = async (batch: BuiltBatch, workerId: string, seconds: number, kinds: readonly string[] = ['a']) => {
    const { db } = canut.services
    await sql`insert into batch_supply (batch_id, open_seconds, scarce, kind, claims, computed_at) values (${batch.id}, 100, true, 'a', 2, now())
      on conflict (batch_id) do nothing`.execute(db)
    await sql`insert into subscriptions (person_id, seconds_wanted, changed_at) values (${workerId}, 7200, now())`.execute(db)
    await sql`insert into worker_weeks (person_id, week, share_seconds, share_kinds) values (${workerId}, week_of(${canut.clock()}), ${seconds}, ${kinds})`.execute(
      db,
    )
  }

  it('is given up to the share of each, the last task in full, and then the answer says so with its figures', async () => {
    const batch = await aBatch(canut, { tasks: 10 })
    const worker = await aWorker()
    // a task is 20 seconds
    await share(batch, worker, 50)
    expect((await lease(batch, worker, 20)).leases).toHaveLength(3)
    expect((await lease(batch, worker)).empty).toEqual({
      cause: 'share_for_now',
      receivedSeconds: 60,
      shareSeconds: 50,
      askedSeconds: 7200,
      claims: 2,
    })
    const numbered = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker, count: 1, numbers: [9] })
    expect(numbered.ok && numbered.value.empty?.cause).toBe('share_for_now')
  })

  it('is kept for people who can do nothing else, when a share is made of other work', async () => {
    const batch = await aBatch(canut, { tasks: 10 })
    const worker = await aWorker()
    await share(batch, worker, 50, ['b'])
    expect((await lease(batch, worker)).empty).toEqual({ cause: 'kept_for_others', claims: 2 })
  })

  it('is kept for those who asked, and the others are told how to ask', async () => {
    const batch = await aBatch(canut, { tasks: 10 })
    await share(batch, await aWorker(), 50)
    const answer = await lease(batch, await aWorker())
    expect(answer.empty).toMatchObject({ cause: 'share_for_now', askedSeconds: 0 })
    expect(answer.empty && sentenceOfEmpty(answer.empty, 'en')).toContain('say how many hours you want')
  })
})

describe('the work of a week', () => {
  const received = async (workerId: string) =>
    (
      await rowsOf(sql<{ week: string; seconds: bigint }>`
      select week, received_seconds as seconds from worker_weeks where person_id = ${workerId}`)
    )[0]

  it('counts tasks in hand or submitted at the estimate of the batch, and not those given back or lapsed', async () => {
    const batch = await aBatch(canut, { tasks: 10 })
    const worker = await aWorker()
    const { leases } = await lease(batch, worker, 4)
    expect(await received(worker)).toEqual({ week: '2026-03-02', seconds: 80n })
    await returnAssignment(canut.services, { assignmentId: leases[0]?.assignmentId ?? '', workerId: worker }, null)
    await submitResponses(canut.services, worker, [{ assignmentId: leases[1]?.assignmentId ?? '', response: { label: 'yes' }, workMs: 1 }])
    expect((await received(worker))?.seconds).toBe(60n)
    canut.clock.advance({ hours: 1 })
    await lapseExpired(canut.services)
    expect((await received(worker))?.seconds).toBe(20n)
  })
})
