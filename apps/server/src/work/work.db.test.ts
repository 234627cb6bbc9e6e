import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type Client, type TestApp } from '../testing/index.ts'
import { lapseExpired } from './lapse-leases.ts'

interface LeasesBody {
  leases: { assignmentId: string; taskNumber: number; payload: { text: string }; leaseExpiresAt: string }[]
  empty: { cause: string; sentence: string } | null
}
interface ReceiptBody {
  hash: string
  repeat: boolean
  surplus: boolean
}

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

const aWorker = async () => {
  const person = await canut.signUp()
  return { person, send: canut.as(person) }
}

async function lease(send: Client, batch: BuiltBatch, more: object = {}): Promise<LeasesBody> {
  const answer = await send.json('/api/v1/work/leases', { batchId: batch.publicId, ...more })
  expect(answer.status).toBe(200)
  return (await answer.json()) as LeasesBody
}

async function leaseOne(send: Client, batch: BuiltBatch) {
  const [first] = (await lease(send, batch)).leases
  if (first === undefined) throw new Error('nothing was leased')
  return first
}

const submit = (send: Client, assignmentId: string, label = 'yes') =>
  send.json(`/api/v1/assignments/${assignmentId}/response`, { response: { label }, workMs: 1500 })

async function figures(batch: BuiltBatch) {
  const { rows } = await sql<{ responses: number; repeats: number; over: number }>`
    select (select count(*)::int from responses where batch_id = ${batch.id}) as responses,
      (select count(*)::int from (select from responses where batch_id = ${batch.id} group by number, worker_id having count(*) > 1) r) as repeats,
      (select count(*)::int from (select from assignments a join batches b on b.id = a.batch_id
        where a.batch_id = ${batch.id} and a.state in ('leased', 'submitted', 'approved') and not a.surplus
        group by a.number, b.redundancy having count(*) > b.redundancy) o) as over`.execute(canut.services.db)
  return rows[0]
}

