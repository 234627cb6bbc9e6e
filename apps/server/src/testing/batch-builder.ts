import sharp from 'sharp'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { recordDeposit, reserveForBatch } from '../ledger/index.ts'
import { storeMedia } from '../media/index.ts'
import type { Database } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId, publicId } from '../platform/ids.ts'
import { findTaskType, getTaskSetup } from '../task-types/index.ts'
import type { TestApp } from './test-app.ts'

export interface BuiltBatch {
  readonly id: string
  readonly publicId: string
  readonly organisationId: string
  readonly projectId: string
  readonly ownerId: string
}

export interface BatchToBuild {
  readonly tasks: number
  readonly redundancy?: number
  /** asks for at least `minimum` responses, then for more up to the redundancy while less sure than `threshold` */
  readonly stopRule?: { readonly minimum: number; readonly threshold: number }
  readonly maxPerWorker?: number
  readonly priceMicros?: bigint
  readonly feeMicros?: bigint
  readonly state?: 'open' | 'paused' | 'closed'
  readonly instructions?: string
  /** numbers of gold tasks; their truth is `yes` */
  readonly gold?: readonly number[]
  readonly priority?: number
  readonly estimateSeconds?: number
  /** of its project; none unless told */
  readonly language?: string
  /** what its project declares of content; `none` unless told */
  readonly declares?: readonly string[]
  /** another batch of the project that this one belongs to */
  readonly beside?: BuiltBatch
  /** instead of yes-or-no questions about made-up texts; as many rows as there are tasks */
  readonly contents?: { readonly type: string; readonly settings: unknown; readonly rows: readonly Readonly<Record<string, unknown>>[] }
}

const SETTINGS = { labels: [{ value: 'yes' }, { value: 'no' }], multiple: false, none: false }

/** A published batch of a task type's own sample, pictures and recordings included, or of other rows and settings of that type. */
export async function aBatchOfType(
  canut: TestApp,
  name: string,
  of: { settings?: object; rows?: readonly Readonly<Record<string, unknown>>[]; preset?: string } & Partial<BatchToBuild> = {},
): Promise<BuiltBatch> {
  const type = findTaskType(name)
  if (type === null) throw new Error(`there is no task type ${name}`)
  const { preset, settings, rows, ...rest } = of
  const sample = preset === undefined ? type.sample : type.presets.find((each) => each.name === preset)?.sample
  if (sample === undefined) throw new Error(`${name} has no preset ${preset}`)
  const contents = { type: name, settings: { ...(sample.settings as object), ...settings }, rows: rows ?? sample.rows }
  const gold = contents.rows.flatMap(({ truth }, index) => (truth === undefined || truth === '' ? [] : [index + 1]))
  const batch = await aBatch(canut, { ...rest, tasks: contents.rows.length, gold, contents })
  for (const { name: file, svg } of sample.drawings) {
    const png = await sharp(Buffer.from(svg)).png().toBuffer()
    const stored = await storeMedia(canut.services, batch.projectId, file, Readable.from([png]))
    if (!stored.ok) throw new Error(`${file} was refused: ${stored.problem.code}`)
  }
  const made = [
    ...(sample.sounds ?? []).map(({ name: file, wav }) => ({ file, bytes: wav })),
    ...(sample.films ?? []).map(({ name: file, webm }) => ({ file, bytes: webm })),
  ]
  for (const { file, bytes } of made) {
    const stored = await storeMedia(canut.services, batch.projectId, file, Readable.from([bytes()]))
    if (!stored.ok) throw new Error(`${file} was refused: ${stored.problem.code}`)
  }
  return batch
}

/** A published batch of yes-or-no questions with its money set aside, written without the pages that usually make one. */
export async function aBatch(canut: TestApp, of: BatchToBuild): Promise<BuiltBatch> {
  const { db, now } = canut.services
  const id = newId()
  const { tasks, redundancy = 3, priceMicros = 50_000n, feeMicros = 5_000n } = of
  const { organisationId, projectId, ownerId } = of.beside ?? (await aHome(canut, of))
  const owner = { id: ownerId }
  await insertTerms(db, of, { id, projectId, organisationId, ownerId, at: now() })
  await db
    .insertInto('instructions')
    .values({ batch_id: id, version: 1, markdown: of.instructions ?? 'Read the text.\nChoose yes if it is kind.', created_by: owner.id })
    .execute()
  await db
    .insertInto('batch_frontiers')
    .values({ batch_id: id, redundancy: of.stopRule?.minimum ?? redundancy })
    .execute()
  await insertTasks(db, id, of.contents === undefined ? questions(tasks, new Set(of.gold)) : tasksOf(of.contents))

  const amount = (BigInt(tasks * redundancy) * (priceMicros + feeMicros) * 105n) / 100n
  await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount, reference: `test ${id}`, by: owner.id })
  await inTransaction(db, async (tx) => {
    const reserved = await reserveForBatch(tx, { organisationId, batchId: id, currency: 'EUR', amount, by: owner.id, now: now() })
    if (!reserved.ok) throw new Error(reserved.error.kind)
  })
  return { id, publicId: publicId('bat', id), organisationId, projectId, ownerId: owner.id }
}

