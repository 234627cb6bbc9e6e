import { describe, expect, it } from 'vitest'
import { accuracy } from '../accuracy.ts'
import { crowd } from '../crowd.ts'
import { majorityVote } from '../majority-vote.ts'
import { crowdWithTruth, randomFrom, rowsOf } from '../testing/small-crowds.ts'
import { auto } from './auto.ts'
import { ebcc } from './ebcc.ts'
import { hierarchicalDawidSkene } from './hierarchical-dawid-skene.ts'
import { oneCoinDawidSkene } from './one-coin-dawid-skene.ts'
import { sampledDawidSkene } from './sampled-dawid-skene.ts'
import { classPseudoTasks, startingPosteriors, type Posteriors } from './starting-posteriors.ts'

/** Two responses per task, twenty per worker, labels mixed up in pairs: all labels as common. */
const few = [1, 2, 3, 4, 5, 6].map((seed) => {
  const { rows, truth } = crowdWithTruth(seed, { tasks: 200, workers: 20, labels: 4, perTask: 2, toward: 0.85 })
  return { built: crowd(rows), truth }
})
type Built = (typeof few)[number]['built']

const right = (method: (built: Built) => Posteriors | ReturnType<typeof auto | typeof majorityVote>) =>
  few.reduce((sum, { built, truth }) => sum + accuracy(method(built), truth).fraction! / few.length, 0)

/** The share of tasks that the commonest answer has. */
const commonest = (method: (built: Built) => Posteriors) =>
  few.reduce((sum, { built }) => sum + Math.max(...countsOf(method(built))) / built.tasks.length / few.length, 0)

function countsOf({ top, labels, tasks }: Posteriors): number[] {
  const counts = labels.map(() => 0)
  for (let task = 0; task < tasks.length; task++) counts[top.label[top.start[task]!]!]! += 1
  return counts
}

describe('how common classes are, half by the votes', { timeout: 120_000 }, () => {
  it('counts each task once, by its votes or its gold, exactly and in any order', () => {
    const rows = rowsOf(['aab', 'abc', 'b', 'cc'])
    const gold = new Map([
      ['t3', 'a'],
      ['t9', 'b'],
    ])
    const pseudoOf = (of: typeof rows) => {
      const built = crowd(of)
      const pseudo = classPseudoTasks(built, startingPosteriors(built, { gold }), 'votes')
      return Object.fromEntries(built.labels.map((label, k) => [label, pseudo[k]!]))
    }
    const { a, b, c } = pseudoOf(rows)
    expect(a).toBeCloseTo(1 + 2 / 3 + 1 / 3 + 1, 8)
    expect(b).toBeCloseTo(1 + 1 / 3 + 1 / 3 + 1, 8)
    expect(c).toBeCloseTo(1 + 1 / 3, 8)
    expect(pseudoOf(rows.toReversed())).toEqual({ a, b, c })
  })

  it.each([
    ['hierarchicalDawidSkene', hierarchicalDawidSkene],
    ['sampledDawidSkene', sampledDawidSkene],
    ['ebcc', ebcc],
  ] as const)('%s: keeps the commonest class from taking more, and is right more often', (_, method) => {
    const [plain, voted] = [(built: Built) => method(built), (built: Built) => method(built, { classPrior: 'votes' })]
    expect(commonest(voted)).toBeLessThan(commonest(plain))
    expect(right(voted)).toBeGreaterThan(right(plain) + 0.02)
  })

  it('leaves auto above majority vote where each task has two responses', () => {
    expect(right((built) => auto(built))).toBeGreaterThan(right(majorityVote) + 0.04)
  })

  it('keeps labels that belong to one task each from being believed more with each iteration', () => {
    // three labels of its own per task, of workers who are right two times in three
    const random = randomFrom(1)
    const rows = Array.from({ length: 900 }, (_, n) => {
      const label = random() < 2 / 3 ? 0 : 1 + Math.floor(2 * random())
      return { task: `t${n % 300}`, worker: `w${(n * 7) % 31}`, label: `t${n % 300} ${label}` }
    })
    const built = crowd(rows)
    const prior = { right: 3, wrong: 1 }
    const sure = ({ confidence }: ReturnType<typeof oneCoinDawidSkene>) => confidence.reduce((sum, each) => sum + each / 300, 0)
    const [plain, voted] = [oneCoinDawidSkene(built, { prior }), oneCoinDawidSkene(built, { prior, classPrior: 'votes' })]
    expect(sure(voted)).toBeLessThan(sure(plain) - 0.02)
    expect(voted.iterations).toBeLessThan(plain.iterations)
    for (const [n, value] of voted.objective.slice(1).entries()) expect(value).toBeGreaterThan(voted.objective[n]! - 1e-6)
  })
})
