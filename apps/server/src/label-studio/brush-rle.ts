/**
 * The run lengths of Label Studio's brush, which are not COCO's: a stream of bits over the bytes of an RGBA picture, row by
 * row. It begins with how many bytes there are (32 bits), how wide a byte is less one (5), and four widths of lengths less
 * one (4 each); then blocks: 1 bit whether the block is one byte repeated, 2 bits which width its length has, the length
 * less one, and the byte or bytes.
 */
const WORD_BITS = 8
const LENGTH_BITS = [3, 4, 8, 16] as const
const CHANNELS = 4

/** @param mask one byte a pixel, row by row; what is not 0 is set */
export function encodeBrush(mask: Uint8Array): number[] {
  const writer = bitWriter()
  writer.write(mask.length * CHANNELS, 32)
  writer.write(WORD_BITS - 1, 5)
  for (const bits of LENGTH_BITS) writer.write(bits - 1, 4)
  for (let from = 0; from < mask.length;) {
    let to = from + 1
    while (to < mask.length && (mask[to] === 0) === (mask[from] === 0)) to += 1
    repeat(writer, (to - from) * CHANNELS, mask[from] === 0 ? 0 : 255)
    from = to
  }
  return writer.bytes()
}

function repeat(writer: BitWriter, count: number, value: number): void {
  for (let left = count; left > 0;) {
    const most = 2 ** LENGTH_BITS[3]
    const length = Math.min(left, most)
    const width = LENGTH_BITS.findIndex((bits) => length <= 2 ** bits)
    writer.write(1, 1)
    writer.write(width, 2)
    writer.write(length - 1, LENGTH_BITS[width] ?? 16)
    writer.write(value, WORD_BITS)
    left -= length
  }
}

/**
 * @param pixels width × height of the picture
 * @returns one byte a pixel, 1 where the picture is not transparent; null when the list is no such stream for this picture
 */
export function decodeBrush(rle: readonly unknown[], pixels: number): Uint8Array | null {
  const bytes = rle.map(Number)
  if (!bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)) return null
  const reader = bitReader(bytes)
  if (reader.read(32) !== pixels * CHANNELS) return null
  const wordBits = reader.read(5) + 1
  const lengthBits = [0, 0, 0, 0].map(() => reader.read(4) + 1)
  const mask = new Uint8Array(pixels)
  for (let at = 0; at < pixels * CHANNELS;) {
    const isRepeated = reader.read(1) === 1
    const length = reader.read(lengthBits[reader.read(2)] ?? 16) + 1
    if (at + length > pixels * CHANNELS || reader.isOver()) return null
    let value = isRepeated ? reader.read(wordBits) : 0
    for (const end = at + length; at < end; at += 1) {
      if (!isRepeated) value = reader.read(wordBits)
      // the last of four bytes says how opaque the pixel is
      if (at % CHANNELS === CHANNELS - 1 && value !== 0) mask[(at - CHANNELS + 1) / CHANNELS] = 1
    }
  }
  return reader.isOver() ? null : mask
}

type BitWriter = ReturnType<typeof bitWriter>

function bitWriter() {
  const bytes: number[] = []
  let [current, filled] = [0, 0]
  return {
    write(value: number, bits: number): void {
      for (let bit = bits - 1; bit >= 0; bit -= 1) {
        current = (current << 1) | (Math.floor(value / 2 ** bit) % 2)
        filled += 1
        if (filled < 8) continue
        bytes.push(current)
        current = 0
        filled = 0
      }
    },
    bytes: (): number[] => (filled === 0 ? bytes : [...bytes, current << (8 - filled)]),
  }
}

function bitReader(bytes: readonly number[]) {
  let at = 0
  return {
    read(bits: number): number {
      let value = 0
      for (let n = 0; n < bits; n += 1) {
        value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
        at += 1
      }
      return value
    },
    isOver: (): boolean => at > bytes.length * 8,
  }
}