/** An organisation with its owner and a project. */
async function aHome(canut: TestApp, of: BatchToBuild): Promise<Omit<BuiltBatch, 'id' | 'publicId'>> {
  const { db } = canut.services
  const { id: ownerId } = await canut.signUp()
  const [organisationId, projectId] = [newId(), newId()]
  await db
    .insertInto('organisations')
    .values({ id: organisationId, name: `Organisation ${organisationId}`, country: 'FR', created_by: ownerId })
    .execute()
  await db.insertInto('staff').values({ organisation_id: organisationId, person_id: ownerId, role: 'owner' }).execute()
  const taskType = of.contents?.type ?? 'text-class'
  await insertProject(db, {
    projectId,
    organisationId,
    ownerId,
    taskType,
    language: of.language ?? null,
    declares: of.declares ?? ['none'],
  })
  return { organisationId, projectId, ownerId }
}

interface ProjectToInsert {
  readonly projectId: string
  readonly organisationId: string
  readonly ownerId: string
  readonly taskType: string
  readonly language: string | null
  readonly declares: readonly string[]
}

async function insertProject(db: Database, of: ProjectToInsert): Promise<void> {
  const { projectId, organisationId } = of
  await db
    .insertInto('projects')
    .values({
      id: projectId,
      organisation_id: organisationId,
      name: 'Kind or unkind',
      task_type: of.taskType,
      purpose: 'To see whether comments are kind',
      final_client: 'The town library',
      result_use: 'research',
      data_destination: 'The town library, in France',
      data_retention: 'Two years',
      sensitive_categories: [...of.declares],
      contact_name: 'Ada',
      contact_email: 'ada@example.org',
      language: of.language,
      created_by: of.ownerId,
    })
    .execute()
  await db
    .insertInto('project_links')
    .values({ project_id: projectId, position: 1, party: 'The town library', role: 'final client', country: 'FR', share_percent: 0 })
    .execute()
}

interface Made {
  readonly id: string
  readonly projectId: string
  readonly organisationId: string
  readonly ownerId: string
  readonly at: Date
}

async function insertTerms(db: Database, of: BatchToBuild, made: Made): Promise<void> {
  await db
    .insertInto('batches')
    .values({
      id: made.id,
      project_id: made.projectId,
      organisation_id: made.organisationId,
      name: 'First batch',
      task_type: of.contents?.type ?? 'text-class',
      settings: JSON.stringify(of.contents?.settings ?? SETTINGS),
      state: of.state ?? 'open',
      redundancy: of.redundancy ?? 3,
      stop_rule: of.stopRule === undefined ? 'fixed' : 'until_confident',
      redundancy_min: of.stopRule?.minimum ?? null,
      confidence: of.stopRule?.threshold ?? null,
      max_per_worker: of.maxPerWorker ?? null,
      price_micros: of.priceMicros ?? 50_000n,
      fee_micros: of.feeMicros ?? 5_000n,
      estimate_seconds: of.estimateSeconds ?? 20,
      priority: of.priority ?? 3,
      pseudonym_salt: randomBytes(16),
      task_count: of.tasks,
      gold_count: of.gold?.length ?? 0,
      instructions_version: 1,
      created_by: made.ownerId,
      published_at: made.at,
    })
    .execute()
}

interface TaskToInsert {
  readonly payload: unknown
  readonly truth: unknown
}

const questions = (count: number, gold: ReadonlySet<number>): TaskToInsert[] =>
  Array.from({ length: count }, (_, i) => ({ payload: { text: `Text ${i + 1}` }, truth: gold.has(i + 1) ? { label: 'yes' } : null }))

function tasksOf({ type, settings, rows }: NonNullable<BatchToBuild['contents']>): TaskToInsert[] {
  const setup = getTaskSetup(type, settings)
  return rows.map((row) => {
    const read = setup.readRow(row)
    if (!read.ok) throw new Error(`a row of the ${type} batch is refused: ${JSON.stringify(read.error)}`)
    return read.value
  })
}

async function insertTasks(db: Database, batchId: string, tasks: readonly TaskToInsert[]): Promise<void> {
  const rows = tasks.map(({ payload, truth }, i) => ({
    batch_id: batchId,
    number: i + 1,
    payload: JSON.stringify(payload),
    truth: truth === null ? null : JSON.stringify(truth),
  }))
  for (let i = 0; i < rows.length; i += 5000)
    await db
      .insertInto('tasks')
      .values(rows.slice(i, i + 5000))
      .execute()
}
