import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { altered, cutShort, mayNotRead, noSuchFile, notABackup } from './backup-problems.ts'
import { partOf } from './backup-format.ts'

export interface Member {
  readonly name: string
  /** may be left unread, or read in part */
  readonly content: AsyncIterable<Uint8Array>
}

const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/**
 * The members of an archive in their order, their parts joined, at constant memory. What cannot be read as an archive
 * is told apart: another kind of file, a file that ends too early, a damaged one.
 *
 * @throws StartupProblem `backup_not_usable`
 */
export async function* readArchive(path: string): AsyncGenerator<Member, void, undefined> {
  await refuseOtherFiles(path)
  const entries = entriesOf(path)
  const at: Place = { entries, entry: null }
  try {
    await advance(at)
    while (at.entry !== null) {
      const { member: name, number } = partOfEntry(path, at.entry)
      if (number !== null && number !== 1) throw altered(path, name)
      const content = joinParts(path, name, at)
      yield { name, content }
      // whatever the reader left, up to the next member
      while ((await content.next()).done !== true);
    }
  } finally {
    await entries.return(undefined)
  }
}

type Entry = AsyncIterable<unknown> & { readonly header: Header }

/** How far the archive has been read; an entry is read to its end before the next one is asked for. */
interface Place {
  readonly entries: AsyncGenerator<Entry, undefined, undefined>
  entry: Entry | null
}

async function advance(at: Place): Promise<void> {
  const next = await at.entries.next()
  at.entry = next.done === true ? null : next.value
}

/** The content of this entry and of all following parts of the same member. */
async function* joinParts(path: string, member: string, at: Place): AsyncGenerator<Uint8Array, void, undefined> {
  for (let number = 1; at.entry !== null; number += 1) {
    const part = partOfEntry(path, at.entry)
    if (part.member !== member || (number > 1 && part.number === null)) return
    if (part.number !== null && part.number !== number) throw altered(path, member)
    try {
      for await (const chunk of at.entry) yield chunk as Uint8Array
    } catch (error) {
      throw unreadable(path, error)
    }
    await advance(at)
  }
}

function partOfEntry(path: string, entry: Entry) {
  const part = entry.header.type === 'file' ? partOf(entry.header.name) : null
  if (part === null) throw notABackup(path)
  return part
}

async function* entriesOf(path: string): AsyncGenerator<Entry, undefined, undefined> {
  const tar = extract()
  const source = createReadStream(path, { highWaterMark: 1024 * 1024 })
  const fed = pipeline(source, createZstdDecompress(), tar)
  // reported by the loop or by the line after it; this keeps Node from taking it for forgotten in between
  fed.catch(() => undefined)
  try {
    for await (const entry of tar) yield entry
    await fed
    return undefined
  } catch (error) {
    throw unreadable(path, error)
  } finally {
    source.destroy()
  }
}

async function refuseOtherFiles(path: string): Promise<void> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw noSuchFile(path, error)
    if (error.code === 'EACCES') throw mayNotRead(path, error)
    throw error
  })
  try {
    const start = Buffer.alloc(ZSTD_MAGIC.length)
    const { bytesRead } = await handle.read(start, 0, start.length, 0).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EISDIR') throw notABackup(path, error)
      throw error
    })
    if (!start.subarray(0, bytesRead).equals(ZSTD_MAGIC)) throw notABackup(path)
  } finally {
    await handle.close()
  }
}

/** Errors of the disk keep their own words; all others say that these bytes are no archive of ours. */
function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'StartupProblem' || ('syscall' in error && error.syscall === 'read')) return error
  if ('code' in error && error.code === 'Z_BUF_ERROR') return cutShort(path, error)
  if (/unexpected end/i.test(error.message)) return cutShort(path, error)
  return altered(path, 'its compressed content', error)
}
