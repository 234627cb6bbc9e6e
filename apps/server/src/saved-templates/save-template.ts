import { err, ok, type Result } from '@canut/domain'
import { isDeepStrictEqual } from 'node:util'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { lockProject } from '../projects/index.ts'
import {
  findTemplateName,
  findVersion,
  insertTemplate,
  insertVersion,
  updateTemplateName,
  type VersionName,
} from './saved-templates.store.ts'

type Needs = Pick<Services, 'db' | 'now' | 'log'>
type NotFound = { readonly kind: 'not_found' }

interface Of {
  readonly projectId: string
  readonly template: number
  readonly by: string
}

/** A template of its own, with its first version. The settings were checked by their task type. */
export async function createTemplate(
  services: Needs,
  { projectId, by, name, settings }: Omit<Of, 'template'> & { name: string; settings: unknown },
): Promise<VersionName> {
  const now = services.now()
  const made = await inTransaction(services.db, async (tx) => {
    await lockProject(tx, projectId)
    return insertVersion(tx, await insertTemplate(tx, { projectId, name, by, now }), { projectId, settings, by, now })
  })
  services.log.info({ projectId, ...made, by }, 'template_created')
  return made
}

/** @returns the new version; the newest one where it has these settings already. */
export async function saveVersion(services: Needs, of: Of & { readonly settings: unknown }): Promise<Result<VersionName, NotFound>> {
  return addVersion(services, of, of.settings)
}

/** An earlier version again, as the newest: nothing of what came after it is lost. */
export async function restoreVersion(services: Needs, of: Of & { readonly version: number }): Promise<Result<VersionName, NotFound>> {
  const earlier = await findVersion(services.db, of.projectId, of.template, of.version)
  return earlier === null ? err({ kind: 'not_found' }) : addVersion(services, of, earlier.settings, earlier.version)
}

async function addVersion(services: Needs, of: Of, settings: unknown, restoredFrom?: number): Promise<Result<VersionName, NotFound>> {
  const { projectId, template, by } = of
  const saved = await inTransaction(services.db, async (tx): Promise<Result<VersionName, NotFound>> => {
    await lockProject(tx, projectId)
    const newest = await findVersion(tx, projectId, template)
    if (newest === null) return err({ kind: 'not_found' })
    if (isDeepStrictEqual(newest.settings, settings)) return ok({ template, version: newest.version })
    const given = { projectId, settings, by, now: services.now() }
    return ok(await insertVersion(tx, template, restoredFrom === undefined ? given : { ...given, restoredFrom }))
  })
  if (saved.ok) services.log.info({ projectId, ...saved.value, by }, 'template_version_saved')
  return saved
}

/** A template of its own that begins with a version of this one. */
export async function copyTemplate(
  services: Needs,
  { projectId, template, by, name }: Of & { readonly name: string },
): Promise<Result<VersionName, NotFound>> {
  const newest = await findVersion(services.db, projectId, template)
  if (newest === null) return err({ kind: 'not_found' })
  return ok(await createTemplate(services, { projectId, by, name, settings: newest.settings }))
}

export async function renameTemplate(services: Needs, of: Of & { readonly name: string }): Promise<Result<'renamed', NotFound>> {
  const { projectId, template, name, by } = of
  const renamed = await inTransaction(services.db, async (tx) => {
    if ((await findTemplateName(tx, projectId, template)) === null) return false
    await updateTemplateName(tx, projectId, template, name)
    return true
  })
  if (!renamed) return err({ kind: 'not_found' })
  services.log.info({ projectId, template, by }, 'template_renamed')
  return ok('renamed')
}
