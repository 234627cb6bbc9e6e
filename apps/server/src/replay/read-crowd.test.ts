import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StartupProblem } from '../platform/startup-problem.ts'
import { readCrowd } from './read-crowd.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canut-crowd-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

async function problemOf(labels: string, truth?: string): Promise<StartupProblem> {
  const [labelsFile, truthFile] = [await file('labels.csv', labels), truth === undefined ? null : await file('truth.csv', truth)]
  const problem: unknown = await readCrowd(labelsFile, truthFile).catch((error: unknown) => error)
  if (problem instanceof StartupProblem) return problem
  throw new Error('the crowd was accepted')
}

describe('a recorded crowd', () => {
  it('numbers tasks as they first appear, and keeps the last label of a worker who labelled a task twice', async () => {
    const labels = await file('l.csv', 'worker,task,label\nann,b,yes\nbob,b,no\nann,a, yes \nann,b,no\n')
    const truth = await file('t.csv', 'task,label\na,yes\nz,no\nb,maybe\n')
    expect(await readCrowd(labels, truth)).toEqual({
      tasks: ['b', 'a'],
      workers: [
        {
          id: 'ann',
          responses: [
            { number: 1, label: 'no' },
            { number: 2, label: 'yes' },
          ],
        },
        { id: 'bob', responses: [{ number: 1, label: 'no' }] },
      ],
      labels: ['maybe', 'no', 'yes'],
      truth: new Map([
        [2, 'yes'],
        [1, 'maybe'],
      ]),
      responses: 3,
      dropped: 1,
      truthWithoutTask: 1,
      redundancy: 2,
    })
  })

  it('names every bad line of both files, in both languages', async () => {
    const { sentences } = await problemOf('task,worker,label\n1,a,x\n1,,y\n2,b\n3,c,a|b\n', 'task,label\n1,x\n1,y\n4,\n')
    expect(sentences.en.split('\n').slice(1)).toEqual([
      expect.stringContaining('labels.csv, line 3: The column worker is empty'),
      expect.stringContaining('labels.csv, line 4: This row has 2 values'),
      expect.stringContaining('labels.csv, line 5: A label has no line break and no vertical bar'),
      expect.stringContaining('truth.csv, line 3: Another line gives task “1” another true label'),
      expect.stringContaining('truth.csv, line 4: The column label is empty'),
    ])
    expect(sentences.fr).toMatch(/labels\.csv, ligne 3\s: La colonne worker est vide/)
  })

  it.each([
    ['a column is missing', 'task,label\n1,x\n', 'line 1: These columns are needed and are not there: worker'],
    ['there is one label only', 'task,worker,label\n1,a,x\n1,b,x\n', 'There are 1 different labels'],
    [
      'a task has more responses than a batch takes',
      `task,worker,label\n0,x,no\n${Array.from({ length: 100 }, (_, i) => `7,w${i},yes\n`).join('')}`,
      'Task “7” has 100 responses. A batch takes at most 99',
    ],
    ['there are no rows', 'task,worker,label\n', 'The file has no rows'],
  ])('is refused when %s', async (_, labels, sentence) => {
    expect((await problemOf(labels)).sentences.en).toContain(sentence)
  })

  it('is refused with the reason when the file cannot be read', async () => {
    await expect(readCrowd(join(folder, 'nowhere.csv'), null)).rejects.toThrow(/nowhere\.csv cannot be read: there is no such file/)
  })
})
