import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { sniffBytes, sniffMedia } from './sniff.ts'

const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#a33' } })
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const padded = (start: Buffer) => Buffer.concat([start, Buffer.alloc(2000)])
const ftyp = (brand: string) =>
  padded(Buffer.concat([hex('0000001c'), Buffer.from(`ftyp${brand}`), hex('00000000'), Buffer.from('isommp42')]))
const ogg = (codec: Buffer) => padded(Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), codec]))
/** EBML header with DocType webm, a segment, and one track of the given type (1 video, 2 audio). */
const webm = (trackType: number) =>
  padded(
    Buffer.concat([
      hex('1a45dfa3 87 4282 84'),
      Buffer.from('webm'),
      hex('18538067 8c 1654ae6b 87 ae 85 d78101 83 81'),
      Buffer.from([trackType]),
    ]),
  )
const id3 = Buffer.concat([Buffer.from('ID3'), hex('03 00 00 00 02 00 00'), Buffer.alloc(40_000, 1)])

describe('sniffMedia takes', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)('a picture in %s', async (format) => {
    const file = await picture.clone().toFormat(format).toBuffer()
    expect(await sniffMedia(file)).toMatchObject({ ok: true, kind: 'image', mime: `image/${format}` })
  })

  it.each([
    ['mp3', hex('fffb9064'), 'audio/mpeg'],
    ['wav', Buffer.concat([Buffer.from('RIFF'), hex('24080000'), Buffer.from('WAVEfmt ')]), 'audio/wav'],
    ['ogg', ogg(hex('01766f72626973')), 'audio/ogg'],
    ['opus', ogg(Buffer.from('OpusHead')), 'audio/ogg'],
    ['m4a', ftyp('M4A '), 'audio/mp4'],
    ['webm', webm(2), 'audio/webm'],
  ])('a sound in %s', async (extension, start, mime) => {
    expect(await sniffMedia(padded(start))).toEqual({ ok: true, kind: 'audio', mime, extension })
  })

  it.each([
    ['mp4', ftyp('isom'), 'video/mp4'],
    ['m4v', ftyp('M4V '), 'video/mp4'],
    ['webm', webm(1), 'video/webm'],
    ['webm', webm(2).subarray(0, 14), 'video/webm'],
  ])('a film in %s, and a WebM that hides its tracks', async (extension, file, mime) => {
    expect(await sniffMedia(file)).toEqual({ ok: true, kind: 'video', mime, extension })
  })

  it('an mp3 whose cover picture fills all the bytes that are looked at', async () => {
    expect(await sniffMedia(id3.subarray(0, sniffBytes))).toMatchObject({ ok: true, mime: 'audio/mpeg' })
  })
})

describe('sniffMedia refuses', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'empty_file'],
    ['a page called picture.png', Buffer.from('<!doctype html><script>alert(1)</script>'), 'unknown_type'],
    ['an SVG, which can run scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'unknown_type'],
    ['plain text', Buffer.from('task,label\n1,cat\n'), 'unknown_type'],
    ['a PDF', padded(Buffer.from('%PDF-1.7\n')), 'type_not_accepted'],
    ['a zip', padded(hex('504b0304 1400 0000 0800')), 'type_not_accepted'],
    ['a program', padded(hex('7f454c46 02 01 01')), 'type_not_accepted'],
    ['a film in QuickTime', ftyp('qt  '), 'video_not_accepted'],
    ['a film in AVI', padded(Buffer.concat([Buffer.from('RIFF'), hex('24080000'), Buffer.from('AVI LIST')])), 'video_not_accepted'],
    ['a picture cut after its first byte', hex('89'), 'unknown_type'],
  ])('%s', async (_name, file, reason) => {
    expect(await sniffMedia(file)).toMatchObject({ ok: false, reason })
  })
})
