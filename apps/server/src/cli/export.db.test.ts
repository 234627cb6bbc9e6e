import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { aBatch, aBatchOfType } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses } from '../testing/responses-builder.ts'
import { outputOf } from '../testing/output-of.ts'
import { run } from './run.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
  vi.stubEnv('DATABASE_URL', canut.databaseUrl)
  // the address of what tells about the data stands in some formats
  vi.stubEnv('PUBLIC_URL', canut.services.config.publicUrl)
  vi.stubEnv('CANUT_DATA', canut.services.config.dataDir)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await canut.close()
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})

const command = (...args: string[]) => outputOf(() => run(['node', 'canut', 'export', ...args]))

test('writes the same file as the API, and leaves no half of it behind', async () => {
  const batch = await aBatch(canut, { tasks: 2 })
  await someResponses(canut, batch, [['yes', 'no'], ['no']])
  const owner = canut.as({ id: batch.ownerId })
  for (const [what, format] of [
    ['responses', 'csv'],
    ['responses', 'jsonl'],
    ['results', 'csv'],
    ['results', 'jsonl'],
    ['results', 'qrels'],
    ['responses', 'parquet'],
  ] as const) {
    const path = join(canut.services.config.dataDir, `${what}.${format}`)
    const told = await command(batch.publicId, '--what', what, '--format', format, '--out', path, '--json')
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(told.out)).toEqual({ rows: what === 'responses' ? 3 : 2, file: path })
    const expected = await (await owner(`/api/v1/batches/${batch.publicId}/exports/${what}.${format}`)).bytes()
    expect(await readFile(path)).toEqual(Buffer.from(expected))
    expect(existsSync(`${path}.part`)).toBe(false)
  }
})

test.each([
  [[`bat_${'0'.repeat(32)}`], 'There is no batch'],
  [['nonsense'], 'There is no batch nonsense'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, err } = await command(...args)
  expect([code, err.includes(sentence)]).toEqual([1, true])
})

test('says when the file cannot be written', async () => {
  const batch = await aBatch(canut, { tasks: 1 })
  const { code, err } = await command(batch.publicId, '--out', join(canut.services.config.dataDir, 'no such folder', 'x.csv'))
  expect([code, err.includes('could not be written: there is no such file or folder.')]).toEqual([1, true])
})

test('writes an archive with the pictures that its rows name, each read while the rows are', async () => {
  const batch = await aBatchOfType(canut, 'image-class', { redundancy: 1 })
  await someResponses(canut, batch, [['square', 'circle']])
  const path = join(canut.services.config.dataDir, 'pictures.zip')
  const told = await command(batch.publicId, '--format', 'imagefolder.zip', '--out', path, '--json')
  expect(told).toMatchObject({ code: 0, err: '' })
  const archive = await readFile(path)
  expect(archive.subarray(0, 2).toString()).toBe('PK')
  // the names of the entries, and two signatures of PNG
  for (const part of ['metadata.jsonl', '"label":"square"', '"label":"circle"']) expect(archive.includes(part)).toBe(true)
  expect(archive.toString('latin1').split('\x89PNG\r\n')).toHaveLength(3)
})

test('says which formats can be had where one does not fit, and keeps archives from a terminal', async () => {
  const batch = await aBatch(canut, { tasks: 1 })
  const unfit = await command(batch.publicId, '--what', 'results', '--format', 'coco.json')
  expect([unfit.code, unfit.out]).toEqual([1, ''])
  for (const name of ['results.coco.json', 'results.manifest.jsonl', 'responses.parquet']) expect(unfit.err).toContain(name)
  expect(await command(batch.publicId, '--format', 'jsonl', '--spreadsheet')).toMatchObject({ code: 1, out: '' })
  const { isTTY } = process.stdout
  process.stdout.isTTY = true
  const shown = await command(batch.publicId, '--format', 'parquet')
  process.stdout.isTTY = isTTY
  expect([shown.code, shown.out, shown.err.includes('--out')]).toEqual([1, '', true])
})
