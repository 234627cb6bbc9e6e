import { open, type FileHandle } from 'node:fs/promises'

/** Boxes for notes about a film: its name, its camera, the place where it was taken (`©xyz`, `loci`, the keys of phones), XMP. */
const NOTES = new Set(['udta', 'meta', 'uuid', 'XMP_'])
/** What may be left over from notes that a program took out. */
const UNUSED = new Set(['free', 'skip', 'wide'])
/** Boxes that are looked into. */
const PARENTS = new Set(['moov', 'trak', 'moof', 'traf'])
/** What a track may be of; others hold what a camera measured, second by second, such as the place. */
const SHOWN = new Set(['vide', 'soun', 'text', 'sbtl', 'subt', 'clcp'])
const MOST_BOXES = 10_000
/** The file, `moov`, `trak`. */
const DEEPEST = 2
const ZEROS = Buffer.alloc(64 * 1024)

interface Box {
  readonly type: string
  /** where it begins, where its content begins, and where it ends */
  readonly at: number
  readonly from: number
  readonly to: number
}

/**
 * Takes out of an MP4 what a camera or a program noted beside pictures and sounds (ISO 14496-12 §8.10, §8.11). In place, and
 * nothing moves: notes become free space, filled with zeros, so that every offset in the file still holds.
 */
export async function blankFilmNotes(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await blankIn(file, { type: '', at: 0, from: 0, to: size }, 0)
  } finally {
    await file.close()
  }
}

async function blankIn(file: FileHandle, parent: Box, depth: number): Promise<void> {
  for (const box of await boxesIn(file, parent)) {
    if (NOTES.has(box.type) || UNUSED.has(box.type)) await blank(file, box)
    else if (box.type === 'trak' && !SHOWN.has(await handlerOf(file, box))) {
      for (const [from, to] of await samplesOf(file, box)) await fillWithZeros(file, from, to)
      await blank(file, box)
    } else if (PARENTS.has(box.type) && depth < DEEPEST) await blankIn(file, box, depth + 1)
  }
}

/** A box that ends outside of its parent ends the list: what such a file is worth, others look at. */
async function boxesIn(file: FileHandle, { from, to }: Box): Promise<readonly Box[]> {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to && boxes.length < MOST_BOXES;) {
    const head = await bytesAt(file, at, Math.min(16, to - at))
    const short = head.readUInt32BE(0)
    const isLong = short === 1 && head.length === 16
    const length = short === 0 ? to - at : isLong ? Number(head.readBigUInt64BE(8)) : short
    const header = isLong ? 16 : 8
    if (length < header || at + length > to) break
    boxes.push({ type: head.toString('latin1', 4, 8), at, from: at + header, to: at + length })
    at += length
  }
  return boxes
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  await file.read(bytes, 0, length, at)
  return bytes
}

async function blank(file: FileHandle, { at, from, to }: Box): Promise<void> {
  await file.write('free', at + 4, 'latin1')
  await fillWithZeros(file, from, to)
}

async function fillWithZeros(file: FileHandle, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += ZEROS.length) await file.write(ZEROS, 0, Math.min(ZEROS.length, to - at), at)
}

async function find(file: FileHandle, from: Box, ...types: readonly string[]): Promise<Box | null> {
  let box: Box | null = from
  for (const type of types) box = box === null ? null : ((await boxesIn(file, box)).find((each) => each.type === type) ?? null)
  return box
}

/** What a track is of; a track that does not say is left alone, as if it were a picture. */
async function handlerOf(file: FileHandle, track: Box): Promise<string> {
  const handler = await find(file, track, 'mdia', 'hdlr')
  return handler === null ? 'vide' : (await bytesAt(file, handler.from + 8, 4)).toString('latin1')
}

/** Where the samples of a track lie in the file (§8.6 to §8.7). */
async function samplesOf(file: FileHandle, track: Box): Promise<readonly (readonly [from: number, to: number])[]> {
  const table = await find(file, track, 'mdia', 'minf', 'stbl')
  if (table === null) return []
  const boxes = await boxesIn(file, table)
  const contentOf = async (type: string) => {
    const box = boxes.find((each) => each.type === type)
    return box === undefined ? null : bytesAt(file, box.from, box.to - box.from)
  }
  const [sizes, perChunk, offsets, longOffsets] = await Promise.all(['stsz', 'stsc', 'stco', 'co64'].map(contentOf))
  const chunks = offsets ?? longOffsets
  if (!sizes || !perChunk || !chunks || sizes.length < 12 || countIn(perChunk, 8, 12) === 0) return []
  const { size } = await file.stat()
  const wide = offsets ? 4 : 8
  const lengthOf = samplesIn(sizes)
  const ranges: [number, number][] = []
  let [run, sample, sum] = [0, 0, 0]
  // together no more than the file has: tables that say so are not those of a film
  for (let chunk = 0; chunk < countIn(chunks, 8, wide) && sum <= size; chunk++) {
    if (run + 1 < countIn(perChunk, 8, 12) && perChunk.readUInt32BE(8 + (run + 1) * 12) <= chunk + 1) run += 1
    const from = wide === 4 ? chunks.readUInt32BE(8 + chunk * 4) : Number(chunks.readBigUInt64BE(8 + chunk * 8))
    const count = perChunk.readUInt32BE(8 + run * 12 + 4)
    const length = lengthOf(sample, count)
    sample += count
    sum += length
    if (from < size) ranges.push([from, Math.min(from + length, size)])
  }
  return ranges
}

/** How long so many samples are together, beginning with one of them: all alike, or each by itself. */
function samplesIn(sizes: Buffer): (first: number, count: number) => number {
  const alike = sizes.readUInt32BE(4)
  if (alike > 0) return (_first, count) => alike * count
  const most = countIn(sizes, 12, 4)
  return (first, count) => {
    let length = 0
    for (let i = first; i < Math.min(first + count, most); i++) length += sizes.readUInt32BE(12 + i * 4)
    return length
  }
}

/** How many entries a table has; never more than it has room for. */
const countIn = (table: Buffer, header: number, entry: number): number =>
  table.length < header ? 0 : Math.min(table.readUInt32BE(header - 4), Math.floor((table.length - header) / entry))
