import { findMediaByNames, findMediaPaths } from '../media/index.ts'
import type { Db } from '../platform/db/database.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { fileIdsIn, fileName } from './file-ids.ts'
import { findFilesOfProject, type StoredContent } from './work-files.store.ts'

/** Who looks: the worker of an assignment, through it; or the staff of the project. */
type Onlooker = { readonly assignmentId: string } | 'staff'

/** What the screens of a project's tasks need to know of addresses. */
export interface ScreenFiles {
  /** null when the project has no such file */
  readonly mediaUrl: (name: string) => string | null
  /** where the frame of a template comes from */
  readonly frameUrl: string
}

/**
 * Addresses of the media that tasks of a project name: its own files, and what workers sent for work in the same project
 * (`fil_…`). Two statements, three for frames.
 *
 * @param framed whether the screen shows the files inside a frame without an origin, which needs addresses of its own.
 */
export async function readScreenFiles(
  services: Pick<Services, 'db' | 'now'>,
  projectId: string,
  names: Iterable<string>,
  framed: boolean,
): Promise<(onlooker: Onlooker) => ScreenFiles> {
  const wanted = [...new Set(names)]
  const [paths, sent] = await Promise.all([
    findMediaPaths(services, projectId, wanted, framed),
    findFilesOfProject(services.db, projectId, fileIdsIn(wanted)),
  ])
  const files = new Set(sent.map(({ id }) => fileName(id)))
  const frameUrl = `/templates/frame/${publicId('prj', projectId)}`
  return (onlooker) => ({
    mediaUrl: (name) => paths.get(name) ?? (files.has(name) ? addressOf(name, onlooker) : null),
    frameUrl,
  })
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
  const [media, sent] = await Promise.all([findMediaByNames(db, projectId, names), findFilesOfProject(db, projectId, fileIdsIn(names))])
  return new Set([...media.map(({ name }) => name), ...sent.map(({ id }) => fileName(id))])
}
