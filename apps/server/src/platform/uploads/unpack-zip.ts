import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { sniffBytes, sniffMedia, type SniffedMedia } from './sniff.ts'
import {
  inspectEntries,
  type ZipInspection,
  type ZipLimits,
  type ZipProblem,
  zipLimits,
  type ZipMember,
  zipProblem,
} from './zip-inspection.ts'

export interface ZipMedia {
  /** Path inside the archive, with `/`. Never a place to write to: it is what the table's rows name the file by. */
  readonly name: string
  readonly bytes: number
  readonly media: Extract<SniffedMedia, { ok: true }>
}

export interface UnpackZipOptions {
  readonly limits?: Partial<ZipLimits>
  /**
   * Keeps one file. `content` throws when the entry turns out damaged or larger than it claimed: let that error through
   * after dropping what was written, so that nothing is kept half.
   */
  readonly save: (file: ZipMedia, content: AsyncIterable<Uint8Array>) => Promise<void>
  readonly signal?: AbortSignal
}

export interface Unpacked {
  readonly saved: number
  readonly problems: readonly ZipProblem[]
}

/** Thrown into `save` through its `content`, and recognised when it comes back. */
class DamagedEntry extends Error {}

/**
 * Takes the images, sounds and films out of an uploaded zip, one after the other, at constant memory.
 *
 * @param path the archive on disk: its directory is at its end, so it cannot be read from a stream.
 * @returns how many files were kept, and every problem. An archive that looks like a bomb, or is none, gives nothing; a bad
 *   entry is left out and the others are kept.
 * @throws what `save` throws, and when the file cannot be opened.
 */
export async function unpackZip(path: string, options: UnpackZipOptions): Promise<Unpacked> {
  const limits = { ...zipLimits, ...options.limits }
  const opened = await openZip(path)
  if (opened === null) return { saved: 0, problems: [zipProblem(null, 'not_a_zip')] }
  try {
    const { isSafe, members, problems } = await inspect(opened, limits)
    if (!isSafe) return { saved: 0, problems }
    const found = [...problems]
    let saved = 0
    for (const member of members) {
      options.signal?.throwIfAborted()
      const problem = await takeMember(opened, member, options.save)
      if (problem === null) saved += 1
      else found.push(problem)
    }
    if (saved === 0 && found.length === 0) found.push(zipProblem(null, 'no_media'))
    return { saved, problems: found }
  } finally {
    opened.close()
  }
}

async function openZip(path: string): Promise<ZipFile | null> {
  try {
    return await openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: false })
  } catch (error) {
    // A file that is missing or not readable is a fault of ours, not of the archive.
    if (isDiskError(error)) throw error
    return null
  }
}

const refuse = (problem: ZipProblem): ZipInspection => ({ isSafe: false, members: [], problems: [problem] })

const isDiskError = (error: unknown): boolean => error instanceof Error && 'syscall' in error

async function inspect(zip: ZipFile, limits: ZipLimits): Promise<ZipInspection> {
  // Before the directory is read: a directory of millions of entries is itself an attack on memory.
  if (zip.entryCount > limits.maxEntries) {
    return refuse(zipProblem(null, 'too_many_entries', { limit: limits.maxEntries, found: zip.entryCount }))
  }
  const entries: Entry[] = []
  let directoryBytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      directoryBytes += entry.fileNameRaw.length + entry.extraFieldRaw.length + entry.fileCommentRaw.length
      if (directoryBytes > limits.maxDirectoryBytes) {
        return refuse(zipProblem(null, 'directory_too_large', { limit: limits.maxDirectoryBytes }))
      }
      entries.push(entry)
    }
  } catch (error) {
    if (isDiskError(error)) throw error
    // yauzl says in English what it stumbled over; for the person it comes to the same: the archive is broken.
    return refuse(zipProblem(null, 'damaged_archive'))
  }
  return inspectEntries(entries, limits)
}

/** @returns what kept this entry out, or null when it was saved. */
async function takeMember(zip: ZipFile, { entry, name }: ZipMember, save: UnpackZipOptions['save']): Promise<ZipProblem | null> {
  let stream: Readable
  try {
    stream = await zip.openReadStreamPromise(entry)
  } catch {
    return zipProblem(name, 'damaged_entry')
  }
  const content = checkedContent(stream, entry)
  try {
    const { head, isWhole } = await readHead(content)
    if (isArchive(head)) return zipProblem(name, 'nested_archive')
    const media = await sniffMedia(head)
    if (!media.ok) return zipProblem(name, media.reason, media.found === null ? {} : { found: media.found })
    await save({ name, bytes: entry.uncompressedSize, media }, isWhole ? once(head) : joined(head, content))
    return null
  } catch (error) {
    if (error instanceof DamagedEntry) return zipProblem(name, 'damaged_entry')
    throw error
  } finally {
    await content.return(undefined)
    stream.destroy()
  }
}

/** The entry's bytes, held to the size and checksum that the directory claims; yauzl checks only part of the sizes. */
async function* checkedContent(stream: Readable, entry: Entry): AsyncGenerator<Uint8Array, undefined, undefined> {
  let bytes = 0
  let checksum = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      checksum = crc32(chunk, checksum)
      if (bytes > entry.uncompressedSize) throw new DamagedEntry('larger than claimed')
      yield chunk
    }
  } catch (error) {
    throw error instanceof DamagedEntry || isDiskError(error) ? error : new DamagedEntry('cannot be decompressed', { cause: error })
  }
  if (bytes !== entry.uncompressedSize || checksum !== entry.crc32 >>> 0) throw new DamagedEntry('size or checksum differs')
}

/** Reads until `sniffBytes` are there or the entry ends; an entry that ends has been checked whole. */
async function readHead(content: AsyncGenerator<Uint8Array, undefined, undefined>): Promise<{ head: Buffer; isWhole: boolean }> {
  const parts: Uint8Array[] = []
  let size = 0
  while (size < sniffBytes) {
    const { done, value } = await content.next()
    if (done === true) return { head: Buffer.concat(parts), isWhole: true }
    parts.push(value)
    size += value.length
  }
  return { head: Buffer.concat(parts), isWhole: false }
}

async function* once(head: Uint8Array): AsyncGenerator<Uint8Array> {
  yield head
}

async function* joined(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest
}

/** Zip, gzip, 7z, RAR, bzip2, xz, whatever the name says. */
function isArchive(head: Buffer): boolean {
  const starts = ['504b0304', '504b0506', '1f8b', '377abcaf271c', '526172211a07', '425a68', 'fd377a585a00']
  return starts.some((start) => head.subarray(0, start.length / 2).toString('hex') === start)
}
