import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pauseBatch, resumeBatch } from '../batches/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { renewAssignment, resumeAssignment, returnAssignment } from './keep-assignment.ts'
import { lapseExpired } from './lapse-leases.ts'
import { leaseTasks } from './lease-tasks.ts'
import { submitResponses } from './submit-responses.ts'

/**
 * The life of leases beside a model of a dozen lines: which task comes next, what a submission is answered, what an empty
 * answer says. The model knows nothing of places reached, low marks or indexes, so whatever those leave out is seen.
 */

const TASKS = 5
const REDUNDANCY = 2
const WORKERS = 3
const LEASE_SECONDS = 120
const SECONDS_MAX = 15

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

interface Own {
  state: 'leased' | 'submitted' | 'returned' | 'lapsed'
  expiresAt: number
  id: string
}

interface Task {
  readonly number: number
  open: number
  place: number
  /** by worker */
  readonly own: Map<number, Own>
}

interface Model {
  seconds: number
  paused: boolean
  nextPlace: number
  readonly tasks: Task[]
}

interface Real {
  readonly batch: BuiltBatch
  readonly workers: readonly string[]
}

/** A task that is given twice has two slots open again; it goes to the end once. */
function reopen(model: Model, tasks: readonly Task[]): void {
  for (const task of tasks) task.open += 1
  for (const task of [...new Set(tasks)].toSorted((a, b) => a.number - b.number)) task.place = model.nextPlace++
}

interface Who {
  readonly model: Model
  readonly real: Real
  readonly worker: number
  readonly which: number
}

const idOf = ({ real, worker }: Who) => real.workers[worker] ?? ''

/** A task that this worker had, in whatever state; undefined when there is none. */
function pick({ model, worker, which }: Who): { task: Task; own: Own } | undefined {
  const had = model.tasks.flatMap((task) => {
    const own = task.own.get(worker)
    return own === undefined ? [] : [{ task, own }]
  })
  return had[which % Math.max(1, had.length)]
}

async function lease(who: Who): Promise<void> {
  const { model, real, worker, which } = who
  const count = 1 + (which % 3)
  const leased = await leaseTasks(canut.services, { batchId: real.batch.id, workerId: idOf(who), count })
  if (!leased.ok) throw new Error(leased.error.kind)
  const free = model.tasks.filter(({ open, own }) => open > 0 && (own.get(worker)?.state ?? 'lapsed') === 'lapsed')
  const expected = model.paused ? [] : free.toSorted((a, b) => a.place - b.place).slice(0, count)
  expect(leased.value.leases.map(({ number }) => number)).toEqual(expected.map(({ number }) => number))
  for (const [i, task] of expected.entries()) {
    task.open -= 1
    const id = leased.value.leases[i]?.assignmentId ?? ''
    task.own.set(worker, { state: 'leased', expiresAt: model.seconds + LEASE_SECONDS, id })
  }
  if (expected.length === 0) expect(leased.value.empty?.cause).toBe(whyEmpty(who))
}

function whyEmpty({ model, worker }: Who): string {
  if (model.paused) return 'paused'
  if (model.tasks.some(({ open }) => open > 0)) return 'all_seen'
  const held = model.tasks.some(({ own }) => [...own].some(([other, { state }]) => other !== worker && state === 'leased'))
  return held ? 'all_taken' : 'all_done'
}

async function submit(who: Who): Promise<void> {
  const picked = pick(who)
  if (picked === undefined) return
  const { task, own } = picked
  const label = who.which % 5 === 4 ? 'a label that the batch does not have' : 'yes'
  const [outcome] = await submitResponses(canut.services, idOf(who), [{ assignmentId: own.id, response: { label }, workMs: 5 }])
  const expected = submitted(task, own, label)
  if (typeof expected === 'string') expect(outcome).toMatchObject({ ok: false, error: { kind: expected } })
  else expect(outcome).toMatchObject({ ok: true, receipt: { taskNumber: task.number, ...expected } })
}

/** What a submission is answered, and what it does. */
function submitted(task: Task, own: Own, label: string): string | { repeat: boolean; surplus?: boolean } {
  // a repeat gives the first receipt; what says something else is no repeat
  if (own.state === 'submitted') return label === 'yes' ? { repeat: true } : 'answered_before'
  if (label !== 'yes') return 'response_not_valid'
  const { state } = own
  const isLate = state !== 'leased'
  const isNeeded = !isLate || task.open > 0
  if (state === 'returned' && !isNeeded) return 'late_not_needed'
  if (isLate && isNeeded) task.open -= 1
  own.state = 'submitted'
  return { repeat: false, surplus: !isNeeded }
}

