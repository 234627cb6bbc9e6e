import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeBatch, extendBatch, settleClosedBatches, pauseBatch, resumeBatch } from '../batches/index.ts'
import { escrowOf, recordDeposit, verifyLedger } from '../ledger/index.ts'
import { approveBySilence, approveMany, approveResponses, rejectResponse } from '../reviews/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { releaseAssignment, renewAssignment, resumeAssignment, returnAssignment, reviseResponse, saveDraft } from './keep-assignment.ts'
import { lapseExpired } from './lapse-leases.ts'
import { leaseTasks } from './lease-tasks.ts'
import { reportTask } from './report-task.ts'
import { submitResponses } from './submit-responses.ts'

/**
 * Whatever people, reviewers, requesters and the clock do, in whatever order and at the same instant: the counters that
 * dispatch works with are those that the assignments say, and the money is there for everything that may still be paid.
 */

const TASKS = 4
const PRICE = 50_000n
const FEE = 5_000n
const WORKERS = 3
const SECONDS_MAX = 20

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

interface Known {
  readonly id: string
  readonly number: number
  readonly worker_id: string
}

interface World {
  readonly batch: BuiltBatch
  readonly workers: readonly string[]
  /** all assignments of the batch, in whatever state, as they were before the step */
  readonly known: readonly Known[]
}

/** What is done; `which` picks an assignment out of all there are, of whatever worker and state. */
type Action = (typeof ACTIONS)[number]
interface Command {
  readonly action: Action
  readonly worker: number
  readonly which: number
}

const ON_ASSIGNMENTS = ['submit', 'return', 'release', 'resume', 'renew', 'revise', 'draft', 'report', 'approve', 'reject'] as const
const ON_BATCH = ['lease', 'lease_numbers', 'approve_all', 'pause', 'resume_batch', 'extend', 'close'] as const
const SWEEPS = ['lapse', 'silence', 'settle'] as const
const ACTIONS = [...ON_ASSIGNMENTS, ...ON_BATCH, ...SWEEPS] as const

async function perform({ action, worker, which }: Command, world: World): Promise<void> {
  const { services } = canut
  const { batch, known } = world
  const of = { batchId: batch.id, by: batch.ownerId }
  const workerId = world.workers[worker % world.workers.length] ?? ''
  switch (action) {
    case 'lease':
      await leaseTasks(services, { batchId: batch.id, workerId, count: 1 + (which % 3) })
      return
    case 'lease_numbers':
      await leaseTasks(services, { batchId: batch.id, workerId, count: 2, numbers: [1 + (which % TASKS), TASKS] })
      return
    case 'approve_all':
      await approveMany(services, { ...of, selection: which % 2 === 0 ? 'all' : 'majority' })
      return
    case 'pause':
      await pauseBatch(services, of)
      return
    case 'resume_batch':
      await resumeBatch(services, of)
      return
    case 'extend':
      await extendBatch(services, { ...of, redundancy: 2 + (which % 3) })
      return
    case 'close':
      await closeBatch(services, of)
      return
    case 'lapse':
      return lapseExpired(services)
    case 'silence':
      await approveBySilence(services)
      return
    case 'settle':
      return settleClosedBatches(services)
    default: {
      const assignment = known[which % Math.max(1, known.length)]
      if (assignment !== undefined) await performOn(action, assignment, world)
    }
  }
}

async function performOn(
  action: (typeof ON_ASSIGNMENTS)[number],
  { id, number, worker_id: workerId }: Known,
  { batch }: World,
): Promise<void> {
  const { services } = canut
  const holder = { assignmentId: id, workerId }
  const response = { label: number % 2 === 0 ? 'yes' : 'no' }
  switch (action) {
    case 'submit':
      await submitResponses(services, workerId, [{ assignmentId: id, response, workMs: 1500 }])
      return
    case 'return':
      await returnAssignment(services, holder, null)
      return
    case 'release':
      await releaseAssignment(services, holder)
      return
    case 'resume':
      await resumeAssignment(services, holder)
      return
    case 'renew':
      await renewAssignment(services, holder)
      return
    case 'revise':
      await reviseResponse(services, holder, { response: { label: 'no' }, workMs: 700 })
      return
    case 'draft':
      await saveDraft(services, holder, { body: response, version: 0 })
      return
    case 'report':
      await reportTask(services, holder, { reason: 'broken', comment: '', workMs: 1500 })
      return
    case 'approve':
      await approveResponses(services, { batchId: batch.id, ids: [id], by: batch.ownerId })
      return
    case 'reject':
      await rejectResponse(services, {
        assignment: { id, batchId: batch.id },
        grounds: { reason: 'instructions_not_followed', instructionLine: 'Read the text.', explanation: 'The text says otherwise.' },
        by: batch.ownerId,
      })
  }
}

interface Found {
  readonly what: string
  readonly subject: string
  readonly kept: string
  readonly counted: string
}

