import { ChainView, OriginView, PassageView } from '@canut/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnsOfRule, createBatch, findTask, getBatch, publishBatch } from '../batches/index.ts'
import { addBackgroundWork } from '../main.ts'
import { recordDeposit, verifyLedger } from '../ledger/index.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { approveResponses, rejectResponse } from '../reviews/index.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'
import { passAnswers, passDue } from './pass-tasks.ts'
import { createPassage, type PassageToCreate } from './save-passage.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
  // results are computed by jobs
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

/** Looks until no passage waits for results any more: a run of aggregation is asked for at most every ten seconds. */
async function passAll(): Promise<void> {
  const look = async () => {
    canut.clock.advance({ seconds: 11 })
    await passDue(canut.services)
    return (await canut.services.pool.query("select 1 from passages where is_on and held_by->>'code' = 'results_pending'"))
      .rows as unknown[]
  }
  await expect.poll(look, { interval: 200 }).toEqual([])
}

/** A draft of the same project that corrects texts: its task takes the text, and the label of the answer as a context. */
async function aNextStep(before: BuiltBatch, of: { redundancy?: number; taskType?: string; settings?: unknown } = {}): Promise<string> {
  const created = await createBatch(canut.services, {
    projectId: before.projectId,
    taskType: of.taskType,
    terms: {
      name: 'Second step',
      settings: of.settings ?? { labels: [{ value: 'good' }, { value: 'bad' }], multiple: false, none: false },
      redundancy: of.redundancy ?? 1,
      ...columnsOfRule({ kind: 'fixed' }),
      max_per_worker: null,
      price_micros: 100_000n,
      currency: 'EUR',
      estimate_seconds: 10,
      review_days: 3,
      priority: 3,
    },
    instructions: 'Look again.',
    by: before.ownerId,
  })
  if (!created.ok) throw new Error(created.error.kind)
  return created.value.id
}

type Given = Partial<Omit<PassageToCreate, 'rule'>> & { rule?: Partial<PassageToCreate['rule']> }

async function joined(before: BuiltBatch, to: string, { rule, ...of }: Given = {}): Promise<string> {
  const created = await createPassage(canut.services, {
    projectId: before.projectId,
    from: before.id,
    to,
    by: before.ownerId,
    ...of,
    rule: { moment: 'submitted', condition: { kind: 'all' }, samplePercent: 100, most: null, ...rule },
  })
  if (!created.ok) throw new Error(JSON.stringify(created.error))
  return created.value.id
}

const tasksOf = async (batchId: string) => (await getBatch(canut.services.db, batchId)).task_count
const payloadOf = async (batchId: string, number: number) => (await findTask(canut.services.db, batchId, number))?.payload

const viewOf = async (batch: BuiltBatch, passageId: string) =>
  PassageView.parse(
    await (
      await canut.as({ id: batch.ownerId })(`/api/v1/projects/${publicId('prj', batch.projectId)}/passages/${publicId('pas', passageId)}`)
    ).json(),
  )

async function publish(batch: BuiltBatch, batchId: string, euros = 0n): Promise<void> {
  const { organisationId, ownerId } = batch
  if (euros > 0n)
    await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount: euros * 1_000_000n, reference: batchId, by: ownerId })
  const published = await publishBatch(canut.services, { batchId, by: ownerId })
  if (!published.ok) throw new Error(JSON.stringify(published.error))
}

/** Several runs of aggregation, each a job of its own. */
const LONG_MS = 120_000

