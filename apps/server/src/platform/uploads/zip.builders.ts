import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly content?: Buffer
  readonly store?: boolean
  /** What the archive claims instead of the truth. */
  readonly claimedBytes?: number
  readonly claimedCrc?: number
  /** Unix mode, as in `0o120777` for a symbolic link. */
  readonly mode?: number
  readonly flags?: number
  readonly method?: number
  /** Points at the data of an earlier part instead of having its own. */
  readonly sharesDataOf?: number
}

/** For tests: an archive that may lie, which no library agrees to write (APPNOTE 6.3.10, §4.3). */
export function buildZip(parts: readonly ZipPart[], { claimedEntries }: { claimedEntries?: number } = {}): Buffer {
  const local: Buffer[] = []
  const offsets: number[] = []
  const central: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const content = part.content ?? Buffer.from('content')
    const data = part.store ? content : deflateRawSync(content)
    const name = Buffer.from(part.name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE((part.flags ?? 0) | 0x800, 2)
    common.writeUInt16LE(part.method ?? (part.store ? 0 : 8), 4)
    common.writeUInt32LE(part.claimedCrc ?? crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(part.claimedBytes ?? content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const offset = part.sharesDataOf === undefined ? at : (offsets[part.sharesDataOf] ?? 0)
    offsets.push(offset)
    if (part.sharesDataOf === undefined) {
      const record = Buffer.concat([Buffer.from('504b0304', 'hex'), common, name, data])
      local.push(record)
      at += record.length
    }
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('504b01021403', 'hex'), common, tail, name]))
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(claimedEntries ?? parts.length, 8)
  end.writeUInt16LE(claimedEntries ?? parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, directory, end])
}
