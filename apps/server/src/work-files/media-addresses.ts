import { findMediaByNames, mediaPath } from '../media/index.ts'
import type { Db } from '../platform/db/database.ts'
import { publicId } from '../platform/ids.ts'
import { fileIdsIn, fileName } from './file-ids.ts'
import { findFilesOfProject, type StoredContent } from './work-files.store.ts'

/** Who looks: the worker of an assignment, through it; or the staff of the project. */
export type Onlooker = { readonly assignmentId: string } | 'staff'

export interface MediaAddresses {
  /** where it is shown from; null when the project has no such file */
  of(name: string, onlooker: Onlooker): string | null
}

/** The media that tasks of a project name: its own files, and what workers sent for work in the same project (`fil_…`). */
export async function findMediaAddresses(db: Db, projectId: string, names: readonly string[]): Promise<MediaAddresses> {
  const [media, sent] = await Promise.all([findMediaByNames(db, projectId, names), findFilesOfProject(db, projectId, fileIdsIn(names))])
  const paths = new Map(media.map((file) => [file.name, mediaPath(file)]))
  const files = new Set(sent.map(({ id }) => fileName(id)))
  return { of: (name, onlooker) => paths.get(name) ?? (files.has(name) ? addressOf(name, onlooker) : null) }
}

function addressOf(file: string, onlooker: Onlooker): string {
  if (onlooker === 'staff') return `/api/v1/work-files/${file}`
  return `/api/v1/assignments/${publicId('asg', onlooker.assignmentId)}/files/${file}`
}

/** A file that a worker sent for work in the project, as it lies in the store; null for any other name. */
export async function findSentFile(db: Db, projectId: string, name: string): Promise<StoredContent | null> {
  const [file] = await findFilesOfProject(db, projectId, fileIdsIn([name]))
  return file?.stored ?? null
}

/** Which of these names are media of the project, its own or sent by workers. */
export async function findKnownMedia(db: Db, projectId: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  const addresses = await findMediaAddresses(db, projectId, names)
  return new Set(names.filter((name) => addresses.of(name, 'staff') !== null))
}