describe('answers become tasks of the next step', { timeout: LONG_MS }, () => {
  test('as they become final, each once, while the earlier batch still runs', async () => {
    const first = await aBatch(canut, { tasks: 3, redundancy: 2 })
    const second = await aNextStep(first)
    const passage = await joined(first, second, { mapping: { text: 'payload.text', context: 'label' } })
    await someResponses(canut, first, [['yes', 'no', 'yes']])
    await passAll()
    expect(await tasksOf(second)).toBe(0)

    await someResponses(canut, first, [['yes', 'no']])
    await passAll()
    await passAll()
    await passAnswers(canut.services, passage)
    expect(await tasksOf(second)).toBe(2)
    expect(await payloadOf(second, 1)).toEqual({ text: 'Text 1', context: 'yes' })
    expect(await payloadOf(second, 2)).toEqual({ text: 'Text 2', context: 'no' })

    await someResponses(canut, first, [['no'], ['no'], ['no']]).catch(() => undefined)
    const late = await canut.signUp()
    const leased = await leaseTasks(canut.services, { batchId: first.id, workerId: late.id, count: 1 })
    if (!leased.ok) throw new Error(leased.error.kind)
    for (const { assignmentId } of leased.value.leases)
      await submitResponses(canut.services, late.id, [{ assignmentId, response: { label: 'yes' }, workMs: null }])
    await passAll()
    expect(await tasksOf(second)).toBe(3)
  })

  test('one by one where each response counts, and approved ones only if that is asked', async () => {
    const first = await aBatch(canut, { tasks: 2, redundancy: 3 })
    const second = await aNextStep(first)
    const approvedOnly = await aNextStep(first)
    await joined(first, second, { rule: { unit: 'response' }, mapping: { text: 'label' } })
    await joined(first, approvedOnly, { rule: { unit: 'response', moment: 'approved' }, mapping: { text: 'label' } })
    const [response] = await someResponses(canut, first, [['yes', 'no'], ['no']])
    await passAll()
    expect([await tasksOf(second), await tasksOf(approvedOnly)]).toEqual([3, 0])
    await approveResponses(canut.services, { batchId: first.id, ids: [response?.id ?? ''], by: first.ownerId })
    await passAll()
    expect([await tasksOf(second), await tasksOf(approvedOnly)]).toEqual([3, 1])
  })

  test('by label, by confidence, by sample, up to a limit; the rest is told', async () => {
    const first = await aBatch(canut, { tasks: 4, redundancy: 3 })
    const mapping = { text: 'payload.text' }
    const [byLabel, unsure, sure, limited] = [
      await aNextStep(first),
      await aNextStep(first),
      await aNextStep(first),
      await aNextStep(first),
    ]
    const labelled = await joined(first, byLabel, { mapping, rule: { condition: { kind: 'label', labels: ['no'] } } })
    await joined(first, unsure, { mapping, rule: { condition: { kind: 'below', confidence: 0.9 } } })
    await joined(first, sure, { mapping, rule: { condition: { kind: 'at_least', confidence: 0.9 } } })
    const most = await joined(first, limited, { mapping, rule: { most: 3 } })
    await someResponses(canut, first, [
      ['yes', 'no', 'yes', 'no'],
      ['yes', 'no', 'no', 'no'],
      ['yes', 'yes', 'no', 'no'],
    ])
    await passAll()
    expect(await Promise.all([byLabel, unsure, sure, limited].map(tasksOf))).toEqual([3, 2, 2, 3])
    expect(await viewOf(first, labelled)).toMatchObject({ passed: 3, leftOut: 1, heldBy: null })
    expect(await viewOf(first, most)).toMatchObject({ passed: 3, heldBy: { code: 'most_reached', most: 3 } })
  })

  test('and what the next kind of task cannot read is kept apart with the reason', async () => {
    const first = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const second = await aNextStep(first, { taskType: 'image-class' })
    const passage = await joined(first, second, { mapping: { image: 'payload.text' } })
    await someResponses(canut, first, [['yes', 'no']])
    await passAll()
    expect(await tasksOf(second)).toBe(0)
    expect(await viewOf(first, passage)).toMatchObject({ passed: 0, unfit: 2 })
    const page = await canut.as({ id: first.ownerId })(`/projects/${publicId('prj', first.projectId)}/passages/${publicId('pas', passage)}`)
    expect(await page.text()).toContain('no file called “Text 1”')
  })

  test('but gold tasks stay, since their answer was known', async () => {
    const first = await aBatch(canut, { tasks: 3, redundancy: 1, gold: [2] })
    const second = await aNextStep(first)
    await joined(first, second, { mapping: { text: 'payload.text' } })
    await someResponses(canut, first, [['yes', 'yes', 'no']])
    await passAll()
    expect([await payloadOf(second, 1), await payloadOf(second, 2)]).toEqual([{ text: 'Text 1' }, { text: 'Text 3' }])
  })

  test('when two processes look at once, still each once', async () => {
    const first = await aBatch(canut, { tasks: 40, redundancy: 1 })
    const second = await aNextStep(first)
    const passage = await joined(first, second, { mapping: { text: 'payload.text' } })
    await someResponses(canut, first, [Array.from({ length: 40 }, () => 'yes')])
    await Promise.all(Array.from({ length: 4 }, () => passAnswers(canut.services, passage)))
    await passAll()
    expect(await tasksOf(second)).toBe(40)
    const texts = await Promise.all(Array.from({ length: 40 }, (_, i) => payloadOf(second, i + 1)))
    expect(new Set(texts.map((payload) => (payload as { text: string }).text)).size).toBe(40)
  })
})

