import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { commandLine } from './index.ts'
import { outputOf } from '../testing/output-of.ts'
import { run } from './run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canut-aggregate-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = 0
})

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const aggregate = (...args: string[]) => outputOf(() => run(['node', 'canut', 'aggregate', ...args]))

const LABELS = 'task,worker,label\n1,ann,yes\n1,bob,yes\n1,cy,no\n2,ann,no\n2,bob,yes\n3,ann,yes\n3,ann,no\n3,bob,no\n'
const TRUTH = 'task,label\n1,yes\n2,no\n3,yes\n9,no\n'
const TEXTS = 'task,worker,text\n1,ann,a red fox\n1,bob,a red fox\n1,cy,the red box\n'
const PARQUET =
  'UEFSMRUGFUQVMFwVCBUAFQgVABUEFQAAAAMPIAQBAAkBEQgAAgkPIAACAAAAAAAAABUGFTYVOFwVCBUAFQgVABUEFQAAAAMPGRgDAAAAYW5uAQc0Ym9iAwAA' +
  'AGFubgAAAAAVBhU4FThcFQgVABUIFQAVBBUAAAADDxogAwAAAHllcwMABQcsAgAAAG5vAgAAAG5vFQQZTEgEcm9vdBUGABUEJQIYBHRhc2sAFQwlAhgGd29y' +
  'a2VyJQAAFQwlAhgFbGFiZWwlAAAWCBkcGTwmCBwVBBkVABkYBHRhc2sVAhYIFm4WWiYIPDYAKAgCAAAAAAAAABgIAQAAAAAAAAAAGRwVBhUAFQIAAAAmYhwV' +
  'DBkVABkYBndvcmtlchUCFggWYBZiJmI8NgAoA2JvYhgAABkcFQYVABUCAAAAJsQBHBUMGRUAGRgFbGFiZWwVAhYIFmIWYibEATw2ACgDeWVzGAJubwAZHBUG' +
  'FQAVAgAAABawAhYINp4CACgJaHlwYXJxdWV0GTwcAAAcAAAcAAAA/AAAAFBBUjE='

