import { err, ok, type BatchError, type Result } from '@canut/domain'
import type { Tx } from '../platform/db/database.ts'
import { lockProject } from '../projects/index.ts'
import {
  findSameVersion,
  findTemplateName,
  insertTemplate,
  insertVersion,
  type NewVersion,
  type VersionName,
} from './saved-templates.store.ts'

/** The one kind of task whose settings are a page of the requester's own. */
export const TEMPLATE_TYPE = 'template'

type TemplateUnknown = Extract<BatchError, { kind: 'template_unknown' }>

export interface PageOfBatch extends NewVersion {
  /** that the batch was made with; null: none yet */
  readonly template: number | null
  /** of a template that is made for it */
  readonly name: string
}

/**
 * The version that a batch with these settings works with: one that has them already, else the next one of its template, else
 * the first of a new template. What is saved twice is one version.
 */
export async function keepVersion(tx: Tx, page: PageOfBatch): Promise<Result<VersionName, TemplateUnknown>> {
  const { projectId, settings, template } = page
  await lockProject(tx, projectId)
  if (template !== null && (await findTemplateName(tx, projectId, template)) === null)
    return err({ kind: 'template_unknown', number: template })
  const same = await findSameVersion(tx, projectId, template, settings)
  if (same !== null) return ok(same)
  return ok(await insertVersion(tx, template ?? (await insertTemplate(tx, page)), page))
}
