import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryNames, freeName } from './entry-names.ts'
import { aContext, unzipped } from './format.builders.ts'
import { NameSet } from './name-set.ts'
import { zipOf, type ZipEntry } from './zip.ts'
import { centralRecord, endRecords } from './zip-records.ts'

async function archived(entries: Iterable<ZipEntry>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const stream = async function* () {
    yield* entries
  }
  for await (const piece of zipOf(aContext('bbox'), stream)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* inTwo(content: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield content.subarray(0, content.length >> 1)
  yield content.subarray(content.length >> 1)
}

describe('an archive', () => {
  it('gives back what was put in, whole or as a stream, and says who made it', async () => {
    const some = fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.uint8Array({ maxLength: 300 }), fc.boolean()), {
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(some, async (given) => {
        const named = given.map(([name, content, isStream], place) => ({
          name: `${place}-${name.replaceAll(/[\\/]/g, '')}`,
          content,
          isStream,
        }))
        const bytes = await archived(named.map(({ name, content, isStream }) => ({ name, content: isStream ? inTwo(content) : content })))
        const read = await unzipped(bytes)
        expect([...read.keys()]).toEqual([...named.map(({ name }) => name), 'about.json'])
        expect(named.every(({ name, content }) => read.get(name)?.equals(content))).toBe(true)
        expect(JSON.parse(read.get('about.json')?.toString() ?? '')).toMatchObject({
          madeBy: 'people',
          batch: { id: 'bat_1' },
          run: { id: 'run_1', method: 'majority-vote', version: '0.1.0', parameters: { seed: 7 } },
          about: 'https://canut.example/batches/bat_1/exports/about.json',
        })
      }),
      { numRuns: 60 },
    )
  })

  it('holds more entries than 16 bits can count', async () => {
    const many = Array.from({ length: 66_000 }, (_, place) => ({ name: `${place}.txt`, content: String(place) }))
    const read = await unzipped(await archived(many))
    expect(read.size).toBe(66_001)
    expect(read.get('65999.txt')?.toString()).toBe('65999')
  })

  it('says in 64 bits where an entry and the index begin when 32 are too few', () => {
    const [offset, size] = [5_000_000_000, 4_294_967_295]
    const line = centralRecord({ name: Buffer.from('a'), at: new Date(0), offset, crc: 1, size, isStream: true })
    expect([line.readUInt32LE(42), line.readUInt16LE(30)]).toEqual([0xffff_ffff, 28])
    const extra = line.subarray(47)
    expect([extra.readUInt16LE(0), extra.readUInt16LE(2), ...[4, 12, 20].map((at) => Number(extra.readBigUInt64LE(at)))]).toEqual([
      1,
      24,
      size,
      size,
      offset,
    ])
    const end = endRecords({ count: 3, indexBytes: 100, indexOffset: offset })
    expect([end.readUInt32LE(0), Number(end.readBigUInt64LE(48)), Number(end.readBigUInt64LE(64))]).toEqual([
      0x0606_4b50,
      offset,
      offset + 100,
    ])
    expect(endRecords({ count: 3, indexBytes: 100, indexOffset: 5000 })).toHaveLength(22)
  })
})

describe('names of entries', () => {
  const taking = async (files: readonly string[]) => {
    const kept: string[] = []
    const names = entryNames({
      add: async (text) => void kept.push(text),
      async *read() {
        yield kept.join('')
      },
    })
    const taken: string[] = []
    for (const file of files) taken.push(await names.take('x/', file, '.txt'))
    return { taken, renamed: kept.join(''), hasList: [...names.listRenamed()].length === 1 }
  }

  it('are those of the files, as long as nothing speaks against it', async () => {
    const files = ['set 1/a.jpg', 'set 2/a.jpg', 'été 🎉.png', 'no end']
    expect(await taking(files)).toEqual({
      taken: ['x/set 1/a.txt', 'x/set 2/a.txt', 'x/été 🎉.txt', 'x/no end.txt'],
      renamed: '',
      hasList: false,
    })
  })

  it('are names on every system, each of them once, and what was renamed is listed', async () => {
    const files = [
      'a.jpg',
      'A.png',
      '../../etc/b.jpg',
      'CON.jpg',
      'lpt1.tar.gz',
      'a. /b.jpg',
      'x:y.jpg',
      '\u202egpj.exe',
      '..',
      'e\u0301.jpg',
      '\u00e9.jpg',
    ]
    const { taken, renamed, hasList } = await taking(files)
    expect(taken).toEqual([
      'x/a.txt',
      'x/A-2.txt',
      'x/etc/b.txt',
      'x/_CON.txt',
      'x/_lpt1.tar.txt',
      'x/a__/b.txt',
      'x/x_y.txt',
      'x/_gpj.txt',
      'x/file.txt',
      'x/e\u0301.txt',
      'x/\u00e9-2.txt',
    ])
    expect([renamed.split('\n').slice(0, 3), hasList]).toEqual([['file,entry', 'A.png,x/A-2.txt', '../../etc/b.jpg,x/etc/b.txt'], true])
  })

  it('never come twice, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'A', 'a-2', 'a-3', 'é'), { maxLength: 20 }), (bases) => {
        const taken = new NameSet()
        const names = bases.map((base) => freeName(taken, base, '.x').toLowerCase())
        expect(new Set(names).size).toBe(bases.length)
      }),
    )
  })
})
