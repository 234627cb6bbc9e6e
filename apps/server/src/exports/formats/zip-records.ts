/** The records of a zip archive (APPNOTE 6.3.10 of PKWARE), as far as entries that are stored need them. Little-endian. */
export interface WrittenEntry {
  readonly name: Buffer
  readonly at: Date
  /** where its header begins in the archive */
  readonly offset: number
  readonly crc: number
  readonly size: number
  /** whether sum and size stand behind its content, in a descriptor */
  readonly isStream: boolean
}

const MOST_32 = 0xffff_ffff
const MOST_16 = 0xffff
/** of a plain file on Unix, readable by all */
const FILE_MODE = 0o100644
const [VERSION_2, VERSION_4_5, UNIX] = [20, 45, 3 << 8]
/** bit 11: names are UTF-8; bit 3: a descriptor follows the content */
const [NAMES_UTF8, HAS_DESCRIPTOR] = [0x0800, 0x0008]

type Field = readonly [bytes: 2 | 4 | 8, value: number]

function record(fields: readonly Field[], ...rest: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of fields) {
    if (bytes === 8) head.writeBigUInt64LE(BigInt(value), at)
    else head.writeUIntLE(value, at, bytes)
    at += bytes
  }
  return rest.length === 0 ? head : Buffer.concat([head, ...rest])
}

export function headerOf({ name, at, crc, size, isStream }: Omit<WrittenEntry, 'offset'>): Buffer {
  const known = isStream ? 0 : size
  const common: Field[] = [[2, VERSION_2], [2, flagsOf(isStream)], [2, 0], ...timeOf(at), [4, isStream ? 0 : crc], [4, known], [4, known]]
  return record([[4, 0x0403_4b50], ...common, [2, name.length], [2, 0]], name)
}

export const descriptorOf = (crc: number, size: number): Buffer =>
  record([[4, 0x0807_4b50], [4, crc], ...repeated([size > MOST_32 ? 8 : 4, size])])

/** The line of an entry in the index. What 32 bits cannot hold stands in an extra field. */
export function centralRecord({ name, at, offset, crc, size, isStream }: WrittenEntry): Buffer {
  const large: Field[] = [...(size >= MOST_32 ? repeated([8, size]) : []), ...(offset >= MOST_32 ? [[8, offset] as const] : [])]
  const extra = large.length === 0 ? Buffer.alloc(0) : record([[2, 0x0001], [2, large.length * 8], ...large])
  const version = large.length === 0 ? VERSION_2 : VERSION_4_5
  return record(
    [
      [4, 0x0201_4b50],
      [2, UNIX | version],
      [2, version],
      [2, flagsOf(isStream)],
      [2, 0],
      ...timeOf(at),
      [4, crc],
      ...repeated([4, Math.min(size, MOST_32)]),
      [2, name.length],
      [2, extra.length],
      // no comment, one disk, no attributes of the content
      [2, 0],
      [2, 0],
      [2, 0],
      [4, FILE_MODE * 0x1_0000],
      [4, Math.min(offset, MOST_32)],
    ],
    name,
    extra,
  )
}

export function endRecords({ count, indexBytes, indexOffset }: { count: number; indexBytes: number; indexOffset: number }): Buffer {
  const end = record([
    [4, 0x0605_4b50],
    [2, 0],
    [2, 0],
    ...repeated([2, Math.min(count, MOST_16)]),
    [4, Math.min(indexBytes, MOST_32)],
    [4, Math.min(indexOffset, MOST_32)],
    [2, 0],
  ])
  if (count < MOST_16 && indexBytes < MOST_32 && indexOffset < MOST_32) return end
  const large = record([
    [4, 0x0606_4b50],
    [8, 44],
    [2, UNIX | VERSION_4_5],
    [2, VERSION_4_5],
    [4, 0],
    [4, 0],
    ...repeated([8, count]),
    [8, indexBytes],
    [8, indexOffset],
  ])
  const locator = record([
    [4, 0x0706_4b50],
    [4, 0],
    [8, indexOffset + indexBytes],
    [4, 1],
  ])
  return Buffer.concat([large, locator, end])
}

/** Stored content is as large in the archive as by itself, and a count on this disk is the count of all. */
const repeated = (field: Field): Field[] => [field, field]

const flagsOf = (isStream: boolean): number => NAMES_UTF8 | (isStream ? HAS_DESCRIPTOR : 0)

/** In UTC, so that the same export has the same bytes everywhere; the format begins with 1980 and counts every second second. */
function timeOf(at: Date): Field[] {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  const date = (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  return [
    [2, time],
    [2, date],
  ]
}
