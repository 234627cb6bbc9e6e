import type { Services } from '../platform/services.ts'
import { findMediaByNames, readSealKey } from './media.store.ts'
import { sealAddress } from './sealed-address.ts'
import { mediaPath } from './serve-media.ts'

/**
 * Where the files of a project are shown from, by their names; those that are not there are missing.
 *
 * @param framed whether they are shown inside a frame without an origin, which needs addresses of its own.
 */
export async function findMediaPaths(
  { db, now }: Pick<Services, 'db' | 'now'>,
  projectId: string,
  names: readonly string[],
  framed: boolean,
): Promise<ReadonlyMap<string, string>> {
  const media = await findMediaByNames(db, projectId, names)
  const key = framed && media.length > 0 ? await readSealKey(db) : null
  const at = now()
  return new Map(media.map((file) => [file.name, key === null ? mediaPath(file) : sealAddress(mediaPath(file), key, at)]))
}
