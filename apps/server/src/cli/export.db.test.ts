import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses } from '../testing/responses-builder.ts'
import { run } from './run.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
  vi.stubEnv('DATABASE_URL', canut.databaseUrl)
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

async function command(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const written = { out: '', err: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true))
  process.exitCode = 0
  await run(['node', 'canut', 'export', ...args])
  return { code: process.exitCode, ...written }
}

test('writes the same file as the API, and leaves no half of it behind', async () => {
  const batch = await aBatch(canut, { tasks: 2 })
  await someResponses(canut, batch, [['yes', 'no'], ['no']])
  const owner = canut.as({ id: batch.ownerId })
  for (const [what, format] of [
    ['responses', 'csv'],
    ['responses', 'jsonl'],
    ['results', 'csv'],
    ['results', 'jsonl'],
  ] as const) {
    const path = join(canut.services.config.dataDir, `${what}.${format}`)
    const told = await command(batch.publicId, '--what', what, '--format', format, '--out', path, '--json')
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(told.out)).toEqual({ rows: what === 'responses' ? 3 : 2, file: path })
    const expected = await (await owner(`/api/v1/batches/${batch.publicId}/exports/${what}.${format}`)).text()
    expect(await readFile(path, 'utf8')).toBe(expected)
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
  expect([code, err.includes('could not be written: ENOENT')]).toEqual([1, true])
})
