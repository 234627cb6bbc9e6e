import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'

/** A version of a template, by the numbers that the project gives: templates and versions both begin with 1. */
export interface VersionName {
  readonly template: number
  readonly version: number
}

export interface SavedTemplate extends VersionName {
  readonly name: string
  /** when its newest version was saved */
  readonly savedAt: Date
  /** drafts and published ones, of any version */
  readonly batches: number
}

export interface SavedVersion {
  readonly version: number
  readonly savedAt: Date
  readonly savedBy: string
  readonly restoredFrom: number | null
  readonly batches: number
}

/** Newest template first, each with its newest version. `before` is the last template of the page before. */
export async function listTemplates(
  db: Db,
  projectId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<ListPage<SavedTemplate>> {
  const { rows } = await sql<SavedTemplate>`
    select t.number as template, t.name, v.version, v.saved_at as "savedAt",
      (select count(*)::int from batches b where b.project_id = t.project_id and b.template = t.number) as batches
    from templates t cross join lateral (
      select version, saved_at from template_versions v
      where v.project_id = t.project_id and v.template = t.number order by version desc limit 1) v
    where t.project_id = ${projectId} and (${before}::int is null or t.number < ${before}::int)
    order by t.number desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, ({ template }) => String(template))
}

/** Null when the project has no such template. */
export async function findTemplateName(db: Db, projectId: string, template: number): Promise<string | null> {
  const row = await db
    .selectFrom('templates')
    .select('name')
    .where('project_id', '=', projectId)
    .where('number', '=', template)
    .executeTakeFirst()
  return row?.name ?? null
}

/** One version with what it holds, the newest unless told; null when there is none. */
export async function findVersion(
  db: Db,
  projectId: string,
  template: number,
  version: number | null = null,
): Promise<(VersionName & { readonly settings: unknown }) | null> {
  const row = await db
    .selectFrom('template_versions')
    .select(['template', 'version', 'settings'])
    .where('project_id', '=', projectId)
    .where('template', '=', template)
    .$if(version !== null, (query) => query.where('version', '=', version))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The newest version with these very settings: of one template, or of any of the project. */
export async function findSameVersion(db: Db, projectId: string, template: number | null, settings: unknown): Promise<VersionName | null> {
  const { rows } = await sql<VersionName>`
    select template, version from template_versions
    where project_id = ${projectId} and (${template}::int is null or template = ${template}::int)
      and settings = ${JSON.stringify(settings)}::jsonb
    order by saved_at desc, template desc, version desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** Newest first. `before` is the last version of the page before. */
export async function listVersions(
  db: Db,
  projectId: string,
  template: number,
  { before, limit }: { before: number | null; limit: number },
): Promise<ListPage<SavedVersion>> {
  const { rows } = await sql<SavedVersion>`
    select v.version, v.saved_at as "savedAt", p.name as "savedBy", v.restored_from as "restoredFrom",
      (select count(*)::int from batches b
        where b.project_id = v.project_id and b.template = v.template and b.template_version = v.version) as batches
    from template_versions v join people p on p.id = v.saved_by
    where v.project_id = ${projectId} and v.template = ${template} and (${before}::int is null or v.version < ${before}::int)
    order by v.version desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, ({ version }) => String(version))
}

export interface NewVersion {
  readonly projectId: string
  readonly settings: unknown
  readonly restoredFrom?: number
  readonly by: string
  readonly now: Date
}

/** The caller holds the project, so that no number is given twice. */
export async function insertTemplate(
  tx: Tx,
  { projectId, name, by, now }: Omit<NewVersion, 'settings'> & { name: string },
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into templates (project_id, number, name, created_at, created_by)
    select ${projectId}, coalesce(max(number), 0) + 1, ${name}, ${now}, ${by} from templates where project_id = ${projectId}
    returning number`.execute(tx)
  return rows[0]?.number ?? 0
}

/** The caller holds the project. */
export async function insertVersion(
  tx: Tx,
  template: number,
  { projectId, settings, restoredFrom, by, now }: NewVersion,
): Promise<VersionName> {
  const { rows } = await sql<VersionName>`
    insert into template_versions (project_id, template, version, settings, restored_from, saved_at, saved_by)
    select ${projectId}, ${template}, coalesce(max(version), 0) + 1, ${JSON.stringify(settings)}::jsonb, ${restoredFrom ?? null}::int, ${now}, ${by}
    from template_versions where project_id = ${projectId} and template = ${template}
    returning template, version`.execute(tx)
  const [version] = rows
  if (version === undefined) throw new Error('an insert returns its row')
  return version
}

export async function updateTemplateName(tx: Tx, projectId: string, template: number, name: string): Promise<void> {
  await tx.updateTable('templates').set({ name }).where('project_id', '=', projectId).where('number', '=', template).execute()
}

export interface BatchOfTemplate {
  readonly id: string
  readonly name: string
  readonly state: 'draft' | 'open' | 'paused' | 'closed'
  readonly version: number
}

/** The newest batches that work with a version of the template. */
export async function listBatchesOfTemplate(db: Db, projectId: string, template: number, limit: number): Promise<BatchOfTemplate[]> {
  const rows = await db
    .selectFrom('batches')
    .select(['id', 'name', 'state', 'template_version as version'])
    .where('project_id', '=', projectId)
    .where('template', '=', template)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows as BatchOfTemplate[]
}
