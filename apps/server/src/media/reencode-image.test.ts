import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reencodeImage } from './reencode-image.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canut-images-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function encoded(content: Uint8Array, mime: string, keepExif = false) {
  const path = join(folder, 'image')
  await writeFile(path, content)
  return reencodeImage({ path, mime, keepExif }, (pieces) => buffer(pieces))
}

const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description place="SECRET-TOWN"/></rdf:RDF></x:xmpmeta>'

const noted = (format: 'jpeg' | 'png' | 'webp' | 'avif') =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#8a3' } })
    .withExif({ IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitude: '45/1 45/1 0/1' } })
    .withXmp(XMP)
    .toFormat(format)
    .toBuffer()

describe('an image', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'in %s loses its owner and its place, wherever its format keeps them, and what hangs at its end',
    async (format) => {
      const content = Buffer.concat([await noted(format), Buffer.from('SECRET-TAIL')])
      expect(content.includes('SECRET-OWNER')).toBe(true)
      const kept = await encoded(content, `image/${format}`)
      const bytes = kept.ok ? kept.value : Buffer.from('SECRET: refused')
      expect(bytes.includes('SECRET')).toBe(false)
      const { exif, xmp, width } = await sharp(bytes).metadata()
      expect({ exif, xmp, width }).toEqual({ exif: undefined, xmp: undefined, width: 40 })
    },
  )

  it('of very many frames is refused before it keeps others waiting', async () => {
    const one = Buffer.from('47494638396101000100f00000ffffff0000002c00000000010001000002024401003b', 'hex')
    const frames = (count: number) =>
      Buffer.concat([one.subarray(0, 19), ...Array.from({ length: count }, () => one.subarray(19, -1)), one.subarray(-1)])
    expect(await encoded(frames(2001), 'image/gif')).toEqual({ ok: false, code: 'too_many_frames', params: { limit: 2000, found: 2001 } })
    expect(await encoded(frames(20), 'image/gif')).toMatchObject({ ok: true })
  })
})
