import { Readable } from 'node:stream'
import sharp from 'sharp'
import type { StopRule } from '@canut/domain'
import { closeBatch, columnsOfRule, createBatch, publishBatch } from '../batches/index.ts'
import { createPerson, hashPassword } from '../identity/index.ts'
import { streamImport } from '../imports/index.ts'
import { recordDeposit } from '../ledger/index.ts'
import { storeMedia } from '../media/index.ts'
import { addToStaff, createOrganisation } from '../organisations/index.ts'
import type { Services } from '../platform/services.ts'
import { jsonLine } from '../platform/tables/index.ts'
import { approveMany, rejectResponse } from '../reviews/index.ts'
import { shareWork, subscribe } from '../subscriptions/index.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import { pseudoRandom, taken, tellProject, type Cast, type DemoWorker } from './demo-cast.ts'
import { DEMO_PASSWORD, OTHER_WORKERS, REQUESTER, REVIEWER, STEWARD, WORKER } from './demo-people.ts'
import { findAnySubmitted } from './demo.store.ts'
import { demoProjects, type DemoProject } from './demo-projects.ts'
import { loadVoiceChain } from './voice-chain.ts'

const DAY_MS = 86_400_000
const DEPOSIT_MICROS = 500_000_000n
const REDUNDANCY = 3

/**
 * Loads the demonstration co-operative into an empty instance, through the same use cases as everybody: people, an
 * organisation with money, its projects, each with a finished batch of last week and an open one, and a chain under way.
 */
export async function loadDemo(services: Services, onStep: (step: string) => void = () => undefined): Promise<void> {
  const today = services.now().getTime()
  let at = today - 9 * DAY_MS
  const timed: Services = { ...services, now: () => new Date(at) }
  const later = (ms: number) => {
    at += ms
  }

  onStep('people')
  const cast = await loadPeople(timed)
  const projects = demoProjects()
  const projectIds: string[] = []
  // in the order of time, so that statements read as they would have
  for (const [index, project] of projects.entries()) {
    onStep(project.type.name)
    at = today - (8 - index) * DAY_MS
    const projectId = await loadProject(timed, cast, project)
    projectIds.push(projectId)
    const finished = await loadBatch(timed, cast, project, projectId, 'last week · la semaine dernière', { kind: 'fixed' })
    await workThrough(timed, cast, project, finished, project.rows.length, later)
    await review(timed, cast, project, finished, index, later)
    taken(await closeBatch(timed, { batchId: finished, by: cast.requesterId }))
  }
  for (const [index, project] of projects.entries()) {
    at = today - (projects.length - index) * 3_600_000
    const open = await loadBatch(timed, cast, project, projectIds[index] ?? '', 'this week · cette semaine', project.stopRule)
    await workThrough(timed, cast, project, open, Math.floor(project.rows.length / 4), later)
  }
  onStep('chain')
  at = today - 2 * 3_600_000
  await loadVoiceChain(timed, cast, later)
  onStep('subscriptions')
  at = today
  await loadSubscriptions(timed, cast)
}

const HOUR_SECONDS = 3600
/** What each of the workers asks for, the one whom visitors are shown last. */
const HOURS_WANTED = [10, 4, 6, 2, 8, 6]

/** Everybody asks for some hours of any work, so that a requester sees who would do a batch, and a worker their share. */
async function loadSubscriptions(services: Services, { workers }: Cast): Promise<void> {
  for (const [index, { id: personId }] of workers.entries()) {
    const secondsWanted = (HOURS_WANTED[index] ?? 6) * HOUR_SECONDS
    taken(await subscribe(services, { personId, secondsWanted, taskTypes: null, languages: null, projectIds: null }))
  }
  await shareWork(services)
}

async function loadPeople(services: Services): Promise<Cast> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const person = async (who: { name: string; email: string }, more: { isSteward?: boolean; isMember?: boolean } = {}) =>
    taken(await createPerson(services, { ...who, ...more, passwordHash, isDemo: true })).id
  const stewardId = await person(STEWARD, { isSteward: true, isMember: true })
  const requesterId = await person(REQUESTER)
  await person(REVIEWER)
  const workers: DemoWorker[] = []
  for (const other of OTHER_WORKERS) workers.push({ id: await person(other, { isMember: true }), accuracy: other.accuracy })
  workers.push({ id: await person(WORKER, { isMember: true }), accuracy: 0.97 })

  const organisation = taken(
    await createOrganisation(services, requesterId, { name: 'Bibliothèque des Pentes (demo)', country: 'FR', website: null, isDemo: true }),
  )
  taken(await addToStaff(services, organisation.id, requesterId, { email: REVIEWER.email, role: 'reviewer' }))
  taken(
    await recordDeposit(services, {
      organisationId: organisation.id,
      amount: DEPOSIT_MICROS,
      currency: 'EUR',
      reference: 'DEMO 2026-001',
      by: stewardId,
    }),
  )
  return { stewardId, requesterId, organisationId: organisation.id, workers }
}

