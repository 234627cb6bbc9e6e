import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { createPassage } from '../chains/index.ts'
import { newId, publicId } from '../platform/ids.ts'
import type { Person } from '../platform/http/env.ts'
import { leaseTasks } from '../work/index.ts'
import { aBatch, type BuiltBatch } from './batch-builder.ts'
import { someResponses, someStaff, type BuiltResponse } from './responses-builder.ts'
import type { TestApp } from './test-app.ts'

/** A batch with one of each thing that a path can name. */
export interface RouteWorld {
  readonly built: BuiltBatch
  readonly owner: Pick<Person, 'id'>
  /** made the assignment of the values */
  readonly worker: Person
  readonly response: BuiltResponse
  /** a value for each parameter of a path */
  readonly values: Readonly<Record<string, string>>
}

export async function aRouteWorld(canut: TestApp): Promise<RouteWorld> {
  const built = await aBatch(canut, { tasks: 40 })
  const [response] = await someResponses(canut, built, [['yes']])
  if (response === undefined) throw new Error('nobody responded')
  const staff = await someStaff(canut, built, 'reviewer')
  const values = {
    organisation: publicId('org', built.organisationId),
    project: publicId('prj', built.projectId),
    batch: built.publicId,
    assignment: response.publicId,
    person: publicId('per', staff.id),
    ...(await insertThings(canut, built, response)),
    session: publicId('ses', newId()),
    token: publicId('tok', newId()),
    media: publicId('med', newId()),
    passage: publicId('pas', newId()),
    kind: 'transcribe',
    sample: 'vowels-01.wav',
    name: 'square.png',
    file: 'responses.csv',
    choice: 'locale',
    number: '1',
    template: '1',
  }
  return { built, owner: { id: built.ownerId }, worker: response.worker, response, values }
}

/** What usually takes several requests to come about. */
async function insertThings(canut: TestApp, batch: BuiltBatch, response: BuiltResponse) {
  const { db, now } = canut.services
  const [importId, report, approval, run, file] = [newId(), newId(), newId(), newId(), newId()]
  const of = { batch_id: batch.id }
  await db
    .insertInto('imports')
    .values({ id: importId, ...of, state: 'done', file_name: 'tasks.csv', created_by: batch.ownerId })
    .execute()
  await db
    .insertInto('reports')
    .values({ id: report, ...of, number: 1, worker_id: response.worker.id, reason: 'broken', created_at: now() })
    .execute()
  await db
    .insertInto('approvals')
    .values({ id: approval, ...of, selection: 'all', waiting: 0n, requested_at: now(), requested_by: batch.ownerId, finished_at: now() })
    .execute()
  await db
    .insertInto('aggregation_runs')
    .values({ id: run, ...of, state: 'failed', requested_at: now(), finished_at: now() })
    .execute()
  await aWorkFile(canut, batch, response, file)
  const template = { project_id: batch.projectId, template: 1, version: 1 }
  await db
    .insertInto('templates')
    .values({ project_id: batch.projectId, number: 1, name: 'Tone', created_at: now(), created_by: batch.ownerId })
    .execute()
  await db
    .insertInto('template_versions')
    .values({ ...template, settings: JSON.stringify({ dialect: 'liquid', source: '<p></p>' }), saved_at: now(), saved_by: batch.ownerId })
    .execute()
  return {
    upload: publicId('fil', file),
    workFile: publicId('fil', file),
    import: publicId('imp', importId),
    report: publicId('rep', report),
    approval: publicId('apv', approval),
    run: publicId('run', run),
  }
}

/** A recording that was sent for an assignment, as if it had arrived. */
async function aWorkFile(canut: TestApp, batch: BuiltBatch, of: BuiltResponse, id: string): Promise<void> {
  const { db, now, files } = canut.services
  const content = Buffer.from('RIFF')
  await files.put(`work-files/${id}`, Readable.from([content]), 'audio/wav')
  const at = { created_at: now(), touched_at: now() }
  await db
    .insertInto('work_files')
    .values({
      id,
      assignment_id: of.id,
      batch_id: batch.id,
      number: of.number,
      worker_id: of.worker.id,
      name: 'voice.wav',
      state: 'whole',
      declared_bytes: 4n,
      received_bytes: 4n,
      content_type: 'audio/wav',
      bytes: 4n,
      sha256: createHash('sha256').update(content).digest(),
      storage_key: `work-files/${id}`,
      ...at,
    })
    .execute()
}

/** Owner of the organisations of these worlds, steward, and holder of an assignment in each of their batches. */
export async function someoneWhoMayEverything(canut: TestApp, worlds: readonly RouteWorld[]) {
  const { db } = canut.services
  const person = await canut.signUp({ email: `everything-${newId()}@example.org` })
  await db.updateTable('people').set({ is_steward: true }).where('id', '=', person.id).execute()
  const assignments: string[] = []
  for (const { built } of worlds) {
    await db.insertInto('staff').values({ organisation_id: built.organisationId, person_id: person.id, role: 'owner' }).execute()
    const leased = await leaseTasks(canut.services, { batchId: built.id, workerId: person.id, count: 1 })
    const lease = leased.ok ? leased.value.leases[0] : undefined
    assignments.push(lease === undefined ? failed('nothing was leased') : publicId('asg', lease.assignmentId))
  }
  return { person, assignments }
}

let images = 0

/** Another image in the project, since some routes take one away. */
export async function anImage(canut: TestApp, world: RouteWorld): Promise<string> {
  const form = new FormData()
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  form.append('files', new Blob([new Uint8Array(png)]), `square-${(images += 1)}.png`)
  const answer = await canut.as(world.owner)(`/api/v1/projects/${world.values['project']}/media`, { method: 'POST', body: form })
  const { stored } = (await answer.json()) as { stored: { id: string }[] }
  return stored[0]?.id ?? failed('the image was not kept')
}

/** A passage from the batch of the world to another one, made again where a route took it away. */
export async function aPassage(canut: TestApp, { built }: RouteWorld): Promise<string> {
  const { db } = canut.services
  const known = await db.selectFrom('passages').select('id').where('from_batch_id', '=', built.id).executeTakeFirst()
  if (known !== undefined) return publicId('pas', known.id)
  const next = await aBatch(canut, { tasks: 1, beside: built })
  const created = await createPassage(canut.services, {
    projectId: built.projectId,
    from: built.id,
    to: next.id,
    rule: { moment: 'submitted', condition: { kind: 'all' }, samplePercent: 100, most: null },
    by: built.ownerId,
  })
  return created.ok ? publicId('pas', created.value.id) : failed(created.error.kind)
}

function failed(message: string): never {
  throw new Error(message)
}
