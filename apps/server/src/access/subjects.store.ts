import type { Role, StaffRole } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import type { Subject } from '../platform/http/env.ts'

export type SubjectKind = 'organisation' | 'project' | 'batch' | 'import' | 'media' | 'workFile' | 'assignment'

interface SubjectRow {
  organisation_id: string
  project_id: string | null
  batch_id: string | null
  import_id: string | null
  media_id: string | null
  work_file_id: string | null
  assignment_id: string | null
  number: number | null
  worker_id: string | null
  role: 'reviewer' | 'manager' | 'owner' | null
}

/** Each thing with what it belongs to, by primary or unique key. */
const PATHS = {
  organisation: sql`select o.id as organisation_id, null::uuid as project_id, null::uuid as batch_id, null::uuid as import_id,
      null::uuid as media_id, null::uuid as work_file_id, null::uuid as assignment_id, null::int as number, null::uuid as worker_id, o.id as subject_id from organisations o`,
  project: sql`select p.organisation_id, p.id as project_id, null::uuid as batch_id, null::uuid as import_id,
      null::uuid as media_id, null::uuid as work_file_id, null::uuid as assignment_id, null::int as number, null::uuid as worker_id, p.id as subject_id from projects p`,
  batch: sql`select b.organisation_id, b.project_id, b.id as batch_id, null::uuid as import_id,
      null::uuid as media_id, null::uuid as work_file_id, null::uuid as assignment_id, null::int as number, null::uuid as worker_id, b.id as subject_id from batches b`,
  import: sql`select b.organisation_id, b.project_id, b.id as batch_id, i.id as import_id,
      null::uuid as media_id, null::uuid as work_file_id, null::uuid as assignment_id, null::int as number, null::uuid as worker_id, i.id as subject_id
      from imports i join batches b on b.id = i.batch_id`,
  media: sql`select p.organisation_id, p.id as project_id, null::uuid as batch_id, null::uuid as import_id,
      m.id as media_id, null::uuid as work_file_id, null::uuid as assignment_id, null::int as number, null::uuid as worker_id, m.id as subject_id
      from media m join projects p on p.id = m.project_id`,
  workFile: sql`select b.organisation_id, b.project_id, b.id as batch_id, null::uuid as import_id,
      null::uuid as media_id, f.id as work_file_id, null::uuid as assignment_id, null::int as number, null::uuid as worker_id, f.id as subject_id
      from work_files f join batches b on b.id = f.batch_id`,
  assignment: sql`select b.organisation_id, b.project_id, b.id as batch_id, null::uuid as import_id,
      null::uuid as media_id, null::uuid as work_file_id, a.id as assignment_id, a.number, a.worker_id, a.id as subject_id
      from assignments a join batches b on b.id = a.batch_id`,
} as const satisfies Record<SubjectKind, unknown>

/** What a path is about, and the roles that the person has towards it. One statement, one row. */
export async function findSubject(
  db: Db,
  kind: SubjectKind,
  id: string,
  personId: string | null,
): Promise<{ subject: Subject; roles: readonly Role[] } | null> {
  const { rows } = await sql<SubjectRow>`
    select s.*, staff.role from (${PATHS[kind]}) s
      left join staff on staff.organisation_id = s.organisation_id and staff.person_id = ${personId}::uuid
    where s.subject_id = ${id}`.execute(db)
  const row = rows[0]
  if (row === undefined) return null

  const assignment =
    row.assignment_id === null || row.batch_id === null || row.number === null || row.worker_id === null
      ? null
      : { id: row.assignment_id, batchId: row.batch_id, number: row.number, workerId: row.worker_id }
  const roles: Role[] = []
  if (row.role !== null) roles.push(row.role)
  if (assignment !== null && assignment.workerId === personId) roles.push('assignee')
  return {
    subject: {
      organisationId: row.organisation_id,
      projectId: row.project_id,
      batchId: row.batch_id,
      importId: row.import_id,
      mediaId: row.media_id,
      workFileId: row.work_file_id,
      assignment,
    },
    roles,
  }
}

/** The person's role in an organisation, so that pages offer only what they may do; the guard has decided who sees the page. */
export async function findStaffRole(db: Db, organisationId: string, personId: string): Promise<StaffRole | null> {
  const row = await db
    .selectFrom('staff')
    .select('role')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return (row?.role ?? null) as StaffRole | null
}
