import { expect, it } from 'vitest'
import { crowd } from './crowd.ts'
import { voteShares } from './vote-shares.ts'

const given = (task: string, labels: string) => Array.from(labels, (label, n) => ({ task, worker: `w${n}`, label }))

it('gives each label its share of a task, row by row', () => {
  expect([...voteShares(crowd([...given('t1', 'abbc'), ...given('t2', 'c')]))]).toEqual([0.25, 0.5, 0.25, 0, 0, 1])
})

it('refuses a table above the limit, and a limit that is none', () => {
  expect(() => voteShares(crowd(given('t1', 'abc')), { maxCells: 2 })).toThrow('would need 3 cells; the limit is 2')
  expect(() => voteShares(crowd([]), { maxCells: Number.NaN })).toThrow('Option maxCells must be')
})
