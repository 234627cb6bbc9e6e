import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { aggregateFile } from './aggregate-file.ts'
import type { AggregateFile } from './aggregate-options.ts'

let folder: string
let temporary: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canut-stream-'))
  temporary = join(folder, 'temporary')
  await mkdir(temporary)
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

type Row = { readonly task: string; readonly worker: string; readonly label: string }

async function aggregate(
  rows: readonly Row[],
  more: Partial<AggregateFile> = {},
  known: Readonly<Record<string, string>> = {},
  at = temporary,
) {
  vi.stubEnv('TMPDIR', at)
  const [labels, gold, out] = ['labels.jsonl', 'gold.jsonl', 'out.jsonl'].map((name) => join(folder, name)) as [string, string, string]
  await writeFile(labels, rows.map((row) => JSON.stringify(row)).join('\n'))
  const ofGold = Object.entries(known).map(([task, label]) => JSON.stringify({ task, label }))
  await writeFile(gold, ofGold.join('\n'))
  const { computed, ...read } = await aggregateFile({
    labels,
    method: 'dawid-skene',
    truth: null,
    gold: Object.keys(known).length === 0 ? null : gold,
    seed: null,
    order: null,
    repeats: 'last',
    threads: 1,
    stream: false,
    out: { path: out, format: 'jsonl' },
    report: null,
    locale: 'en',
    now: new Date(0),
    signal: new AbortController().signal,
    onStep: () => undefined,
    onRead: () => undefined,
    onRound: () => undefined,
    ...more,
  })
  const { seconds: _, judged, iterations, converged, tasks, workers, labels: responses, replaced, classes } = computed
  const figures = { judged, iterations, converged, tasks, workers, responses, replaced, classes, gold: read.goldWithoutTask }
  return { figures, written: await readFile(out, 'utf8') }
}

describe('aggregating from the disk', () => {
  const many = Array.from({ length: 70_000 }, (_, n) => ({
    task: `task ${(n * 7919) % 14_009}`,
    worker: `w${(n * 31) % 97}`,
    label: 'abc'[((n * 7919) % 14_009) % 3 === 0 && n % 5 > 0 ? 0 : (n * n) % 3]!,
  }))
  const gold = { 'task 5': 'unseen', nowhere: 'b' }

  it.each(['dawid-skene', 'one-coin-dawid-skene'] as const)(
    'gives what aggregating in memory gives, to the last digit and in the same order, and leaves nothing behind: %s',
    async (method) => {
      const [inMemory, fromDisk] = [await aggregate(many, { method }, gold), await aggregate(many, { method, stream: true }, gold)]
      expect(fromDisk.figures).toEqual(inMemory.figures)
      expect(fromDisk.written === inMemory.written).toBe(true)
      expect(await readdir(temporary)).toEqual([])
    },
  )

  it('gives the same by several threads', async () => {
    const [one, several] = [await aggregate(many, {}, gold), await aggregate(many, { threads: 2 }, gold)]
    expect(several.figures).toEqual(one.figures)
    expect(several.written === one.written).toBe(true)
  })

  it.each(['read', 'compute', 'write'] as const)('leaves nothing behind when it is stopped at the step %s', async (stopped) => {
    const stop = new AbortController()
    const onStep = (step: string) => {
      if (step === stopped) setImmediate(() => stop.abort())
    }
    const some = Array.from({ length: 30_000 }, (_, n) => ({ task: `${n % 9000}`, worker: `w${n % 50}`, label: n % 3 === 0 ? 'a' : 'b' }))
    await expect(aggregate(some, { stream: true, signal: stop.signal, onStep })).rejects.toThrow(/abort/i)
    expect(await readdir(temporary)).toEqual([])
  })

  it('leaves nothing behind when a line is bad, and says what it would without the disk', async () => {
    const bad = [{ task: 't', worker: 'ann', label: '' }]
    await expect(aggregate(bad, { stream: true })).rejects.toThrow('line 1')
    expect(await readdir(temporary)).toEqual([])
  })

  it('says where there is no room, and what to do', async () => {
    const refused = aggregate([{ task: 't', worker: 'ann', label: 'a' }], { stream: true }, {}, join(folder, 'nowhere'))
    await expect(refused).rejects.toThrow(/could not be kept in the temporary folder .*nowhere: there is no such file or folder.*TMPDIR/)
  })
})