/** Each counter beside what the assignments say; only those that differ are returned. */
async function findDrift(batchId: string): Promise<Found[]> {
  const { rows } = await sql<Found>`
    with b as (select * from batches where id = ${batchId}),
    own as (select * from assignments where batch_id = ${batchId}),
    of_task as (
      select s.number, s.open, s.submitted, s.wanted, b.state = 'closed' as closed,
        (select count(*) from own a where a.number = s.number and a.state = 'leased') as held,
        (select count(*) from own a where a.number = s.number and a.state in ('submitted', 'approved') and not a.surplus) as counted
      from task_slots s, b where s.batch_id = b.id),
    tally as (
      select sum(submitted) as submitted, sum(surplus) as surplus, sum(approved) as approved, sum(rejected) as rejected, sum(tasks_done) as done,
        sum(work_ms) as work_ms, sum(paid_micros) as paid, sum(fee_micros) as fees from batch_tallies where batch_id = ${batchId}),
    truth as (
      select count(*) filter (where state in ('submitted', 'approved') and not surplus) as submitted, count(*) filter (where surplus) as surplus,
        count(*) filter (where state = 'approved' and not surplus) as approved, count(*) filter (where state = 'rejected') as rejected,
        coalesce(sum(price_micros) filter (where state = 'approved'), 0) as paid,
        coalesce(sum(fee_micros) filter (where state = 'approved' and not surplus), 0) as fees,
        count(*) filter (where state in ('submitted', 'approved', 'rejected') and not surplus) as ever from own),
    pairs(what, subject, kept, counted) as (
      select 'slots of a task', number::text, wanted::numeric, open + held + submitted from of_task where not closed
      union all select 'slots of a task of a closed batch', number::text, wanted::numeric, greatest(wanted, open + held + submitted) from of_task
      union all select 'responses of a task', number::text, submitted::numeric, counted from of_task
      union all select 'share of a worker', worker_id::text, taken::numeric,
          (select count(*) from own a where a.worker_id = w.worker_id and state in ('leased', 'submitted', 'approved', 'rejected') and not surplus)
        from batch_workers w where w.batch_id = ${batchId}
      union all select 'week of a worker', k.person_id || ' ' || k.week, k.received_seconds,
          (select count(*) * (select estimate_seconds from b) from own a where a.worker_id = k.person_id and week_of(a.leased_at) = k.week
            and state in ('leased', 'submitted', 'approved', 'rejected') and not surplus)
        from worker_weeks k where k.person_id in (select worker_id from own)
      union all select 'open slots that a worker passed over', w.worker_id::text, 0, count(*)
        from batch_workers w join batch_frontiers f using (batch_id)
          join task_slots s on s.batch_id = w.batch_id and s.open > 0 and s.position <= greatest(w.reached, f.low_position)
        where w.batch_id = ${batchId}
          and not exists (select from own a where a.number = s.number and a.worker_id = w.worker_id and a.state <> 'lapsed') group by 2
      union all select 'responses', number::text, (select count(*) from responses r where r.batch_id = own.batch_id and r.number = own.number
          and r.worker_id = own.worker_id)::numeric, (state in ('submitted', 'approved', 'rejected'))::int from own
      union all select 'tally: submitted', '', tally.submitted, truth.submitted from tally, truth
      union all select 'tally: surplus', '', tally.surplus, truth.surplus from tally, truth
      union all select 'tally: approved', '', tally.approved, truth.approved from tally, truth
      union all select 'tally: rejected', '', tally.rejected, truth.rejected from tally, truth
      union all select 'tally: paid', '', tally.paid, truth.paid from tally, truth
      union all select 'tally: fees', '', tally.fees, truth.fees from tally, truth
      union all select 'tally: tasks done', '', tally.done, (select count(*) from of_task where submitted = wanted) from tally
      union all select 'tally: time', '', tally.work_ms, (select coalesce(sum(work_ms), 0) from responses where batch_id = ${batchId}) from tally
      union all select 'hours', '', (select coalesce(sum(submitted), 0) from batch_hours where batch_id = ${batchId}), truth.ever from truth)
    select what, subject, kept::text, counted::text from pairs where coalesce(kept, 0) <> counted`.execute(canut.services.db)
  return rows
}

/** What the escrow must hold: everything that is wanted and not paid yet; of a closed batch what somebody may still claim. */
async function readOwed(batchId: string): Promise<bigint> {
  const { rows } = await sql<{ owed: bigint }>`
    select (case when b.state = 'closed'
        then (select count(*) from assignments a where a.batch_id = b.id and a.state in ('leased', 'submitted') and not a.surplus)
          + (select coalesce(sum(open), 0) from task_slots s where s.batch_id = b.id)
        else b.task_count * b.redundancy
          - (select count(*) from assignments a where a.batch_id = b.id and a.state = 'approved' and not a.surplus) end)
      * (b.price_micros + b.fee_micros)::int8 as owed
    from batches b where b.id = ${batchId}`.execute(canut.services.db)
  return rows[0]?.owed ?? -1n
}