describe('money of a chain', { timeout: LONG_MS }, () => {
  test('is set aside as tasks pass into a published step, which may be open before the first one', async () => {
    const first = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const second = await aNextStep(first)
    expect(await publishBatch(canut.services, { batchId: second, by: first.ownerId })).toMatchObject({
      error: { kind: 'batch_not_ready', missing: ['tasks'] },
    })
    await joined(first, second, { mapping: { text: 'payload.text' } })
    await publish(first, second, 10n)
    await someResponses(canut, first, [['yes', 'no']])
    await passAll()
    expect(await tasksOf(second)).toBe(2)
    const worker = await canut.signUp()
    const leased = await leaseTasks(canut.services, { batchId: second, workerId: worker.id, count: 2 })
    expect(leased.ok && leased.value.leases.length).toBe(2)
    expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true })
  })

  test('that is missing keeps tasks waiting, says how much, and lets them pass once it is there', async () => {
    const first = await aBatch(canut, { tasks: 3, redundancy: 1 })
    const second = await aNextStep(first)
    const passage = await joined(first, second, { mapping: { text: 'payload.text' } })
    await publish(first, second)
    await someResponses(canut, first, [['yes', 'no', 'yes']])
    await passAll()
    expect(await tasksOf(second)).toBe(0)
    expect((await viewOf(first, passage)).heldBy).toMatchObject({ code: 'balance_too_low', balance: { micros: '0' } })
    const deposit = (amount: bigint, reference: string) =>
      recordDeposit(canut.services, { organisationId: first.organisationId, currency: 'EUR', amount, reference, by: first.ownerId })
    await deposit(250_000n, `some ${second}`)
    await passAll()
    const some = await tasksOf(second)
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThan(3)
    await deposit(1_000_000n, `rest ${second}`)
    await passAll()
    expect([await tasksOf(second), (await viewOf(first, passage)).heldBy]).toEqual([3, null])
    expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true })
  })
})

