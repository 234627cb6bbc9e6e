import { isUtf8 } from 'node:buffer'

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be'

/** One well-formed UTF-8 sequence beyond ASCII, or a byte that belongs to none, over bytes read as Latin-1 (RFC 3629 §4). */
const sequenceOrStray =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g

/**
 * Decodes UTF-8 so that a wrong byte stays visible: it becomes a lone low surrogate, which no well-formed text contains,
 * so that `isWellFormed()` finds exactly the rows and columns that hold one. (U+FFFD would not do: a file may contain it.)
 */
function decodeUtf8(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return bytes
    .toString('latin1')
    .replace(sequenceOrStray, (match) =>
      match.length === 1 ? String.fromCharCode(0xdc00 + match.charCodeAt(0)) : Buffer.from(match, 'latin1').toString('utf8'),
    )
}

/** How many bytes at the end begin a sequence that the next block may complete. */
function openUtf8Tail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

/** The encoding that a byte order mark announces, and the mark's length; UTF-8 without one. */
export function detectEncoding(first: Uint8Array): { encoding: TextEncodingName; bomBytes: number } {
  if (first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 }
  if (first[0] === 0xff && first[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 }
  if (first[0] === 0xfe && first[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 }
  return { encoding: 'utf-8', bomBytes: 0 }
}

/** Decodes consecutive blocks; bytes of a character cut by a block's end wait for the next one. */
export class BlockDecoder {
  private rest: Buffer = Buffer.alloc(0)
  private readonly encoding: TextEncodingName

  constructor(encoding: TextEncodingName) {
    this.encoding = encoding
  }

  decode(block: Buffer): string {
    const bytes = this.rest.length === 0 ? block : Buffer.concat([this.rest, block])
    const open = this.encoding === 'utf-8' ? openUtf8Tail(bytes) : bytes.length % 2
    // Copied: a view would keep the whole block alive.
    this.rest = Buffer.from(bytes.subarray(bytes.length - open))
    return this.decodeWhole(bytes.subarray(0, bytes.length - open))
  }

  /** What the file's end leaves of a cut character is a wrong byte. */
  end(): string {
    return this.rest.toString('latin1').replace(/[^]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)))
  }

  private decodeWhole(bytes: Buffer): string {
    if (this.encoding === 'utf-8') return decodeUtf8(bytes)
    if (this.encoding === 'utf-16le') return bytes.toString('utf16le')
    return Buffer.from(bytes).swap16().toString('utf16le')
  }
}

/**
 * Regroups a source of any chunk sizes into blocks of about `blockBytes`: a body that drips byte by byte does not cost a
 * parse per byte, and one huge chunk does not become one huge string.
 */
export async function* regroup(source: AsyncIterable<Uint8Array>, blockBytes: number): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    let at = 0
    while (at < chunk.length) {
      const part = chunk.subarray(at, at + blockBytes - size)
      at += part.length
      size += part.length
      parts.push(part)
      if (size < blockBytes) continue
      yield Buffer.concat(parts, size)
      parts = []
      size = 0
    }
    // Many tiny chunks would keep as many objects: join them now and then.
    if (parts.length > 1024) parts = [Buffer.concat(parts, size)]
  }
  if (size > 0) yield Buffer.concat(parts, size)
}
