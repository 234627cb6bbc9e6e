import type { Entry } from 'yauzl'
import { getFileNameLowLevel } from 'yauzl'

export interface ZipLimits {
  readonly maxEntries: number
  readonly maxEntryBytes: number
  readonly maxTotalBytes: number
  /** Uncompressed over compressed. Deflate itself ends near 1,032: media, already compressed, stay near 1. */
  readonly maxRatio: number
  /** Names, comments and extra fields together: the only part of an archive that is held in memory. */
  readonly maxDirectoryBytes: number
}

export const zipLimits: ZipLimits = {
  maxEntries: 20_000,
  maxEntryBytes: 50_000_000,
  maxTotalBytes: 5_000_000_000,
  maxRatio: 100,
  maxDirectoryBytes: 32_000_000,
}

/** A blank image or a second of silence may compress a thousandfold, and harms nobody. */
const ratioMattersFromBytes = 1_000_000

export type ZipProblemCode =
  // the archive: nothing is taken from it
  | 'not_a_zip'
  | 'damaged_archive'
  | 'too_many_entries' // params: limit, found
  | 'total_too_large' // params: limit, found
  | 'ratio_too_high' // params: limit, found
  | 'overlapping_entries'
  | 'directory_too_large' // params: limit
  | 'no_media'
  // one entry: the others are still taken
  | 'unsafe_path'
  | 'symbolic_link'
  | 'encrypted'
  | 'unknown_compression' // params: method
  | 'entry_too_large' // params: limit, found
  | 'duplicate_name'
  | 'nested_archive'
  | 'damaged_entry'
  | 'empty_file'
  | 'unknown_type'
  | 'type_not_accepted' // params: found
  | 'video_not_accepted' // params: found

export interface ZipProblem {
  /** The entry's name as the archive gives it, cut at 200 characters; null when the archive as a whole is meant. */
  readonly name: string | null
  readonly code: ZipProblemCode
  readonly params: Readonly<Record<string, string | number>>
}

export interface ZipMember {
  readonly entry: Entry
  readonly name: string
}

export interface ZipInspection {
  /** Whether anything may be taken from the archive. */
  readonly isSafe: boolean
  readonly members: readonly ZipMember[]
  readonly problems: readonly ZipProblem[]
}

export const zipProblem = (name: string | null, code: ZipProblemCode, params: ZipProblem['params'] = {}): ZipProblem => ({
  name: name === null ? null : name.slice(0, 200),
  code,
  params,
})

/**
 * Judges an archive by its directory, before a byte of it is unpacked. Sizes there are claims: `unpackZip` holds each entry
 * to its claim while it reads. Folders and what systems add by themselves (__MACOSX, .DS_Store, Thumbs.db) are passed over.
 */
export function inspectEntries(entries: readonly Entry[], limits: ZipLimits): ZipInspection {
  const problems = [...archiveProblems(entries, limits)]
  const isSafe = problems.length === 0
  const members: ZipMember[] = []
  const names = new Set<string>()
  for (const entry of entries) {
    const name = entryName(entry)
    if (isNoise(name)) continue
    const problem = entryProblem(entry, name, limits) ?? (names.has(name) ? zipProblem(name, 'duplicate_name') : null)
    names.add(name)
    if (problem === null) members.push({ entry, name })
    else problems.push(problem)
  }
  return { isSafe, members, problems }
}

function* archiveProblems(entries: readonly Entry[], limits: ZipLimits): Generator<ZipProblem> {
  let total = 0
  let compressed = 0
  let worst = 0
  for (const entry of entries) {
    total += entry.uncompressedSize
    compressed += entry.compressedSize
    if (entry.uncompressedSize < ratioMattersFromBytes) continue
    worst = Math.max(worst, entry.uncompressedSize / Math.max(1, entry.compressedSize))
  }
  if (total >= ratioMattersFromBytes) worst = Math.max(worst, total / Math.max(1, compressed))
  if (total > limits.maxTotalBytes) yield zipProblem(null, 'total_too_large', { limit: limits.maxTotalBytes, found: total })
  if (worst > limits.maxRatio) yield zipProblem(null, 'ratio_too_high', { limit: limits.maxRatio, found: Math.round(worst) })
  if (areOverlapping(entries)) yield zipProblem(null, 'overlapping_entries')
}

/** One stretch of compressed bytes claimed by several entries multiplies without any entry looking wrong (D. Fifield, WOOT 2019). */
function areOverlapping(entries: readonly Entry[]): boolean {
  const localHeaderBytes = 30
  const byPlace = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  return byPlace.some((entry, i) => {
    const next = byPlace[i + 1]
    return (
      next !== undefined && entry.relativeOffsetOfLocalHeader + localHeaderBytes + entry.compressedSize > next.relativeOffsetOfLocalHeader
    )
  })
}

function entryName(entry: Entry): string {
  // The archive is opened without decoding names, so that a bad one is one problem and not the end of the archive.
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false).replaceAll('\\', '/')
}

function isNoise(name: string): boolean {
  return name.endsWith('/') || /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name)
}

function entryProblem(entry: Entry, name: string, limits: ZipLimits): ZipProblem | null {
  if (isUnsafePath(name)) return zipProblem(name, 'unsafe_path')
  if (isSymbolicLink(entry)) return zipProblem(name, 'symbolic_link')
  if (entry.isEncrypted()) return zipProblem(name, 'encrypted')
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    return zipProblem(name, 'unknown_compression', { method: entry.compressionMethod })
  }
  if (entry.uncompressedSize > limits.maxEntryBytes) {
    return zipProblem(name, 'entry_too_large', { limit: limits.maxEntryBytes, found: entry.uncompressedSize })
  }
  return /\.(zip|7z|rar|gz|tgz|bz2|xz|zst|tar|jar)$/i.test(name) ? zipProblem(name, 'nested_archive') : null
}

/** Absolute, with a drive letter, climbing out, or with characters that no honest name of a file has. */
function isUnsafePath(name: string): boolean {
  const hasControl = /\p{Cc}/u.test(name)
  return (
    name === '' ||
    name.length > 1000 ||
    hasControl ||
    /^\/|^[a-z]:/i.test(name) ||
    name.split('/').some((part) => part === '..' || part === '.')
  )
}

function isSymbolicLink(entry: Entry): boolean {
  const unixMode = entry.externalFileAttributes >>> 16
  return (unixMode & 0o170000) === 0o120000
}