describe('a chain', { timeout: LONG_MS }, () => {
  test('never leads back, leaves its project or joins twice, and says what is missing', async () => {
    const first = await aBatch(canut, { tasks: 1 })
    const second = await aNextStep(first)
    const elsewhere = await aBatch(canut, { tasks: 1 })
    await joined(first, second, { mapping: { text: 'payload.text' } })
    const owner = canut.as({ id: first.ownerId })
    const path = `/api/v1/projects/${publicId('prj', first.projectId)}/passages`
    const post = async (from: string, to: string, more: object = {}) => {
      const answer = await owner.json(path, { from: publicId('bat', from), to: publicId('bat', to), ...more })
      return [answer.status, ((await answer.json()) as { code: string }).code]
    }
    expect(await post(second, first.id)).toEqual([409, 'passage_makes_a_circle'])
    expect(await post(first.id, second)).toEqual([409, 'passage_exists'])
    expect(await post(first.id, first.id)).toEqual([409, 'passage_makes_a_circle'])
    expect(await post(first.id, elsewhere.id)).toEqual([422, 'passage_leaves_the_project'])
    const third = await aNextStep(first)
    expect(await post(first.id, third, { mapping: {} })).toEqual([422, 'passage_columns_missing'])
    expect(await post(first.id, third, { mapping: { text: 'payload.other' } })).toEqual([422, 'passage_source_unknown'])
    expect(await post(first.id, third, { condition: { kind: 'not_ok' } })).toEqual([422, 'passage_condition_not_possible'])
    expect(await post(first.id, third, { samplePercent: 0 })).toEqual([422, 'invalid_request'])
    expect((await post(first.id, third))[0]).toBe(201)
  })

  test('shows its steps in order, how far they are, and what they may still cost', async () => {
    const first = await aBatch(canut, { tasks: 4, redundancy: 2 })
    const second = await aNextStep(first, { redundancy: 3 })
    await joined(first, second, { mapping: { text: 'payload.text' }, rule: { samplePercent: 50 } })
    const path = `/projects/${publicId('prj', first.projectId)}/chain`
    const chain = ChainView.parse(await (await canut.as({ id: first.ownerId })(`/api/v1${path}`)).json())
    expect(chain.steps.map(({ batch, tasks, mostTasks, missing }) => ({ batch, tasks, mostTasks, missing }))).toEqual([
      { batch: first.publicId, tasks: 4, mostTasks: 4, missing: [] },
      { batch: publicId('bat', second), tasks: 0, mostTasks: 2, missing: [] },
    ])
    expect(BigInt(chain.steps[1]?.mostToCome.micros ?? 0)).toBeGreaterThanOrEqual(600_000n)
    for (const locale of ['en', 'fr']) {
      const page = await canut.as({ id: first.ownerId })(path, { headers: { 'accept-language': locale } })
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('Second step')
    }
  })

  test('tells of each task where it came from, and what changed since', async () => {
    const first = await aBatch(canut, { tasks: 1, redundancy: 1 })
    const [second, third] = [await aNextStep(first), await aNextStep(first)]
    const passage = await joined(first, second, { mapping: { text: 'payload.text' } })
    await joined({ ...first, id: second }, third, { mapping: { text: 'payload.text', context: 'label' } })
    const [response] = await someResponses(canut, first, [['yes']])
    await passAll()
    await publish(first, second, 5n)
    const worker = await canut.signUp()
    const leased = await leaseTasks(canut.services, { batchId: second, workerId: worker.id, count: 1 })
    const assignmentId = leased.ok ? (leased.value.leases[0]?.assignmentId ?? '') : ''
    await submitResponses(canut.services, worker.id, [{ assignmentId, response: { label: 'good' }, workMs: null }])
    await passAll()
    expect(await payloadOf(third, 1)).toEqual({ text: 'Text 1', context: 'good' })

    const owner = canut.as({ id: first.ownerId })
    const origin = OriginView.parse(await (await owner(`/api/v1/batches/${publicId('bat', third)}/tasks/1/origin`)).json())
    expect(origin.trail.map(({ batch, task, responses }) => [parsePublicId('bat', batch), task, responses])).toEqual([
      [second, 1, 1],
      [first.id, 1, 1],
    ])
    expect(await (await owner(`/batches/${publicId('bat', third)}/tasks/1/origin`)).text()).toContain('First batch')
    expect(await (await owner(`/batches/${first.publicId}/tasks/1/origin`)).text()).toContain('became task')

    const lines = await (await owner(`/batches/${publicId('bat', third)}/origins.jsonl`)).text()
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([{ task: 1, from_batch: publicId('bat', second), from_task: 1, from_assignment: null, confidence: 1 }])
    const about = await (await owner(`/api/v1/batches/${publicId('bat', second)}/exports/about.json`)).json()
    expect(about).toMatchObject({ madeFrom: [{ batch: first.publicId, tasks: 1 }] })

    expect((await viewOf(first, passage)).changedSince).toBe(0)
    canut.clock.advance({ seconds: 5 })
    const reviewer = await someStaff(canut, first, 'reviewer')
    const rejected = await rejectResponse(canut.services, {
      assignment: { id: response?.id ?? '', batchId: first.id },
      grounds: { reason: 'other', instructionLine: 'Read the text.', explanation: 'This was not read at all, as the text shows.' },
      by: reviewer.id,
    })
    expect(rejected.ok).toBe(true)
    expect((await viewOf(first, passage)).changedSince).toBe(1)
    expect(await tasksOf(second)).toBe(1)
  })

  test('that is switched off lets nothing pass, and passes what waited when it is on again', async () => {
    const first = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const second = await aNextStep(first)
    const passage = await joined(first, second, { mapping: { text: 'payload.text' } })
    const path = `/api/v1/projects/${publicId('prj', first.projectId)}/passages/${publicId('pas', passage)}`
    const owner = canut.as({ id: first.ownerId })
    expect((await owner.json(path, { isOn: false }, 'PATCH')).status).toBe(200)
    await someResponses(canut, first, [['yes', 'no']])
    await passAll()
    expect(await tasksOf(second)).toBe(0)
    expect((await owner.json(path, { isOn: true, condition: { kind: 'label', labels: ['yes'] } }, 'PATCH')).status).toBe(200)
    await passAll()
    expect(await tasksOf(second)).toBe(1)
    expect((await owner.json(path, { condition: { kind: 'all' } }, 'PATCH')).status).toBe(200)
    await passAll()
    expect(await tasksOf(second)).toBe(2)
    expect((await owner.json(path, undefined, 'DELETE')).status).toBe(204)
    expect(await tasksOf(second)).toBe(2)
  })

  test('whose draft was emptied lets its tasks pass again', async () => {
    const first = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const second = await aNextStep(first)
    await joined(first, second, { mapping: { text: 'payload.text' } })
    await someResponses(canut, first, [['yes', 'no']])
    await passAll()
    const owner = canut.as({ id: first.ownerId })
    expect((await owner.json(`/api/v1/batches/${publicId('bat', second)}/tasks`, undefined, 'DELETE')).status).toBe(200)
    expect(await tasksOf(second)).toBe(0)
    await passAll()
    expect(await tasksOf(second)).toBe(2)
  })
})