describe('leasing', () => {
  it('hands out tasks in the order of the batch, never the same one twice to a worker', async () => {
    const batch = await aBatch(canut, { tasks: 5 })
    const { send } = await aWorker()
    const seen: number[] = []
    for (let i = 0; i < 5; i++) {
      const { taskNumber, assignmentId } = await leaseOne(send, batch)
      seen.push(taskNumber)
      expect((await submit(send, assignmentId)).status).toBe(200)
    }
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect((await lease(send, batch)).empty?.cause).toBe('all_seen')
  })

  it('opens the next block of tasks when the window is used up', async () => {
    const batch = await aBatch(canut, { tasks: 450, redundancy: 1 })
    const { send } = await aWorker()
    const numbers = new Set<number>()
    for (let i = 0; i < 23; i++) {
      const { leases } = await lease(send, batch, { count: 20 })
      for (const { taskNumber } of leases) numbers.add(taskNumber)
      await send.json('/api/v1/work/responses', {
        responses: leases.map(({ assignmentId }) => ({ assignmentId, response: { label: 'no' } })),
      })
    }
    expect(numbers.size).toBe(450)
  })

  it('hands out a task that somebody returned, also to a worker who is already past it', async () => {
    const batch = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const [ann, bob] = [await aWorker(), await aWorker()]
    const first = await leaseOne(ann.send, batch)
    const second = await leaseOne(bob.send, batch)
    expect([first.taskNumber, second.taskNumber]).toEqual([1, 2])
    await submit(bob.send, second.assignmentId)
    expect((await lease(bob.send, batch)).empty?.cause).toBe('all_taken')
    expect((await ann.send.json(`/api/v1/assignments/${first.assignmentId}/return`, { reason: 'unclear' })).status).toBe(204)
    expect((await leaseOne(bob.send, batch)).taskNumber).toBe(1)
  })

  it('says why there is nothing, in the reader’s language', async () => {
    const paused = await aBatch(canut, { tasks: 1, state: 'paused' })
    const { send } = await aWorker()
    expect((await lease(send, paused)).empty?.cause).toBe('paused')
    const answer = await send('/api/v1/work/leases', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'fr' },
      body: JSON.stringify({ batchId: paused.publicId }),
    })
    expect(((await answer.json()) as LeasesBody).empty?.sentence).toContain('en pause')

    const small = await aBatch(canut, { tasks: 3, maxPerWorker: 1 })
    await submit(send, (await leaseOne(send, small)).assignmentId)
    expect((await lease(send, small)).empty?.cause).toBe('share_used')
  })

  it('tells nobody about a batch that is not published', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    await sql`update batches set state = 'draft' where id = ${batch.id}`.execute(canut.services.db)
    const { send } = await aWorker()
    expect((await send.json('/api/v1/work/leases', { batchId: batch.publicId })).status).toBe(404)
    expect((await send(`/api/v1/work/leases?batchId=${batch.publicId}`)).status).toBe(404)
  })

  it('leases certain tasks by number, and refuses those that are not open to the worker', async () => {
    const batch = await aBatch(canut, { tasks: 300, redundancy: 1 })
    const { send } = await aWorker()
    const { leases } = await lease(send, batch, { tasks: [250, 3] })
    expect(leases.map(({ taskNumber }) => taskNumber)).toEqual([3, 250])
    const again = await send.json('/api/v1/work/leases', { batchId: batch.publicId, tasks: [250] })
    expect(again.status).toBe(409)
    const held = (await (await send(`/api/v1/work/leases?batchId=${batch.publicId}`)).json()) as LeasesBody
    expect(held.leases).toEqual(leases)
    const other = (await (await (await aWorker()).send(`/api/v1/work/leases?batchId=${batch.publicId}`)).json()) as LeasesBody
    expect(other.leases).toEqual([])
    const beyond = await send.json('/api/v1/work/leases', { batchId: batch.publicId, tasks: [301] })
    expect(((await beyond.json()) as { code: string }).code).toBe('task_not_available')
  })

  it.each([
    [{ count: 0 }],
    [{ count: -1 }],
    [{ count: 1e9 }],
    [{ tasks: [] }],
    [{ tasks: ['1'] }],
    [{ batchId: 'bat_123' }],
    [{ batchId: 7 }],
  ])('refuses %j with all that is wrong', async (wrong) => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await aWorker()
    const answer = await send.json('/api/v1/work/leases', { batchId: batch.publicId, ...wrong })
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as { code: string }).code).toBe('invalid_request')
  })
})

