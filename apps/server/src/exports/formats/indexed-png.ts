import { constants, crc32, deflate } from 'node:zlib'
import { promisify } from 'node:util'

const deflated = promisify(deflate)
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MOST_COLOURS = 256

export type Colour = readonly [red: number, green: number, blue: number]

/**
 * A PNG whose pixels are the numbers given, with a colour for each. Written here because image libraries choose the numbers
 * themselves. Above 255 a palette has no place: then it is a 16-bit grey picture of the same numbers.
 *
 * @param pixels width × height, row by row, each below `palette.length`
 */
export async function indexedPng(
  pixels: Uint8Array | Uint16Array,
  { width, height, palette }: { width: number; height: number; palette: readonly Colour[] },
): Promise<Buffer> {
  const isGrey = palette.length > MOST_COLOURS
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = isGrey ? 16 : 8
  header[9] = isGrey ? 0 : 3
  // of rows that are stretches of one number; looking for more than repeats of it takes four times as long, for larger files
  const content = await deflated(rowsOf(pixels, width, height, isGrey ? 2 : 1), { strategy: constants.Z_RLE })
  const colours = isGrey ? [] : [chunk('PLTE', Buffer.from(palette.flat()))]
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), ...colours, chunk('IDAT', content), chunk('IEND', Buffer.alloc(0))])
}

/** Each row begins with its filter, which is none. */
function rowsOf(pixels: Uint8Array | Uint16Array, width: number, height: number, bytesPerPixel: 1 | 2): Buffer {
  const stride = 1 + width * bytesPerPixel
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const row = pixels.subarray(y * width, (y + 1) * width)
    if (bytesPerPixel === 1) rows.set(row, y * stride + 1)
    else for (let x = 0; x < width; x += 1) rows.writeUInt16BE(row[x] ?? 0, y * stride + 1 + x * 2)
  }
  return rows
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(content.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
