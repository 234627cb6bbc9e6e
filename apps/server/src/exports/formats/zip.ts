import { crc32 } from 'node:zlib'
import type { ExportContext } from './format.ts'
import { withSpools, type Spool } from './spool.ts'
import { centralRecord, descriptorOf, endRecords, headerOf, type WrittenEntry } from './zip-records.ts'

export interface ZipEntry {
  /** path inside the archive, with forward slashes */
  readonly name: string
  readonly content: string | Uint8Array | AsyncIterable<Uint8Array>
}

const PIECE_BYTES = 64 * 1024

/**
 * An archive, entry after entry as they come, and last what says who made it. Stored and not compressed: pictures and sounds are
 * compressed already, and deflating a hundred thousand small texts takes five times as long as writing them. The index, which
 * comes at the end of an archive, waits on disk.
 *
 * @param entries is handed what opens further spools, for entries that come last as well
 */
export function zipOf(
  context: Pick<ExportContext, 'now' | 'scratchDir' | 'batch' | 'about' | 'run'>,
  entries: (openSpool: () => Spool) => AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array, void, undefined> {
  return withSpools(context.scratchDir, (openSpool) =>
    inPieces(archiveOf(withAbout(entries(openSpool), context), context.now, openSpool())),
  )
}

async function* withAbout(
  entries: AsyncIterable<ZipEntry>,
  { batch, about, run }: Pick<ExportContext, 'batch' | 'about' | 'run'>,
): AsyncGenerator<ZipEntry, void, undefined> {
  yield* entries
  const told = { madeBy: 'people', batch: { id: batch.id, name: batch.name, taskType: batch.taskType }, run, about }
  yield { name: 'about.json', content: `${JSON.stringify(told, null, 2)}\n` }
}

async function* archiveOf(entries: AsyncIterable<ZipEntry>, at: Date, index: Spool): AsyncGenerator<Uint8Array, void, undefined> {
  let [offset, count, indexBytes] = [0, 0, 0]
  for await (const { name, content } of entries) {
    const named = Buffer.from(name)
    const entry = { name: named, at, offset }
    const written = yield* isStream(content) ? streamed(entry, content) : whole(entry, Buffer.from(content as Uint8Array))
    offset += written.length
    count += 1
    const record = centralRecord({ ...entry, ...written })
    indexBytes += record.length
    // a spool keeps texts; so each byte is a character of its own
    await index.add(record.toString('latin1'))
  }
  for await (const records of index.read()) yield Buffer.from(records, 'latin1')
  yield endRecords({ count, indexBytes, indexOffset: offset })
}

const isStream = (content: ZipEntry['content']): content is AsyncIterable<Uint8Array> =>
  typeof content === 'object' && Symbol.asyncIterator in content

type Begun = Pick<WrittenEntry, 'name' | 'at' | 'offset'>
type Ended = Pick<WrittenEntry, 'crc' | 'size' | 'isStream'> & { readonly length: number }

function* whole(entry: Begun, content: Buffer): Generator<Uint8Array, Ended, undefined> {
  const written = { crc: crc32(content), size: content.length, isStream: false }
  const header = headerOf({ ...entry, ...written })
  yield header
  yield content
  return { ...written, length: header.length + content.length }
}

/** How long it is and what its sum is are known at its end only, and stand behind it. */
async function* streamed(entry: Begun, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, Ended, undefined> {
  let [crc, size] = [0, 0]
  const header = headerOf({ ...entry, crc, size, isStream: true })
  yield header
  for await (const piece of content) {
    crc = crc32(piece, crc)
    size += piece.length
    yield piece
  }
  const descriptor = descriptorOf(crc, size)
  yield descriptor
  return { crc, size, isStream: true, length: header.length + size + descriptor.length }
}

async function* inPieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const piece of content) {
    waiting.push(piece)
    bytes += piece.length
    if (bytes < PIECE_BYTES) continue
    yield waiting.length === 1 ? piece : Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}