async function expectWhole(batchId: string): Promise<void> {
  expect(await findDrift(batchId)).toEqual([])
  const [escrow, owed] = [await escrowOf(canut.services.db, batchId), await readOwed(batchId)]
  expect(escrow, `the escrow holds ${escrow} and owes ${owed}`).toBeGreaterThanOrEqual(owed)
}

async function aWorld(maxPerWorker: number | null): Promise<Omit<World, 'known'>> {
  const batch = await aBatch(canut, {
    tasks: TASKS,
    redundancy: 2,
    priceMicros: PRICE,
    feeMicros: FEE,
    ...(maxPerWorker === null ? {} : { maxPerWorker }),
  })
  const { organisationId, ownerId: by } = batch
  await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount: 10_000_000n, reference: `more ${batch.id}`, by })
  const people = await Promise.all(Array.from({ length: WORKERS }, () => canut.signUp()))
  return { batch, workers: people.map(({ id }) => id) }
}

const listKnown = async (batchId: string): Promise<Known[]> =>
  canut.services.db.selectFrom('assignments').select(['id', 'number', 'worker_id']).where('batch_id', '=', batchId).orderBy('id').execute()

/** From wherever the batch stands: others do what is left, silence approves it, and no slot and no money is left over. */
async function finish(batch: BuiltBatch): Promise<void> {
  const { services, clock } = canut
  const of = { batchId: batch.id, by: batch.ownerId }
  await resumeBatch(services, of)
  clock.advance({ hours: 1 })
  await lapseExpired(services)
  let cause: string | undefined
  for (let helper = 0; helper < 30 && cause === undefined; helper += 1) {
    const { id: workerId } = await canut.signUp()
    const leased = await leaseTasks(services, { batchId: batch.id, workerId, count: 20 })
    if (!leased.ok) throw new Error(leased.error.kind)
    const { leases, empty } = leased.value
    cause = empty?.cause
    const responses = leases.map(({ assignmentId }) => ({ assignmentId, response: { label: 'yes' }, workMs: 10 }))
    await submitResponses(services, workerId, responses)
  }
  expect(['all_done', 'closed']).toContain(cause)
  const { state, redundancy } = await services.db
    .selectFrom('batches')
    .select(['state', 'redundancy'])
    .where('id', '=', batch.id)
    .executeTakeFirstOrThrow()
  clock.advance({ days: 8 })
  await approveBySilence(services)
  const { rows } = await sql<{ approved: number }>`
    select count(*)::int as approved from assignments where batch_id = ${batch.id} and state = 'approved' and not surplus`.execute(
    services.db,
  )
  const missing = state === 'closed' ? 0 : TASKS * redundancy - (rows[0]?.approved ?? 0)
  expect(missing).toBe(0)
  await closeBatch(services, of)
  clock.advance({ days: 2 })
  await settleClosedBatches(services)
  await expectWhole(batch.id)
  expect(await escrowOf(services.db, batch.id)).toBe(0n)
}

const command: fc.Arbitrary<Command> = fc.record({
  action: fc.oneof<fc.MaybeWeightedArbitrary<Action>[]>(
    { weight: 6, arbitrary: fc.constantFrom<Action[]>('lease', 'submit') },
    { weight: 8, arbitrary: fc.constantFrom<Action[]>(...ON_ASSIGNMENTS) },
    { weight: 3, arbitrary: fc.constantFrom<Action[]>(...SWEEPS, 'lease_numbers', 'approve_all') },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Action[]>('pause', 'resume_batch', 'resume_batch', 'extend', 'close'),
    },
  ),
  worker: fc.nat(WORKERS - 1),
  which: fc.nat(50),
})
/** What happens at the same instant, and how long before: seconds, a lease and more, a review period and more. */
const step = fc.record({
  waitMinutes: fc.constantFrom(0, 0, 0, 3, 3, 60 * 24 * 4),
  together: fc.oneof({ weight: 2, arbitrary: fc.tuple(command) }, { weight: 1, arbitrary: fc.tuple(command, command, command) }),
})

it('keeps every counter true and every response paid for, whatever happens in whatever order', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(null, 3),
      fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
      async (maxPerWorker, steps) => {
        const world = await aWorld(maxPerWorker)
        for (const { waitMinutes, together } of steps) {
          canut.clock.advance({ minutes: waitMinutes, seconds: 1 })
          const known = await listKnown(world.batch.id)
          await Promise.all(together.map((each) => perform(each, { ...world, known })))
          await expectWhole(world.batch.id)
        }
        await finish(world.batch)
        expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true, problems: [] })
      },
    ),
    { numRuns: 60, plugins: [fc.interruptAfterTimeLimit(SECONDS_MAX * 1000)] },
  )
})
