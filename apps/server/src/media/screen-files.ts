import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { findMediaByNames, readSealKey } from './media.store.ts'
import { sealAddress } from './sealed-address.ts'
import { mediaPath } from './serve-media.ts'

/** What the screens of a project's tasks need to know of addresses. */
export interface ScreenFiles {
  /** null when the project has no such file */
  readonly mediaUrl: (name: string) => string | null
  /** where the frame of a template comes from */
  readonly frameUrl: string
}

/** @param framed whether the screen shows the files inside a frame without an origin, which needs addresses of its own. */
export async function readScreenFiles(
  { db, now }: Pick<Services, 'db' | 'now'>,
  projectId: string,
  names: Iterable<string>,
  framed: boolean,
): Promise<ScreenFiles> {
  const media = await findMediaByNames(db, projectId, [...new Set(names)])
  const key = framed && media.length > 0 ? await readSealKey(db) : null
  const at = now()
  const paths = new Map(media.map((file) => [file.name, key === null ? mediaPath(file) : sealAddress(mediaPath(file), key, at)]))
  return { mediaUrl: (name) => paths.get(name) ?? null, frameUrl: `/templates/frame/${publicId('prj', projectId)}` }
}