describe('the form of a passage', () => {
  test('suggests what fills the next task, keeps what was typed, and joins the steps', async () => {
    const first = await aBatch(canut, { tasks: 1 })
    const second = await aNextStep(first)
    const project = `/projects/${publicId('prj', first.projectId)}`
    const owner = canut.as({ id: first.ownerId })
    const query = `from=${first.publicId}&to=${publicId('bat', second)}`
    const page = await (await owner(`${project}/passages/new?${query}`)).text()
    expect(page).toContain('value="payload.text" selected')
    const fields = {
      from: first.publicId,
      to: publicId('bat', second),
      unit: 'result',
      moment: 'submitted',
      condition: 'below',
      confidence: '85,5',
      labels: '',
      sample: '12,5',
      most: '',
      isOn: 'yes',
      'source:text': 'payload.text',
      'source:context': '=',
      'fixed:context': 'Look again',
    }
    const refused = await owner.form(`${project}/passages`, { ...fields, sample: 'half', 'source:text': '' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('value="half"')
    const created = await owner.form(`${project}/passages`, fields)
    expect([created.status, created.headers.get('location')]).toEqual([303, `${project}/chain?done=joined`])
    const chain = ChainView.parse(await (await owner(`/api/v1${project}/chain`)).json())
    expect(chain.passages[0]).toMatchObject({
      condition: { kind: 'below', confidence: 0.855 },
      samplePercent: 12.5,
      mapping: { text: 'payload.text', context: '=Look again' },
    })
  })
})
