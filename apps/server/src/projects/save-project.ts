import { ok, saveProject, type ProjectError, type Result } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getDisclosure, hasPublishedBatch, insertProject, lockProject, updateProject, type ProjectContent } from './projects.store.ts'

type Needs = Pick<Services, 'db' | 'now' | 'log'>

export const EMPTY_PROJECT: ProjectContent = {
  name: '',
  taskType: '',
  language: null,
  purpose: '',
  finalClient: '',
  resultUse: null,
  resultUseDetail: '',
  dataDestination: '',
  dataRetention: '',
  sensitiveCategories: null,
  contactName: '',
  contactEmail: '',
  chain: [],
}

/** @returns the id of the new project. It may be incomplete: only publishing a batch demands every disclosure. */
export async function createProject(
  services: Needs,
  of: { organisationId: string; by: string },
  content: ProjectContent,
): Promise<Result<string, ProjectError>> {
  const checked = saveProject(content, { hasPublishedBatch: false })
  if (!checked.ok) return checked
  const id = newId()
  const { organisationId, by } = of
  await inTransaction(services.db, (tx) =>
    insertProject(tx, { ...checked.value, id, organisationId, createdBy: by, createdAt: services.now() }),
  )
  services.log.info({ projectId: id, organisationId, by }, 'project_created')
  return ok(id)
}

/** Replaces what `changes` names and leaves the rest; the chain is replaced as a whole. */
export async function editProject(
  services: Needs,
  of: { projectId: string; by: string },
  changes: Partial<ProjectContent>,
): Promise<Result<void, ProjectError>> {
  const { projectId, by } = of
  const saved = await inTransaction(services.db, async (tx) => {
    await lockProject(tx, projectId)
    const edited: ProjectContent = { ...(await getDisclosure(tx, projectId)), ...changes }
    const checked = saveProject(edited, { hasPublishedBatch: await hasPublishedBatch(tx, projectId) })
    if (checked.ok) await updateProject(tx, projectId, checked.value, services.now())
    return checked
  })
  if (!saved.ok) return saved
  services.log.info({ projectId, by }, 'project_edited')
  return ok(undefined)
}
