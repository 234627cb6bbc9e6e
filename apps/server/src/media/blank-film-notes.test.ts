import { ALL_FORMATS, BufferSource, BufferTarget, Conversion, EncodedPacketSink, Input, Mp4OutputFormat, Output, WEBM } from 'mediabunny'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blankFilmNotes } from './blank-film-notes.ts'
import { isWholeFilm } from './is-whole-film.ts'

const PLACE = '+45.7640+004.8357/'
let film: Buffer
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canut-films-'))
  const input = new Input({
    formats: [WEBM],
    source: new BufferSource(await readFile(join(import.meta.dirname, '../../samples/clip-1.webm'))),
  })
  const target = new BufferTarget()
  await (await Conversion.init({ input, output: new Output({ format: new Mp4OutputFormat({ fastStart: false }), target }) })).execute()
  film = Buffer.from(target.buffer ?? new ArrayBuffer(0))
})
afterAll(() => rm(folder, { recursive: true }))

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.reduce((sum, { length }) => sum + length, 0))
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...content])
}

const numbers = (...values: readonly number[]) =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes
    }),
  )

/** As phones do it: at the end of `moov`, which stands last in the file, so that nothing else moves. */
function withInMoov(...boxes: readonly Buffer[]): Buffer {
  const at = film.lastIndexOf('moov') - 4
  if (at + film.readUInt32BE(at) !== film.length) throw new Error('moov is not the last box of the film')
  return Buffer.concat([film.subarray(0, at), box('moov', film.subarray(at + 8), ...boxes)])
}

async function blanked(content: Buffer): Promise<Buffer> {
  const path = join(folder, 'film.mp4')
  await writeFile(path, content)
  await blankFilmNotes(path)
  return readFile(path)
}

async function packetsOf(content: Uint8Array): Promise<readonly string[]> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(content) })
  const track = await input.getPrimaryVideoTrack()
  const found: string[] = []
  if (track === null) return found
  for await (const packet of new EncodedPacketSink(track).packets())
    found.push(`${packet.timestamp} ${Buffer.from(packet.data).toString('base64')}`)
  return found
}

describe('a film', () => {
  it('loses the place, the camera and what else was noted, and plays as before', async () => {
    const noted = Buffer.concat([
      withInMoov(
        box('udta', box('\u00a9xyz', Buffer.from(`\0\x12\x15\xc7${PLACE}`)), box('\u00a9mod', Buffer.from('SECRET-PHONE'))),
        box('meta', Buffer.from(`mdta com.apple.quicktime.location.ISO6709 ${PLACE}`)),
      ),
      box('uuid', Buffer.from(`<x:xmpmeta place="${PLACE}"/>`)),
      box('free', Buffer.from(`left over ${PLACE}`)),
    ])
    const kept = await blanked(noted)
    expect(kept).toHaveLength(noted.length)
    for (const secret of [PLACE, 'SECRET-PHONE', 'ISO6709', 'xmpmeta']) expect([secret, kept.includes(secret)]).toEqual([secret, false])
    expect(await packetsOf(kept)).toEqual(await packetsOf(film))
    expect((await packetsOf(kept)).length).toBeGreaterThan(0)
    expect(await isWholeFilm(join(folder, 'film.mp4'), 'video/mp4')).toBe(true)
  })

  it('loses a track of places, second by second, and what its samples say', async () => {
    const samples = Buffer.from(`${PLACE}${PLACE}${PLACE}`)
    const offset = film.length + 8
    const table = (sizes: Buffer) =>
      box('stbl', box('stsz', sizes), box('stsc', numbers(0, 1, 1, 2, 1)), box('stco', numbers(0, 2, offset, offset + 2 * PLACE.length)))
    const track = (sizes: Buffer) =>
      box('trak', box('mdia', box('hdlr', numbers(0, 0), Buffer.from('meta'), Buffer.alloc(13)), box('minf', table(sizes))))
    for (const sizes of [numbers(0, 0, 3, PLACE.length, PLACE.length, PLACE.length), numbers(0, PLACE.length, 3)]) {
      const noted = Buffer.concat([film, box('mdat', samples), withInMoov(track(sizes)).subarray(film.lastIndexOf('moov') - 4)])
      expect((await blanked(noted)).includes(PLACE)).toBe(false)
    }
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a box longer than the file', box('moov', numbers(0xffff_ffff))],
    [
      'a track whose tables promise what is not there',
      box(
        'moov',
        box(
          'trak',
          box(
            'mdia',
            box('hdlr', numbers(0, 0), Buffer.from('meta')),
            box(
              'minf',
              box(
                'stbl',
                box('stsz', numbers(0, 0xffff_ffff, 0xffff_ffff)),
                box('stsc', numbers(0, 0xffff_ffff, 1, 0xffff_ffff, 1)),
                box('stco', numbers(0, 0xffff_ffff, 0)),
              ),
            ),
          ),
        ),
      ),
    ],
    [
      'tables that are cut off',
      box(
        'moov',
        box(
          'trak',
          box('mdia', box('hdlr', numbers(0, 0), Buffer.from('meta')), box('minf', box('stbl', box('stsz'), box('stsc'), box('stco')))),
        ),
      ),
    ],
  ])('of %s is left to those who refuse it', async (_what, content) => {
    expect(await blanked(content)).toHaveLength(content.length)
  })

  it('of a million boxes in one another is looked into no deeper than films are', async () => {
    const deep = Buffer.alloc(8_000_000, 'xxxxmoov')
    for (let at = 0; at < deep.length; at += 8) deep.writeUInt32BE(deep.length - at, at)
    expect((await blanked(deep)).length).toBe(deep.length)
  })
})
