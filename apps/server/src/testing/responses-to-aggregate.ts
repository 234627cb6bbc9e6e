import { crowd, responsesOf, type Crowd } from '@canut/aggregation'
import type { Given } from '../methods/index.ts'

/** Three tasks: all agree on the first, two of three on the second, and the third is a tie. */
export const aCrowd = (): Crowd =>
  crowd([
    ...['ann', 'bob', 'cy'].map((worker) => ({ task: 't1', worker, label: 'yes' })),
    { task: 't2', worker: 'ann', label: 'no' },
    { task: 't2', worker: 'bob', label: 'no' },
    { task: 't2', worker: 'cy', label: 'yes' },
    { task: 't3', worker: 'ann', label: 'no' },
    { task: 't3', worker: 'bob', label: 'yes' },
  ])

const rows = <V>(...values: readonly V[]) =>
  ['t1', 't2', 't3'].flatMap((task) => values.map((value, at) => ({ task, worker: `w${at}`, value })))

export const numbers = (): Given => ({ kind: 'numbers', responses: responsesOf(rows(1, 2, 6)) })
export const texts = (): Given => ({ kind: 'texts', responses: responsesOf(rows('a red fox', 'a red fox', 'the red box')) })
