import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackZip, type ZipMedia } from './unpack-zip.ts'
import { buildZip, type ZipPart } from './zip.builders.ts'
import type { ZipLimits } from './zip-inspection.ts'

const bytesBy = (length: number, byte: (i: number) => number) => Buffer.from(Array.from({ length }, (_, i) => byte(i)))

let folder = ''
let png = Buffer.alloc(0)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canut-zip-'))
  const noise = bytesBy(200 * 200 * 3, (i) => (i * 7919) % 251)
  png = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
    .png()
    .toBuffer()
})
afterAll(() => rm(folder, { recursive: true }))

let count = 0
async function unpack(zip: Buffer, limits: Partial<ZipLimits> = {}) {
  const path = join(folder, `${(count += 1)}.zip`)
  await writeFile(path, zip)
  const files = new Map<string, { file: ZipMedia; content: Buffer }>()
  const result = await unpackZip(path, {
    limits,
    save: async (file, content) => {
      const parts: Uint8Array[] = []
      for await (const part of content) parts.push(part)
      files.set(file.name, { file, content: Buffer.concat(parts) })
    },
  })
  return { ...result, files, codes: result.problems.map(({ name, code }) => [name, code]) }
}
const unpackParts = (...parts: ZipPart[]) => unpack(buildZip(parts))

describe('an archive of media', () => {
  it('gives every image with its path, size and type, and passes over folders and system files', async () => {
    const { files, saved, problems } = await unpackParts(
      { name: 'été/1.png', content: png },
      { name: '2.jpg', content: png, store: true },
      { name: 'été/' },
      { name: '__MACOSX/._1.png' },
      { name: 'été/.DS_Store' },
    )
    expect(problems).toEqual([])
    expect(saved).toBe(2)
    expect(files.get('été/1.png')?.content).toEqual(png)
    expect(files.get('2.jpg')).toMatchObject({ file: { bytes: png.length, media: { mime: 'image/png' } }, content: png })
  })

  it('gives files larger than what is looked at, in pieces', async () => {
    const large = Buffer.concat([png, bytesBy(300_000, (i) => (i * i) % 253)])
    expect((await unpackParts({ name: 'a.png', content: large })).files.get('a.png')?.content).toEqual(large)
  })

  it('says so when nothing is in it', async () => {
    expect((await unpackParts({ name: 'folder/' })).codes).toEqual([[null, 'no_media']])
  })
})

describe('a bad entry is left out and the others are taken', () => {
  it.each<[code: string, part: Omit<ZipPart, 'name'> & { name?: string }]>([
    ['unsafe_path', { name: '../out.png' }],
    ['unsafe_path', { name: 'a/../../out.png' }],
    ['unsafe_path', { name: 'a\\..\\..\\out.png' }],
    ['unsafe_path', { name: '/etc/passwd' }],
    ['unsafe_path', { name: 'C:\\windows\\x.png' }],
    ['unsafe_path', { name: 'a\nb.png' }],
    ['symbolic_link', { mode: 0o120777 }],
    ['encrypted', { flags: 1 }],
    ['unknown_compression', { method: 12 }],
    ['nested_archive', { name: 'more.zip' }],
    ['nested_archive', { name: 'more.png', content: buildZip([{ name: 'x' }]) }],
    ['duplicate_name', { name: 'good.png' }],
    ['unknown_type', { content: Buffer.from('<script>alert(1)</script>') }],
    ['type_not_accepted', { content: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(500)]) }],
    ['empty_file', { content: Buffer.alloc(0) }],
    ['damaged_entry', { claimedCrc: 1 }],
    ['damaged_entry', { claimedBytes: 3 }],
    ['damaged_entry', { claimedBytes: 500 }],
    ['damaged_entry', { method: 8, store: true, content: Buffer.from('no deflate stream') }],
  ])('%s: %j', async (code, part) => {
    const name = part.name ?? 'bad.png'
    const { codes, files } = await unpackParts({ name: 'good.png', content: png }, { ...part, name }, { name: 'last.png', content: png })
    expect(codes).toEqual([[name.replaceAll('\\', '/'), code]])
    expect([...files.keys()]).toEqual(['good.png', 'last.png'])
  })

  it('entry_too_large', async () => {
    const zip = buildZip([
      { name: 'a.png', content: png },
      { name: 'b.png', content: Buffer.concat([png, png]) },
    ])
    const { codes, files } = await unpack(zip, { maxEntryBytes: png.length })
    expect(codes).toEqual([['b.png', 'entry_too_large']])
    expect([...files.keys()]).toEqual(['a.png'])
  })

  it('and what was half saved when the damage shows is told to the saver, who must drop it', async () => {
    const path = join(folder, 'damaged.zip')
    await writeFile(
      path,
      buildZip([{ name: 'a.png', content: Buffer.concat([png, bytesBy(90_000, (i) => (i * i) % 256)]), claimedCrc: 7 }]),
    )
    let isDropped = false
    const { saved, problems } = await unpackZip(path, {
      save: async (_file, content) => {
        try {
          for await (const part of content) expect(part.length).toBeGreaterThan(0)
        } catch (error) {
          isDropped = true
          throw error
        }
      },
    })
    expect({ saved, isDropped }).toEqual({ saved: 0, isDropped: true })
    expect(problems).toMatchObject([{ name: 'a.png', code: 'damaged_entry' }])
  })
})

describe('a dangerous archive gives nothing', () => {
  const good: ZipPart[] = [{ name: 'a.png' }, { name: 'b.png' }]
  it.each<[code: string, zip: Buffer, limits?: Partial<ZipLimits>]>([
    ['not_a_zip', Buffer.from('no zip at all')],
    ['not_a_zip', Buffer.alloc(0)],
    ['damaged_archive', buildZip(good, { claimedEntries: 5 })],
    ['too_many_entries', buildZip(good), { maxEntries: 1 }],
    ['total_too_large', buildZip(good), { maxTotalBytes: 10 }],
    ['directory_too_large', buildZip(good), { maxDirectoryBytes: 8 }],
    ['ratio_too_high', buildZip([...good, { name: 'bomb.png', content: Buffer.alloc(20_000_000) }])],
    ['ratio_too_high', buildZip(Array.from({ length: 30 }, (_, i) => ({ name: `${i}.png`, content: Buffer.alloc(900_000) })))],
    ['overlapping_entries', buildZip([...good, { name: 'c.png', sharesDataOf: 0 }])],
  ])('%s', async (code, zip, limits = {}) => {
    const { saved, codes, files } = await unpack(zip, limits)
    expect(saved).toBe(0)
    expect(files.size).toBe(0)
    expect(codes[0]).toEqual([null, code])
  })

  it('but an error of the saver, or a missing file, is not blamed on the archive', async () => {
    const path = join(folder, 'fine.zip')
    await writeFile(path, buildZip([{ name: 'a.png', content: png }]))
    const save = async () => Promise.reject(new Error('disk full'))
    await expect(unpackZip(path, { save })).rejects.toThrow('disk full')
    await expect(unpackZip(join(folder, 'missing.zip'), { save })).rejects.toThrow('ENOENT')
  })
})
