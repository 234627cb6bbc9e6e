import { parsePublicId, publicId } from '../platform/ids.ts'

/** How a response, and the payload of a later task, names a file that a worker sent. */
export const fileName = (id: string): string => publicId('fil', id)

/** The UUIDs of those names that are names of sent files; a project's own files have other names. */
export function fileIdsIn(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => parsePublicId('fil', name) ?? []))]
}
