import { randomBytes } from 'node:crypto'
import { recordDeposit, reserveForBatch } from '../ledger/index.ts'
import type { Database } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId, publicId } from '../platform/ids.ts'
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
  /** another batch of the project that this one belongs to */
  readonly beside?: BuiltBatch
}

const SETTINGS = { labels: [{ value: 'yes' }, { value: 'no' }], multiple: false, none: false }

/** A published batch of yes-or-no questions with its money set aside, written without the pages that usually make one. */
export async function aBatch(canut: TestApp, of: BatchToBuild): Promise<BuiltBatch> {
  const { db, now } = canut.services
  const id = newId()
  const { tasks, redundancy = 3, priceMicros = 50_000n, feeMicros = 5_000n } = of
  const { organisationId, projectId, ownerId } = of.beside ?? (await aHome(canut, of.language ?? null))
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
  await insertTasks(db, id, tasks, new Set(of.gold))

  const amount = (BigInt(tasks * redundancy) * (priceMicros + feeMicros) * 105n) / 100n
  await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount, reference: `test ${id}`, by: owner.id })
  await inTransaction(db, async (tx) => {
    const reserved = await reserveForBatch(tx, { organisationId, batchId: id, currency: 'EUR', amount, by: owner.id, now: now() })
    if (!reserved.ok) throw new Error(reserved.error.kind)
  })
  return { id, publicId: publicId('bat', id), organisationId, projectId, ownerId: owner.id }
}

/** An organisation with its owner and a project. */
async function aHome(canut: TestApp, language: string | null): Promise<Omit<BuiltBatch, 'id' | 'publicId'>> {
  const { db } = canut.services
  const { id: ownerId } = await canut.signUp()
  const [organisationId, projectId] = [newId(), newId()]
  await db
    .insertInto('organisations')
    .values({ id: organisationId, name: `Organisation ${organisationId}`, country: 'FR', created_by: ownerId })
    .execute()
  await db.insertInto('staff').values({ organisation_id: organisationId, person_id: ownerId, role: 'owner' }).execute()
  await insertProject(db, { projectId, organisationId, ownerId, language })
  return { organisationId, projectId, ownerId }
}

interface ProjectToInsert {
  readonly projectId: string
  readonly organisationId: string
  readonly ownerId: string
  readonly language: string | null
}

async function insertProject(db: Database, of: ProjectToInsert): Promise<void> {
  const { projectId, organisationId } = of
  await db
    .insertInto('projects')
    .values({
      id: projectId,
      organisation_id: organisationId,
      name: 'Kind or unkind',
      task_type: 'text-class',
      purpose: 'To see whether comments are kind',
      final_client: 'The town library',
      result_use: 'research',
      data_destination: 'The town library, in France',
      data_retention: 'Two years',
      sensitive_categories: ['none'],
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
      task_type: 'text-class',
      settings: JSON.stringify(SETTINGS),
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

async function insertTasks(db: Database, batchId: string, count: number, gold: ReadonlySet<number>): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => ({
    batch_id: batchId,
    number: i + 1,
    payload: JSON.stringify({ text: `Text ${i + 1}` }),
    truth: gold.has(i + 1) ? JSON.stringify({ label: 'yes' }) : null,
  }))
  for (let i = 0; i < rows.length; i += 5000)
    await db
      .insertInto('tasks')
      .values(rows.slice(i, i + 5000))
      .execute()
}
