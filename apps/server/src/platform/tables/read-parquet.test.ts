import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readParquet, type ParquetChunk } from './read-parquet.ts'

/** Written once with hyparquet-writer 0.17: task INT64 1 1 2 2, worker ann bob ann '', label yes yes no no; Snappy. */
const CROWD =
  'UEFSMRUGFUQVMFwVCBUAFQgVABUEFQAAAAMPIAQBAAkBEQgAAgkPIAACAAAAAAAAABUGFTYVOFwVCBUAFQgVABUEFQAAAAMPGRgDAAAAYW5uAQc0Ym9iAwAA' +
  'AGFubgAAAAAVBhU4FThcFQgVABUIFQAVBBUAAAADDxogAwAAAHllcwMABQcsAgAAAG5vAgAAAG5vFQQZTEgEcm9vdBUGABUEJQIYBHRhc2sAFQwlAhgGd29y' +
  'a2VyJQAAFQwlAhgFbGFiZWwlAAAWCBkcGTwmCBwVBBkVABkYBHRhc2sVAhYIFm4WWiYIPDYAKAgCAAAAAAAAABgIAQAAAAAAAAAAGRwVBhUAFQIAAAAmYhwV' +
  'DBkVABkYBndvcmtlchUCFggWYBZiJmI8NgAoA2JvYhgAABkcFQYVABUCAAAAJsQBHBUMGRUAGRgFbGFiZWwVAhYIFmIWYibEATw2ACgDeWVzGAJubwAZHBUG' +
  'FQAVAgAAABawAhYINp4CACgJaHlwYXJxdWV0GTwcAAAcAAAcAAAA/AAAAFBBUjE='

/** Forty rows of the text "the same task" in the column task. */
const PACKED = {
  GZIP:
    'UEFSMRUEFSIVSkwVAhUAAAAfiwgAAAAAAAAD42VgYCjJSFUoTsxNVShJLM4GACWgUDQRAAAAFQYVCBUwXBVQFQAVUBUQFQQVAAAAUAEfiwgAAAAAAAADYwgA' +
    'AAtDsioCAAAAFQQZLEgEcm9vdBUCABUMJQIYBHRhc2slAAAWUBkcGRwmCBwVDBklABAZGAR0YXNrFQQWUBZuFr4BJmwmCAAAFm4WUDa+AQAoCWh5cGFycXVl' +
    'dBkcHAAAAFgAAABQQVIx',
  ZSTD:
    'UEFSMRUEFSIVNEwVAhUAAAAotS/9IBGJAAANAAAAdGhlIHNhbWUgdGFzaxUGFQgVGlwVUBUAFVAVEBUEFQAAAFABKLUv/SACEQAAAFAVBBksSARyb290FQIA' +
    'FQwlAhgEdGFzayUAABZQGRwZHCYIHBUMGSUAEBkYBHRhc2sVDBZQFm4WkgEmViYIAAAWbhZQNpIBACgJaHlwYXJxdWV0GRwcAAAAWAAAAFBBUjE=',
  BROTLI:
    'UEFSMRUEFSIVIEwVAhUAAAAbEAD4pQAaSpBTyhZmRkMBFQYVCBUQXBVQFQAVUBUQFQQVAAAAUAGLAIAAUAMVBBksSARyb290FQIAFQwlAhgEdGFzayUAABZQ' +
    'GRwZHCYIHBUMGSUAEBkYBHRhc2sVCBZQFm4WdCZCJggAABZuFlA2dAAoCWh5cGFycXVldBkcHAAAAFYAAABQQVIx',
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canut-parquet-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(bytes: Uint8Array, columns: readonly string[], groupTimeoutMs = 10_000): Promise<ParquetChunk[]> {
  const path = join(folder, 'table.parquet')
  await writeFile(path, bytes)
  const chunks: ParquetChunk[] = []
  for await (const chunk of readParquet(path, columns, { groupTimeoutMs })) chunks.push(chunk)
  return chunks
}
const bytesOf = (base64: string) => Buffer.from(base64, 'base64')

describe('a Parquet file', () => {
  it('names its columns first, then gives the wanted ones row by row, with whole numbers as texts', async () => {
    const [head, ...chunks] = await read(bytesOf(CROWD), ['task', 'label', 'missing'])
    expect(head).toEqual({ columns: ['task', 'worker', 'label'], rows: [] })
    expect(chunks.flatMap(({ rows }) => rows)).toEqual([
      { line: 1, values: { task: '1', label: 'yes' } },
      { line: 2, values: { task: '1', label: 'yes' } },
      { line: 3, values: { task: '2', label: 'no' } },
      { line: 4, values: { task: '2', label: 'no' } },
    ])
  })

  it.each(['GZIP', 'ZSTD', 'BROTLI'] as const)('is read when it was packed with %s', async (codec) => {
    const rows = (await read(bytesOf(PACKED[codec]), ['task'])).flatMap((chunk) => chunk.rows)
    expect(rows).toHaveLength(40)
    expect(rows[39]).toEqual({ line: 40, values: { task: 'the same task' } })
  })

  it('is refused when it is something else, empty, or damaged, and never for ever', async () => {
    await expect(read(Buffer.from('task,worker,label'), ['task'])).rejects.toThrow('parquet file invalid')
    await expect(read(Buffer.alloc(0), ['task'])).rejects.toMatchObject({ name: 'ParquetUnreadable' })
    // one byte in ten, among them (20) one of those that keep the reader busy for ever
    const whole = bytesOf(CROWD)
    for (let at = 0; at < whole.length; at += 10) {
      const damaged = Buffer.from(whole)
      damaged[at] = 0xff
      const name = await read(damaged, ['task', 'worker', 'label'], 1000).then(
        () => 'read',
        (error: Error) => error.name,
      )
      expect(['read', 'ParquetUnreadable']).toContain(name)
    }
  })

  it('stops being read when that is asked', async () => {
    const path = join(folder, 'stopped.parquet')
    await writeFile(path, bytesOf(CROWD))
    await expect(readParquet(path, ['task'], { signal: AbortSignal.abort() }).next()).rejects.toMatchObject({ name: 'AbortError' })
  })
})