describe('submitting', () => {
  it('gives the same receipt to a repeated submission and keeps one response', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await aWorker()
    const { assignmentId } = await leaseOne(send, batch)
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit(send, assignmentId)))
    const receipts = (await Promise.all(answers.map((answer) => answer.json()))) as ReceiptBody[]
    expect(new Set(receipts.map(({ hash }) => hash)).size).toBe(1)
    expect(receipts.filter(({ repeat }) => !repeat)).toHaveLength(1)
    expect(await figures(batch)).toEqual({ responses: 1, repeats: 0, over: 0 })
  })

  it('says so when something else was submitted before, and takes what is sent again after a change for what it is', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await aWorker()
    const { assignmentId } = await leaseOne(send, batch)
    const first = (await (await submit(send, assignmentId, 'yes')).json()) as ReceiptBody
    for (const other of ['no', 'perhaps']) {
      const refused = await submit(send, assignmentId, other)
      expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'answered_before' }])
    }
    expect(await (await submit(send, assignmentId, 'yes')).json()).toMatchObject({ hash: first.hash, repeat: true })
    const change = { response: { label: 'no' }, workMs: 1000 }
    expect((await send.json(`/api/v1/assignments/${assignmentId}/response`, change, 'PUT')).status).toBe(200)
    for (const kept of ['yes', 'no']) expect(await (await submit(send, assignmentId, kept)).json()).toMatchObject({ repeat: true })
    expect(await figures(batch)).toEqual({ responses: 1, repeats: 0, over: 0 })
  })

  it('refuses a response that does not fit the task, and keeps the lease', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await aWorker()
    const { assignmentId } = await leaseOne(send, batch)
    const wrong = await submit(send, assignmentId, 'perhaps')
    expect(wrong.status).toBe(422)
    expect((await submit(send, assignmentId)).status).toBe(200)
  })

  it('says the same of a task that is given twice in one request as it does with it', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await aWorker()
    const { assignmentId } = await leaseOne(send, batch)
    const responses = ['perhaps', 'yes'].map((label) => ({ assignmentId, response: { label } }))
    const answer = await send.json('/api/v1/work/responses', { responses })
    expect(((await answer.json()) as { outcomes: { ok: boolean }[] }).outcomes.map(({ ok }) => ok)).toEqual([false, false])
    expect((await figures(batch))?.responses).toBe(0)
  })

  it('never shows or takes another worker’s assignment', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const [ann, bob] = [await aWorker(), await aWorker()]
    const { assignmentId } = await leaseOne(ann.send, batch)
    expect((await submit(bob.send, assignmentId)).status).toBe(403)
    const many = await bob.send.json('/api/v1/work/responses', { responses: [{ assignmentId, response: { label: 'yes' } }] })
    expect(await many.json()).toMatchObject({ outcomes: [{ ok: false, code: 'not_found' }] })
  })

  it('counts a late response while the slot is open, and else pays it once and keeps it aside', async () => {
    const batch = await aBatch(canut, { tasks: 1, redundancy: 1 })
    const [ann, bob, eve] = [await aWorker(), await aWorker(), await aWorker()]
    const slow = await leaseOne(ann.send, batch)
    canut.clock.advance({ hours: 1 })
    await lapseExpired(canut.services)
    const slower = await leaseOne(bob.send, batch)
    canut.clock.advance({ hours: 1 })
    await lapseExpired(canut.services)
    const inTime = (await (await submit(ann.send, slow.assignmentId)).json()) as ReceiptBody
    expect(inTime.surplus).toBe(false)
    expect((await lease(eve.send, batch)).empty?.cause).toBe('all_done')

    const late = (await (await submit(bob.send, slower.assignmentId)).json()) as ReceiptBody
    expect(late.surplus).toBe(true)
    await submit(bob.send, slower.assignmentId)
    const { rows } = await sql<{ kind: string; credit: bigint }>`
      select t.kind, e.credit_micros as credit from transfers t join entries e on e.transfer_id = t.id join accounts a on a.id = e.account_id
      where a.person_id = ${bob.person.id}`.execute(canut.services.db)
    expect(rows).toEqual([{ kind: 'surplus_pay', credit: 50_000n }])
    expect((await figures(batch))?.over).toBe(0)
  })

  it('takes no unneeded response of a task that was given back, nor more late ones than one person is paid for', async () => {
    await canut.services.db.insertInto('parameters').values({ name: 'latePaidMax', value: 1 }).execute()
    const batch = await aBatch(canut, { tasks: 3, redundancy: 1 })
    const [ann, bob] = [await aWorker(), await aWorker()]
    const held = (await lease(ann.send, batch, { count: 3 })).leases
    const [given, late, later] = held.map(({ assignmentId }) => assignmentId)
    await ann.send.json(`/api/v1/assignments/${given}/return`, {})
    canut.clock.advance({ hours: 1 })
    await lapseExpired(canut.services)
    for (const { assignmentId } of (await lease(bob.send, batch, { count: 3 })).leases) await submit(bob.send, assignmentId)

    const refusalOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code]
    expect(await refusalOf(await submit(ann.send, given ?? ''))).toEqual([409, 'late_not_needed'])
    expect((await submit(ann.send, late ?? '')).status).toBe(200)
    expect(await refusalOf(await submit(ann.send, later ?? ''))).toEqual([409, 'late_not_needed'])
    expect(await figures(batch)).toEqual({ responses: 4, repeats: 0, over: 0 })
    await canut.services.db.deleteFrom('parameters').where('name', '=', 'latePaidMax').execute()
  })

  it('lets a worker change one of the last responses until it is reviewed, and keeps the earlier one', async () => {
    const batch = await aBatch(canut, { tasks: 12, redundancy: 1 })
    const { send } = await aWorker()
    const ids: string[] = []
    for (let i = 0; i < 12; i++) {
      const { assignmentId } = await leaseOne(send, batch)
      ids.push(assignmentId)
      canut.clock.advance({ seconds: 5 })
      await submit(send, assignmentId)
    }
    const change = (id: string) => send.json(`/api/v1/assignments/${id}/response`, { response: { label: 'no' } }, 'PUT')
    expect((await change(ids[11] ?? '')).status).toBe(200)
    const tooOld = await change(ids[0] ?? '')
    expect(((await tooOld.json()) as { code: string }).code).toBe('too_late_to_change')
    const { rows } = await sql<{ label: string; revisions: number }>`
      select label, (select count(*)::int from response_revisions v where v.batch_id = r.batch_id and v.number = r.number) as revisions
      from responses r where batch_id = ${batch.id} and number = 12`.execute(canut.services.db)
    expect(rows).toEqual([{ label: 'no', revisions: 1 }])
  })

  it('never believes that changing a response took longer than the time since the task was handed out', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await aWorker()
    const { assignmentId } = await leaseOne(send, batch)
    canut.clock.advance({ seconds: 30 })
    await submit(send, assignmentId)
    const change = { 'response.label': 'no', change: 'yes', workMs: '999999999' }
    for (let i = 0; i < 3; i++) expect((await send.form(`/work/tasks/${assignmentId}`, change)).status).toBe(200)
    const { rows } = await sql<{ work: number; counted: number }>`
      select work_ms as work, (select sum(work_ms)::int from batch_tallies where batch_id = ${batch.id}) as counted
      from responses where batch_id = ${batch.id}`.execute(canut.services.db)
    expect(rows).toEqual([{ work: 30_000, counted: 30_000 }])
  })

  it('keeps the newer of two drafts and shows it to the other tab', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await aWorker()
    const { assignmentId } = await leaseOne(send, batch)
    const save = async (body: unknown, version: number): Promise<unknown> =>
      (await send.json(`/api/v1/assignments/${assignmentId}/draft`, { body, version }, 'PUT')).json()
    expect(await save({ label: 'no' }, 0)).toMatchObject({ saved: true, version: 1 })
    expect(await save({ label: 'yes' }, 0)).toMatchObject({ saved: false, version: 1, body: { label: 'no' } })
    expect(await save({ label: 'yes' }, 1)).toMatchObject({ saved: true, version: 2 })
  })
})