describe('canut aggregate', () => {
  it('finds the answers, compares them with the truth, and writes them with how they were found', async () => {
    const [labels, truth, out] = [await file('l.csv', LABELS), await file('t.csv', TRUTH), join(folder, 'answers.csv')]
    const { code, out: said, err } = await aggregate(labels, '--method', 'majority-vote', '--truth', truth, '--out', out, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(said)).toEqual({
      method: 'majority-vote',
      version: expect.stringMatching(/^\d/),
      parameters: {},
      tasks: 3,
      workers: 3,
      labels: 7,
      classes: 2,
      replaced: 1,
      accuracy: 0.5,
      tied: 1,
      tasksWithTruth: 3,
      seconds: expect.any(Number),
      readSeconds: expect.any(Number),
    })
    expect(err).toContain('tasks without responses, left out: 1')
    expect(await readFile(out, 'utf8')).toMatch(
      /^task,label,tied,confidence,method,version,parameters\n1,yes,,0\.6+\d*,majority-vote,[\d.]+,\{\}\n2,,"\[""no"",""yes""\]",0\.5,.*\n3,no,,1,.*\n$/,
    )
  })

  it('writes JSON Lines, and counts every response when that is asked', async () => {
    const [labels, out] = [await file('l.csv', LABELS), join(folder, 'answers.jsonl')]
    const { out: said } = await aggregate(labels, '--method', 'mv', '--repeats', 'all', '--out', out, '--json')
    expect(JSON.parse(said)).toMatchObject({ labels: 8, replaced: 0 })
    const lines = (await readFile(out, 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)[1]).toMatchObject({
      task: '2',
      label: null,
      tied: ['no', 'yes'],
      confidence: 0.5,
    })
  })

  it.each([[[]], [['--stream']]])('says with every answer by which parameters it was found, with %j', async (more) => {
    const [labels, gold] = [await file('l.csv', LABELS), await file('g.csv', 'task,label\n3,yes\n')]
    const given = [labels, '--method', 'one-coin', '--gold', gold, ...more]
    const [csv, lines] = [join(folder, 'parameters.csv'), join(folder, 'parameters.jsonl')]
    const { out } = await aggregate(...given, '--out', csv, '--json')
    const { parameters } = JSON.parse(out) as { parameters: Record<string, unknown> }
    expect(parameters).toMatchObject({ tolerance: expect.any(Number), gold: 1 })
    await aggregate(...given, '--out', lines)
    const [line = ''] = (await readFile(lines, 'utf8')).split('\n')
    expect(JSON.parse(line)).toMatchObject({ method: 'one-coin-dawid-skene', parameters })
    expect(await readFile(csv, 'utf8')).toContain(`,"${JSON.stringify(parameters).replaceAll('"', '""')}"\n`)
  })

  it('says which method auto chose and why, in the language of the person', async () => {
    const labels = await file('l.csv', LABELS)
    expect((await aggregate(labels)).out).toContain('Method: auto, which chose majority-vote\nWhy: Knowing who answered')
    vi.stubEnv('LC_ALL', 'fr_FR.UTF-8')
    expect((await aggregate(labels)).out).toContain('Pourquoi\u00a0: Savoir qui a répondu ne fait pas mieux prévoir')
  })

  it('does not count tasks given as gold in the accuracy', async () => {
    const [labels, truth, gold] = [await file('l.csv', LABELS), await file('t.csv', TRUTH), await file('g.csv', 'task,label\n3,yes\n')]
    const { out } = await aggregate(labels, '--method', 'gold-majority-vote', '--truth', truth, '--gold', gold, '--json')
    expect(JSON.parse(out)).toMatchObject({ tasksWithTruth: 2 })
  })

  it('reads Parquet, and names the row that is not good', async () => {
    // task 1 1 2 2, worker ann bob ann '', label yes yes no no
    const path = join(folder, 'l.parquet')
    await writeFile(path, Buffer.from(PARQUET, 'base64'))
    expect((await aggregate(path)).err).toContain('l.parquet, line 4: The column worker is empty here')
    await writeFile(path, 'task,worker,label')
    expect(await aggregate(path)).toMatchObject({
      code: 1,
      err: expect.stringContaining('l.parquet cannot be read: it is no Parquet file, or a damaged one (parquet file invalid'),
    })
  })

  it('takes texts and numbers', async () => {
    const texts = await aggregate(
      await file('x.csv', TEXTS),
      '--method',
      'rover',
      '--truth',
      await file('xt.csv', 'task,text\n1,a red fox\n'),
      '--json',
    )
    expect(JSON.parse(texts.out)).toMatchObject({ method: 'rover', accuracy: 1, wordErrorRate: 0 })
    const numbers = await file('n.csv', 'task,worker,label\n1,ann,1\n1,bob,2\n1,cy,60\n')
    const median = await aggregate(numbers, '--method', 'median', '--truth', await file('nt.csv', 'task,label\n1,3\n'), '--json')
    expect(JSON.parse(median.out)).toMatchObject({ method: 'numeric-median', meanAbsoluteError: 1, rootMeanSquareError: 1 })
  })

  it.each([
    ['labels', LABELS, TRUTH, 'dawid-skene'],
    ['texts', TEXTS, 'task,text\n1,the red fox\n', 'rover'],
    ['numbers', 'task,worker,label\n1,ann,1\n1,bob,2\n2,ann,4\n2,bob,5\n', 'task,label\n1,3\n', 'gaussian-workers'],
  ])('writes a report on %s that needs no script and no other file', async (_, rows, known, method) => {
    const page = join(folder, 'report.html')
    await aggregate(await file('r<b>.csv', rows), '--method', method, '--truth', await file('rt.csv', known), '--report', page)
    const html = await readFile(page, 'utf8')
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(html).not.toMatch(/<script|<link|<img|src=|https?:|url\(|\[object|undefined|NaN/)
    expect(html).toContain('r&lt;b&gt;.csv')
    expect(html.match(/<h1/g)).toHaveLength(1)
    // a table for each drawing but the small ones inside a table
    expect(html.match(/<figure>/g)?.length).toBe(html.match(/class="pair/g)?.length)
    expect(html.match(/<table/g)?.length).toBeGreaterThan(html.match(/<figure>/g)?.length ?? 0)
  })
})

describe('a report on labels', () => {
  it('says before its figures why auto chose a method, where a long sentence has room', async () => {
    const page = join(folder, 'chosen.html')
    await aggregate(await file('l.csv', LABELS), '--report', page)
    expect(await readFile(page, 'utf8')).toContain('<p>Why auto chose majority-vote: Knowing who answered')
    vi.stubEnv('LC_ALL', 'fr_FR.UTF-8')
    await aggregate(await file('l.csv', LABELS), '--report', page)
    expect(await readFile(page, 'utf8')).toContain('<p>Pourquoi auto a choisi majority-vote\u00a0: Savoir qui a répondu')
  })

  it('says where nobody is divided, and keeps labels with commas apart', async () => {
    const page = join(folder, 'contested.html')
    const reportOn = async (rows: string) => {
      await aggregate(await file('l.csv', rows), '--method', 'mv', '--report', page)
      return readFile(page, 'utf8')
    }
    expect(await reportOn('task,worker,label\n1,ann,x\n1,bob,x\n')).toContain('No task divides people')
    const divided = await reportOn('task,worker,label\n1,ann,"bird, small"\n1,bob,cat\n')
    expect(divided).not.toContain('No task divides people')
    expect(divided).toContain('tie: bird, small · cat')
    expect(divided).toContain('bird, small × 1 · cat × 1')
  })
})

describe('what canut aggregate cannot do', () => {
  it('names all bad lines of all files at once', async () => {
    const [labels, truth] = [
      await file('bad.csv', 'task,worker,label\n1,ann,\n,bob,x\n2,cy\n3,dee,x\n'),
      await file('bt.csv', 'task,label\n3,\n'),
    ]
    const { code, out, err } = await aggregate(labels, '--truth', truth)
    expect([code, out]).toEqual([1, ''])
    for (const place of ['bad.csv, line 2', 'bad.csv, line 3', 'bad.csv, line 4', 'bt.csv, line 2']) expect(err).toContain(place)
  })

  it.each([
    ['task,label\n1,x\n', [], 'needed and are not there: worker'],
    [TEXTS, [], 'choose a method for texts, such as --method rover'],
    ['', [], 'The file is empty'],
    ['task,worker,label\n', [], 'has no rows'],
    ['task,worker,label\n1,ann,some\n', ['--method', 'median'], '“some” is not a number'],
    ['task,worker,label\n1,ann,a\n1,bob,b\n1,cy,c\n', ['--method', 'kos'], 'kos takes at most 2'],
    [LABELS, ['--method', 'ordinal'], 'must know which label is the least'],
    [LABELS, ['--method', 'ordinal', '--order', 'no'], 'must name every label once'],
    [LABELS, ['--method', 'wawa', '--seed', '1'], 'leave --seed out'],
    [LABELS, ['--method', 'gold-majority-vote'], 'needs known labels'],
    [LABELS, ['--out', 'answers.xlsx'], 'ends with .csv, .tsv or .jsonl'],
    [LABELS, ['--report', 'report.pdf'], 'ends with .html'],
    [LABELS, ['--out', '/nowhere/at/all.csv'], '/nowhere/at/all.csv cannot be written: there is no such file or folder.'],
  ])('%j with %j is refused with a sentence', async (text, args, sentence) => {
    const { code, out, err } = await aggregate(await file('l.csv', text), ...args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(sentence)
  })

  it('a file that is not there, and a truth about other tasks, are refused', async () => {
    for (const name of ['none.csv', 'none.parquet']) {
      const refused = { code: 1, err: expect.stringContaining(`${name} cannot be read: there is no such file or folder.`) }
      expect(await aggregate(join(folder, name))).toMatchObject(refused)
    }
    const truth = await file('other.csv', 'task,label\nz,yes\n')
    expect((await aggregate(await file('l.csv', LABELS), '--truth', truth)).err).toContain('None of these tasks is among the responses')
  })

  it('never writes over what it reads, nor leaves half a file', async () => {
    const own = join(folder, 'own')
    await mkdir(join(own, 'taken.csv'), { recursive: true })
    const labels = join(own, 'l.csv')
    await writeFile(labels, LABELS)
    expect((await aggregate(labels, '--out', labels)).err).toContain('would be written over what is read')
    expect((await aggregate(labels, '--out', join(own, 'taken.csv'))).err).toContain('cannot be written: it is a folder.')
    expect(await readFile(labels, 'utf8')).toBe(LABELS)
    expect((await readdir(own)).toSorted()).toEqual(['l.csv', 'taken.csv'])
  })

  it.skipIf(!existsSync('/proc/self'))('finds out before any work that a folder takes no files', async () => {
    const labels = await file('l.csv', LABELS)
    for (const given of [
      ['--out', '/proc/answers.csv'],
      ['--report', '/proc/report.html'],
    ]) {
      const { code, err } = await aggregate(labels, ...given)
      expect([code, err]).toEqual([1, `\n${given[1]} cannot be written: there is no such file or folder.\n`])
    }
  })

  it.each(['dawid-skene', 'one-coin'])(
    '%s keeps a file on disk that is large for the memory, says so, and finds the same',
    async (method) => {
      const rows = Array.from({ length: 4000 }, (_, n) => `task ${n % 900},w${n % 40},${n % 7 < 3 ? 'yes' : 'no'}`)
      const labels = await file('large.csv', `task,worker,label\n${rows.join('\n')}\n`)
      const given = [labels, '--method', method, '--memory', '1', '--out', join(folder, 'large-out.csv')]
      const outcomeOf = async (...more: string[]) => {
        const { code, err } = await aggregate(...given, ...more)
        return { code, isSaid: err.includes('large.csv has'), answers: await readFile(join(folder, 'large-out.csv'), 'utf8') }
      }
      const byItself = await outcomeOf()
      expect(byItself).toMatchObject({ code: 0, isSaid: true })
      for (const more of [['--stream'], ['--no-stream'], ['--memory', '1000']]) {
        expect(await outcomeOf(...more)).toEqual({ ...byItself, isSaid: false })
      }
    },
  )

  it('what cannot be done from the disk stays in memory, however large the file is', async () => {
    const labels = await file('wide.csv', `task,worker,label\n${'1,ann,yes\n2,bob,no\n'.repeat(3000)}`)
    for (const more of [
      ['--method', 'majority-vote'],
      ['--method', 'dawid-skene', '--report', join(folder, 'wide.html')],
    ]) {
      const { code, err } = await aggregate(labels, '--memory', '1', ...more)
      expect([code, err.includes('kept on disk')]).toEqual([0, false])
    }
  })

  it('an unknown method is answered with those that there are', async () => {
    const command = commandLine().commands.find((each) => each.name() === 'aggregate')
    const told: string[] = []
    command?.exitOverride().configureOutput({ writeErr: (text) => void told.push(text) })
    await expect(command?.parseAsync(['l.csv', '--method', 'nope'], { from: 'user' })).rejects.toThrow('There is no such method')
    expect(told.join('')).toContain('hierarchical-dawid-skene')
  })
})