async function loadProject(services: Services, cast: Cast, project: DemoProject): Promise<string> {
  const { type, name: title, language, purpose, resultUse } = project
  const projectId = await tellProject(services, cast, { name: title, taskType: type.name, language, purpose, resultUse })
  for (const { name, svg } of project.drawings) {
    const png = await sharp(Buffer.from(svg)).png().toBuffer()
    const stored = await storeMedia(services, projectId, name, Readable.from([png]))
    if (!stored.ok) throw new Error(`the demonstration's drawing ${name} was refused: ${stored.problem.code}`)
  }
  return projectId
}

async function loadBatch(
  services: Services,
  cast: Cast,
  project: DemoProject,
  projectId: string,
  name: string,
  rule: StopRule,
): Promise<string> {
  const { instructions, settings } = project.type.sample
  const batch = taken(
    await createBatch(services, {
      projectId,
      terms: {
        name: `${project.name.split(' · ')[0] ?? project.name} — ${name}`,
        settings,
        redundancy: REDUNDANCY,
        ...columnsOfRule(rule),
        max_per_worker: null,
        price_micros: project.priceMicros,
        currency: 'EUR',
        estimate_seconds: project.estimateSeconds,
        review_days: 3,
        priority: 3,
      },
      instructions: `${instructions.en}\n\n---\n\n${instructions.fr}`,
      by: cast.requesterId,
    }),
  )
  const source = Readable.from([Buffer.from(project.rows.map((row) => jsonLine(row)).join(''))])
  const imported = taken(
    await streamImport(services, {
      batchId: batch.id,
      source,
      bytesTotal: null,
      fileName: 'demo.jsonl',
      format: 'jsonl',
      mode: 'load',
      onBadRows: 'refuse',
      by: cast.requesterId,
    }),
  )
  if (imported.state !== 'done') throw new Error(`the demonstration's tasks were refused: ${JSON.stringify(imported.failure)}`)
  taken(await publishBatch(services, { batchId: batch.id, by: cast.requesterId }))
  return batch.id
}

/** Workers in turn do the first `tasks` tasks, at a calm pace; who errs where is always the same. */
async function workThrough(
  services: Services,
  cast: Cast,
  project: DemoProject,
  batchId: string,
  tasks: number,
  later: (ms: number) => void,
): Promise<void> {
  // in the open batch the first worker has done nothing yet, so that whoever tries the demonstration can begin
  const crew = tasks === project.rows.length ? cast.workers : cast.workers.slice(0, REDUNDANCY)
  for (let number = 1; number <= tasks; number++) {
    for (let turn = 0; turn < REDUNDANCY; turn++) {
      const worker = crew[(number + turn) % crew.length] as DemoWorker
      const leased = await leaseTasks(services, { batchId, workerId: worker.id, count: 1, numbers: [number] })
      // where the stop rule holds, two who agree may be enough
      if (!leased.ok && leased.error.kind === 'task_not_available' && turn >= 2) break
      const [lease] = taken(leased).leases
      if (lease === undefined) throw new Error(`task ${number} of the demonstration could not be leased`)
      const seconds = project.estimateSeconds * (0.6 + pseudoRandom(number, turn))
      later(seconds * 1000)
      const answer = project.answers[number - 1]
      const errs = pseudoRandom(number * 7 + turn, worker.id.length + turn) > worker.accuracy
      const response = errs ? project.mistake(answer) : answer
      const [outcome] = await submitResponses(services, worker.id, [
        { assignmentId: lease.assignmentId, response, workMs: Math.round(seconds * 1000) },
      ])
      if (outcome === undefined || !outcome.ok) throw new Error(`a response of the demonstration was refused: ${JSON.stringify(outcome)}`)
    }
  }
}

/** One response of the first project is rejected, with its reason; all others are approved. */
async function review(
  services: Services,
  cast: Cast,
  project: DemoProject,
  batchId: string,
  index: number,
  later: (ms: number) => void,
): Promise<void> {
  later(DAY_MS / 2)
  if (index === 0) {
    const worker = cast.workers[1] as DemoWorker
    const rejectedId = await findAnySubmitted(services.db, batchId, worker.id)
    const instructionLine = project.type.sample.instructions.en.split('\n')[0] ?? ''
    taken(
      await rejectResponse(services, {
        assignment: { id: rejectedId, batchId },
        grounds: {
          reason: 'instructions_not_followed',
          instructionLine,
          explanation: 'This sentence only states a fact, so it is neutral. Please see the second point of the instructions.',
        },
        by: cast.requesterId,
      }),
    )
  }
  await approveMany(services, { batchId, selection: 'all', by: cast.requesterId })
}