describe('under load', () => {
  it('never over-assigns and never repeats, whatever the interleaving of thirty workers', { timeout: 120_000 }, async () => {
    const batch = await aBatch(canut, { tasks: 60, redundancy: 3 })
    const workers = await Promise.all(Array.from({ length: 30 }, aWorker))
    const robot = async (send: Client, i: number) => {
      for (let round = 0; round < 200; round++) {
        const { leases, empty } = await lease(send, batch, { count: 1 + (i % 3) })
        if (empty?.cause === 'all_done' || empty?.cause === 'all_seen') return
        for (const { assignmentId, taskNumber } of leases) {
          if ((taskNumber * 7 + i + round) % 11 === 0) await send.json(`/api/v1/assignments/${assignmentId}/return`, {})
          else await submit(send, assignmentId, taskNumber % 2 === 0 ? 'yes' : 'no')
        }
      }
      throw new Error('a worker was still being offered work after 200 rounds')
    }
    await Promise.all(workers.map(({ send }, i) => robot(send, i)))
    expect(await figures(batch)).toMatchObject({ repeats: 0, over: 0, responses: 180 })
    const { rows } = await sql<{
      done: number
    }>`select sum(tasks_done)::int as done from batch_tallies where batch_id = ${batch.id}`.execute(canut.services.db)
    expect(rows[0]?.done).toBe(60)
  })
})
