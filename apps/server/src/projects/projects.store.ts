import type { ChainLink, Disclosure, ResultUse, SensitiveCategory } from '@canut/domain'
import type { Db, Tx } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'
import { publicId } from '../platform/ids.ts'

/** Everything a project tells, and whom it belongs to. */
export interface ProjectDisclosure extends Disclosure {
  readonly id: string
  readonly organisationId: string
  readonly organisationName: string
  readonly isDemo: boolean
  readonly taskType: string
  /** BCP 47 tag of the content; null: none was given */
  readonly language: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type ProjectContent = Disclosure & Pick<ProjectDisclosure, 'taskType' | 'language'>

export interface ProjectSummary {
  readonly id: string
  readonly name: string
  readonly taskType: string
  readonly finalClient: string
  readonly createdAt: Date
}

function columnsOf(project: ProjectContent) {
  return {
    name: project.name,
    task_type: project.taskType,
    language: project.language,
    purpose: project.purpose,
    final_client: project.finalClient,
    result_use: project.resultUse,
    result_use_detail: project.resultUseDetail,
    data_destination: project.dataDestination,
    data_retention: project.dataRetention,
    sensitive_categories: project.sensitiveCategories,
    contact_name: project.contactName,
    contact_email: project.contactEmail,
  }
}

export async function insertProject(
  tx: Tx,
  project: ProjectContent & { id: string; organisationId: string; createdBy: string; createdAt: Date },
): Promise<void> {
  const { id, organisationId, createdBy, createdAt } = project
  await tx
    .insertInto('projects')
    .values({
      id,
      organisation_id: organisationId,
      created_by: createdBy,
      created_at: createdAt,
      updated_at: createdAt,
      ...columnsOf(project),
    })
    .execute()
  await insertLinks(tx, id, project.chain)
}

export async function updateProject(tx: Tx, id: string, project: ProjectContent, updatedAt: Date): Promise<void> {
  await tx
    .updateTable('projects')
    .set({ ...columnsOf(project), updated_at: updatedAt })
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('project_links').where('project_id', '=', id).execute()
  await insertLinks(tx, id, project.chain)
}

async function insertLinks(tx: Tx, projectId: string, chain: readonly ChainLink[]): Promise<void> {
  if (chain.length === 0) return
  await tx
    .insertInto('project_links')
    .values(
      chain.map(({ party, role, country, sharePercent }, index) => ({
        project_id: projectId,
        position: index + 1,
        party,
        role,
        country,
        share_percent: sharePercent,
      })),
    )
    .execute()
}

/** The disclosures of several projects, in two statements whatever their number. Unknown ids are absent. */
export async function findDisclosures(db: Db, ids: readonly string[]): Promise<Map<string, ProjectDisclosure>> {
  if (ids.length === 0) return new Map()
  const projects = await db
    .selectFrom('projects')
    .innerJoin('organisations', 'organisations.id', 'projects.organisation_id')
    .selectAll('projects')
    .select(['organisations.name as organisation_name', 'organisations.is_demo'])
    .where('projects.id', 'in', ids)
    .execute()
  const links = await db.selectFrom('project_links').selectAll().where('project_id', 'in', ids).orderBy('position').execute()
  const chains = Map.groupBy(links, (link) => link.project_id)
  return new Map(
    projects.map((row) => [
      row.id,
      {
        id: row.id,
        organisationId: row.organisation_id,
        organisationName: row.organisation_name,
        isDemo: row.is_demo,
        name: row.name,
        taskType: row.task_type,
        language: row.language,
        purpose: row.purpose,
        finalClient: row.final_client,
        resultUse: row.result_use as ResultUse | null,
        resultUseDetail: row.result_use_detail,
        dataDestination: row.data_destination,
        dataRetention: row.data_retention,
        sensitiveCategories: row.sensitive_categories as SensitiveCategory[] | null,
        contactName: row.contact_name,
        contactEmail: row.contact_email,
        chain: (chains.get(row.id) ?? []).map((link) => ({
          party: link.party,
          role: link.role,
          country: link.country,
          sharePercent: Number(link.share_percent),
        })),
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      },
    ]),
  )
}

/** @throws when there is no such project: the access guard has found it before. */
export async function getDisclosure(db: Db, projectId: string): Promise<ProjectDisclosure> {
  const found = (await findDisclosures(db, [projectId])).get(projectId)
  if (found === undefined) throw new Error(`no project ${projectId}`)
  return found
}

/** Makes other edits, and publications that lock the project too, wait until this transaction ends. */
export async function lockProject(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom('projects').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
}

export async function hasPublishedBatch(db: Db, projectId: string): Promise<boolean> {
  const row = await db
    .selectFrom('batches')
    .select('id')
    .where('project_id', '=', projectId)
    .where('state', 'in', ['open', 'paused'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Newest first. `before` is the last project of the page before. */
export async function listProjects(
  db: Db,
  organisationId: string,
  page: { before: string | null; limit: number },
): Promise<ListPage<ProjectSummary>> {
  const rows = await db
    .selectFrom('projects')
    .select(['id', 'name', 'task_type as taskType', 'final_client as finalClient', 'created_at as createdAt'])
    .where('organisation_id', '=', organisationId)
    .$if(page.before !== null, (query) =>
      query.where((is) =>
        is(
          is.refTuple('projects.created_at', 'projects.id'),
          '<',
          is
            .selectFrom('projects as last')
            .select(['last.created_at', 'last.id'])
            .where('last.id', '=', page.before)
            .where('last.organisation_id', '=', organisationId)
            .$asTuple('created_at', 'id'),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return toPage(rows, page.limit, (row) => publicId('prj', row.id))
}

export interface TemplateOfProject {
  readonly number: number
  readonly name: string
  readonly version: number
  readonly savedAt: Date
}

/** The templates of a project that were saved last, for its page; all of them have one of their own. */
export async function listNewestTemplates(db: Db, projectId: string, limit: number): Promise<TemplateOfProject[]> {
  return db
    .selectFrom('template_versions as v')
    .innerJoin('templates as t', (join) => join.onRef('t.project_id', '=', 'v.project_id').onRef('t.number', '=', 'v.template'))
    .select((is) => ['t.number', 't.name', is.fn.max('v.version').as('version'), is.fn.max('v.saved_at').as('savedAt')])
    .where('t.project_id', '=', projectId)
    .groupBy(['t.number', 't.name'])
    .orderBy('savedAt', 'desc')
    .orderBy('t.number', 'desc')
    .limit(limit)
    .execute()
}

export interface BatchOfProject {
  readonly id: string
  readonly name: string
  readonly state: 'draft' | 'open' | 'paused' | 'closed'
  readonly taskCount: number
  readonly createdAt: Date
}

/** The newest batches of a project, for its page; the batches have pages of their own. */
export async function listNewestBatches(db: Db, projectId: string, limit: number): Promise<BatchOfProject[]> {
  const rows = await db
    .selectFrom('batches')
    .select(['id', 'name', 'state', 'task_count as taskCount', 'created_at as createdAt'])
    .where('project_id', '=', projectId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
  return rows as BatchOfProject[]
}

/** A project that was made without a kind of task has the kind of its first batch from then on. One row by key. */
export async function adoptKind(tx: Tx, projectId: string, taskType: string): Promise<void> {
  await tx.updateTable('projects').set({ task_type: taskType }).where('id', '=', projectId).where('task_type', '=', '').execute()
}
