import { describe, expect, it } from 'vitest'
import { accuracy } from './accuracy.ts'
import { crowd } from './crowd.ts'
import { majorityVote } from './majority-vote.ts'

/** Task `t1` is answered a; `t2` is a tie of a and b; `t3` is answered b. */
const result = majorityVote(
  crowd([
    { task: 't2', worker: 'ann', label: 'b' },
    { task: 't1', worker: 'ann', label: 'a' },
    { task: 't2', worker: 'bob', label: 'a' },
    { task: 't3', worker: 'ann', label: 'b' },
  ]),
)

describe('accuracy', () => {
  it('counts the tasks with a known truth only', () => {
    expect(
      accuracy(
        result,
        new Map([
          ['t1', 'a'],
          ['t9', 'a'],
        ]),
      ),
    ).toEqual({ fraction: 1, correct: 1, tasks: 1, tied: 0 })
    expect(
      accuracy(
        result,
        new Map([
          ['t1', 'a'],
          ['t3', 'a'],
        ]),
      ),
    ).toEqual({ fraction: 0.5, correct: 1, tasks: 2, tied: 0 })
  })

  it('counts a tie of two labels as half right, whichever of the two is true', () => {
    for (const truth of ['a', 'b']) expect(accuracy(result, new Map([['t2', truth]])).fraction).toBe(0.5)
    expect(accuracy(result, new Map([['t2', 'c']]))).toEqual({ fraction: 0, correct: 0, tasks: 1, tied: 1 })
  })

  it('gives a tie to the first label in code-unit order when asked to', () => {
    expect(accuracy(result, new Map([['t2', 'a']]), { ties: 'first' }).fraction).toBe(1)
    expect(accuracy(result, new Map([['t2', 'b']]), { ties: 'first' }).fraction).toBe(0)
  })

  it('has no fraction when no truth is known', () => {
    expect(accuracy(result, new Map())).toEqual({ fraction: null, correct: 0, tasks: 0, tied: 0 })
  })
})