async function submitOfAnother(who: Who): Promise<void> {
  const picked = pick(who)
  if (picked === undefined) return
  const somebodyElse = who.real.workers[(who.worker + 1) % WORKERS] ?? ''
  const response = { assignmentId: picked.own.id, response: { label: 'yes' }, workMs: 5 }
  const [outcome] = await submitResponses(canut.services, somebodyElse, [response])
  expect(outcome).toMatchObject({ ok: false, error: { kind: 'not_found' } })
}

async function giveBack(who: Who): Promise<void> {
  const picked = pick(who)
  if (picked === undefined) return
  const { task, own } = picked
  const returned = await returnAssignment(canut.services, { assignmentId: own.id, workerId: idOf(who) }, null)
  expect(returned.ok).toBe(own.state !== 'submitted')
  if (own.state !== 'leased') return
  own.state = 'returned'
  reopen(who.model, [task])
}

async function renew(who: Who): Promise<void> {
  const own = pick(who)?.own
  if (own === undefined) return
  const renewed = await renewAssignment(canut.services, { assignmentId: own.id, workerId: idOf(who) })
  expect(renewed.ok).toBe(own.state === 'leased')
  if (renewed.ok) own.expiresAt = Math.max(own.expiresAt, who.model.seconds + LEASE_SECONDS)
}

async function takeBack(who: Who): Promise<void> {
  const picked = pick(who)
  if (picked === undefined) return
  const { task, own } = picked
  const resumed = await resumeAssignment(canut.services, { assignmentId: own.id, workerId: idOf(who) })
  const isFree = (own.state === 'returned' || own.state === 'lapsed') && task.open > 0 && !who.model.paused
  expect(resumed.ok).toBe(own.state === 'leased' || isFree)
  if (!isFree) return
  task.open -= 1
  own.state = 'leased'
  own.expiresAt = who.model.seconds + LEASE_SECONDS
}

async function wait({ model, which }: Who): Promise<void> {
  const seconds = [1, 50, 119, 121][which % 4] ?? 0
  canut.clock.advance({ seconds })
  model.seconds += seconds
  await lapseExpired(canut.services)
  const lapsed: Task[] = []
  for (const task of model.tasks)
    for (const own of task.own.values())
      if (own.state === 'leased' && own.expiresAt < model.seconds) {
        own.state = 'lapsed'
        lapsed.push(task)
      }
  reopen(model, lapsed)
}

async function pauseOrResume({ model, real }: Who): Promise<void> {
  const of = { batchId: real.batch.id, by: real.batch.ownerId }
  const moved = await (model.paused ? resumeBatch(canut.services, of) : pauseBatch(canut.services, of))
  expect(moved.ok).toBe(true)
  model.paused = !model.paused
}

const STEPS = [lease, lease, lease, submit, submit, submit, submitOfAnother, giveBack, renew, takeBack, wait, pauseOrResume]

const command = (step: (who: Who) => Promise<void>, worker: number, which: number): fc.AsyncCommand<Model, Real> => ({
  check: () => true,
  run: async (model, real) => step({ model, real, worker, which }),
  toString: () => `${step.name}(${worker}, ${which})`,
})

async function setUp(): Promise<{ model: Model; real: Real }> {
  const batch = await aBatch(canut, { tasks: TASKS, redundancy: REDUNDANCY })
  const people = await Promise.all(Array.from({ length: WORKERS }, () => canut.signUp()))
  const tasks = Array.from({ length: TASKS }, (_, i): Task => ({ number: i + 1, open: REDUNDANCY, place: i + 1, own: new Map() }))
  return { model: { seconds: 0, paused: false, nextPlace: TASKS + 1, tasks }, real: { batch, workers: people.map(({ id }) => id) } }
}

it(
  'gives each worker the next open task that they never had, whatever was returned, lapsed or taken back',
  { timeout: 90_000 },
  async () => {
    const steps = STEPS.map((step) => fc.tuple(fc.nat(WORKERS - 1), fc.nat(20)).map(([worker, which]) => command(step, worker, which)))
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
        await fc.asyncModelRun(setUp, commands)
      }),
      { numRuns: 60, plugins: [fc.interruptAfterTimeLimit(SECONDS_MAX * 1000)] },
    )
  },
)
