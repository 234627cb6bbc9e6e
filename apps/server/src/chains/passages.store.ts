import type { Condition, Edge, PassageMoment, PassageRule, PassageUnit } from '@canut/domain'
import type { HeldBy } from '@canut/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

export type Mapping = Readonly<Record<string, string>>

export interface PassageRow {
  readonly id: string
  readonly projectId: string
  readonly from: string
  readonly to: string
  readonly rule: PassageRule
  readonly mapping: Mapping
  readonly isOn: boolean
  readonly heldBy: HeldBy | null
  readonly createdAt: Date
  /** on whose account tasks are added and money is set aside */
  readonly createdBy: string
}

interface StoredPassage extends Omit<PassageRow, 'rule'> {
  readonly unit: PassageUnit
  readonly moment: PassageMoment
  readonly condition: Condition
  readonly samplePercent: number
  readonly most: number | null
}

const columns = sql`p.id, p.project_id as "projectId", p.from_batch_id as "from", p.to_batch_id as "to", p.unit, p.moment, p.condition,
  p.sample_percent as "samplePercent", p.most, p.mapping, p.is_on as "isOn", p.held_by as "heldBy", p.created_at as "createdAt",
  p.created_by as "createdBy"`

function rowOf({ unit, moment, condition, samplePercent, most, ...row }: StoredPassage): PassageRow {
  return { ...row, rule: { unit, moment, condition, samplePercent, most } }
}

/** All passages of a project, the oldest first: as many as somebody drew by hand. */
export async function listPassages(db: Db, projectId: string): Promise<PassageRow[]> {
  const { rows } = await sql<StoredPassage>`
    select ${columns} from passages p where p.project_id = ${projectId} order by p.created_at, p.id`.execute(db)
  return rows.map(rowOf)
}

export async function findPassage(db: Db, id: string): Promise<PassageRow | null> {
  const { rows } = await sql<StoredPassage>`select ${columns} from passages p where p.id = ${id}`.execute(db)
  return rows[0] === undefined ? null : rowOf(rows[0])
}

/** The edges of a project's graph, held until the transaction ends: nobody else adds one meanwhile. */
export async function lockEdges(tx: Tx, projectId: string): Promise<Edge[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`canut:passages:${projectId}`}, 0))`.execute(tx)
  const { rows } = await sql<Edge>`
    select from_batch_id as "from", to_batch_id as "to" from passages where project_id = ${projectId}`.execute(tx)
  return rows
}

export async function insertPassage(tx: Tx, { rule, ...row }: Omit<PassageRow, 'isOn' | 'heldBy'>): Promise<void> {
  await tx
    .insertInto('passages')
    .values({
      id: row.id,
      project_id: row.projectId,
      from_batch_id: row.from,
      to_batch_id: row.to,
      ...columnsOf(rule),
      mapping: JSON.stringify(row.mapping),
      created_at: row.createdAt,
      created_by: row.createdBy,
    })
    .execute()
}

const columnsOf = (rule: PassageRule) => ({
  unit: rule.unit,
  moment: rule.moment,
  condition: JSON.stringify(rule.condition),
  sample_percent: rule.samplePercent,
  most: rule.most,
})

/** Answers that were left out under the rule before are looked at again under the new one; what passed has passed. */
export async function updatePassage(tx: Tx, id: string, to: Pick<PassageRow, 'rule' | 'mapping' | 'isOn' | 'createdBy'>): Promise<void> {
  await sql`delete from passed_answers where passage_id = ${id} and outcome <> 'passed'`.execute(tx)
  await tx
    .updateTable('passages')
    .set({
      ...columnsOf(to.rule),
      mapping: JSON.stringify(to.mapping),
      is_on: to.isOn,
      created_by: to.createdBy,
      seen: null,
      held_by: null,
    })
    .where('id', '=', id)
    .execute()
}

/** The record of what passed goes with it; the tasks stay. */
export async function deletePassage(db: Db, id: string): Promise<void> {
  await db.deleteFrom('passages').where('id', '=', id).execute()
}

/** What passing depends on: the state and counters of the earlier batch, and its last run of aggregation. */
const movedTo = sql`
  concat_ws(':', b.state, (select concat_ws(',', sum(submitted), sum(approved), sum(rejected), sum(tasks_done)) from batch_tallies where batch_id = b.id),
    (select max(finished_at) from aggregation_runs where batch_id = b.id and state = 'done'))`

export interface DuePassage {
  readonly id: string
  readonly marker: string
}

/**
 * Passages that may have something to pass: the earlier batch has moved since the last look, or something held it up then.
 * Reads at most 16 counters of each earlier batch.
 */
export async function listDue(db: Db): Promise<DuePassage[]> {
  const { rows } = await sql<DuePassage>`
    select id, marker from (
      select p.id, p.seen, p.held_by, p.created_at, ${movedTo} as marker
      from passages p join batches b on b.id = p.from_batch_id join batches n on n.id = p.to_batch_id
      where p.is_on and b.state <> 'draft' and n.state <> 'closed') d
    where seen is distinct from marker or (held_by is not null and held_by->>'code' <> 'most_reached')
    order by created_at, id`.execute(db)
  return rows
}

export async function findMarker(db: Db, passageId: string): Promise<string> {
  const { rows } = await sql<{ marker: string }>`
    select ${movedTo} as marker from passages p join batches b on b.id = p.from_batch_id where p.id = ${passageId}`.execute(db)
  return rows[0]?.marker ?? ''
}

export async function recordLook(db: Db, id: string, marker: string, heldBy: HeldBy | null): Promise<void> {
  await db
    .updateTable('passages')
    .set({ seen: marker, held_by: heldBy === null ? null : JSON.stringify(heldBy) })
    .where('id', '=', id)
    .execute()
}
