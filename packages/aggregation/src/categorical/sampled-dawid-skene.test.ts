import { describe, expect, it } from 'vitest'
import { accuracy } from '../accuracy.ts'
import { topLabels } from '../aggregate.ts'
import { crowd } from '../crowd.ts'
import { majorityVote } from '../majority-vote.ts'
import { crowdWithTruth, randomFrom } from '../testing/small-crowds.ts'
import { auto } from './auto.ts'
import { hierarchicalDawidSkene } from './hierarchical-dawid-skene.ts'
import { sampledDawidSkene } from './sampled-dawid-skene.ts'
import { poolWithVotes } from './pool-with-votes.ts'
import type { Posteriors } from './starting-posteriors.ts'

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Three responses per task, 22 per worker, labels mixed up in pairs. */
const thin = [1, 2, 3, 4, 5, 6].map((seed) => {
  const { rows, truth } = crowdWithTruth(seed, { tasks: 300, workers: 40, labels: 4, perTask: 3, toward: 0.85 })
  return { built: crowd(rows), truth }
})

describe('drawing truths where responses are few', { timeout: 60_000 }, () => {
  it('is right more often than taking rates for known, and as often as it says', () => {
    const found = thin.map(({ built, truth }) => {
      const result = sampledDawidSkene(built)
      const right = (other: Posteriors | ReturnType<typeof majorityVote>) => accuracy(other, truth).fraction!
      return {
        right: right(result),
        known: right(hierarchicalDawidSkene(built)),
        votes: right(majorityVote(built)),
        sure: mean([...result.confidence]),
      }
    })
    const right = mean(found.map((each) => each.right))
    expect(right).toBeGreaterThan(mean(found.map((each) => each.known)) + 0.04)
    expect(right).toBeGreaterThan(mean(found.map((each) => each.votes)) + 0.02)
    // 1,800 tasks: three standard errors are 0.026
    expect(Math.abs(right - mean(found.map((each) => each.sure)))).toBeLessThan(0.03)
  })

  it('is what auto takes there, and not where workers gave many', () => {
    const answered = auto(thin[0]!.built)
    const { choice, result } = answered
    expect(choice.method).toBe('sampled-dawid-skene')
    expect(result.method).toBe('sampled-dawid-skene')
    expect(choice.reason).toContain('There are 1.9 responses per rate of a worker, fewer than 10')
    const ofVotes = hierarchicalDawidSkene(thin[0]!.built, { classPrior: 'votes' })
    const { top, confidence } = poolWithVotes(thin[0]!.built, [result as Posteriors & typeof result, ofVotes], undefined)
    expect(answered).toMatchObject({ top, confidence })
    const many = crowd(crowdWithTruth(1, { tasks: 300, workers: 8, labels: 2, toward: 0 }).rows)
    expect(auto(many).choice.method).toBe('hierarchical-dawid-skene')
  })

  it('is what auto takes where matrices alone foresee no better than votes, of many classes and few responses', () => {
    // twelve classes, the commonest ten times as frequent as the rarest; each worker right in their own share of cases
    const random = randomFrom(4)
    const [skills, truth] = [Array.from({ length: 15 }, () => 0.35 + 0.6 * random()), new Map<string, string>()]
    const rows = Array.from({ length: 200 }, (_, t) => {
      const is = Math.floor(12 * random() ** 2)
      truth.set(`t${t}`, `l${is}`)
      return [0, 1, 2].map((turn) => {
        const who = (t * 4 + turn * 7) % 15
        return { task: `t${t}`, worker: `w${who}`, label: `l${random() < skills[who]! ? is : Math.floor(12 * random())}` }
      })
    }).flat()
    const built = crowd(rows)
    const result = auto(built)
    expect(result.choice.reason).toContain('does not foresee')
    expect(result.choice.method).toBe('sampled-dawid-skene')
    expect(result.choice.compared.at(-1)!.foresightGain!.difference).toBeGreaterThan(0)
    expect(accuracy(result, truth).fraction!).toBeGreaterThan(accuracy(majorityVote(built), truth).fraction!)
  })

  it('draws the same for the same seed, and nearly the same for another', () => {
    const { built } = thin[0]!
    const [one, same, other] = [0, 0, 9].map((seed) => sampledDawidSkene(built, { seed }))
    expect(same!.posteriors).toEqual(one!.posteriors)
    expect(other!.posteriors).not.toEqual(one!.posteriors)
    const moved = mean(Array.from(one!.posteriors, (each, at) => Math.abs(each - other!.posteriors[at]!)))
    expect(moved).toBeLessThan(0.02)
  })

  it('has rates that sum to 1, and what is common where nobody answered', () => {
    const { rows } = crowdWithTruth(1, { tasks: 60, workers: 8, labels: 3, toward: 0 })
    const built = crowd(rows)
    const start = Int32Array.from([...built.byTask.start, built.size])
    const { labels, confusion, priors, posteriors } = sampledDawidSkene({
      ...built,
      tasks: [...built.tasks, 'nobody’s'],
      byTask: { ...built.byTask, start },
    })
    for (let row = 0; row < confusion.length; row += labels.length) {
      expect(confusion.subarray(row, row + labels.length).reduce((sum, rate) => sum + rate)).toBeCloseTo(1, 9)
    }
    const last = posteriors.subarray(built.tasks.length * labels.length)
    for (const [n, prior] of priors.entries()) expect(last[n]).toBeCloseTo(prior, 8)
  })

  it('reports as ties what nothing tells apart', () => {
    const result = sampledDawidSkene(
      crowd([
        { task: 't1', worker: 'ann', label: 'a' },
        { task: 't1', worker: 'bob', label: 'b' },
      ]),
    )
    expect(topLabels(result, 0)).toEqual(['a', 'b'])
  })

  it('is unmoved by a worker without responses, also where labels look alike and cannot change places', () => {
    // a and b are each given in place of the other, c only of itself
    const given = ['t2 cy a', 't2 ann b', 't2 bob c', 't1 cy b', 't4 bob c', 't3 ann a'].map((row) => row.split(' '))
    const built = crowd(given.map(([task = '', worker = '', label = '']) => ({ task, worker, label })))
    const start = Int32Array.from([...built.byWorker.start, built.size])
    const more = { ...built, workers: [...built.workers, 'nobody'], byWorker: { ...built.byWorker, start } }
    for (const classPrior of [1, 'votes'] as const)
      expect(sampledDawidSkene(more, { classPrior, draws: 5 }).posteriors).toEqual(
        sampledDawidSkene(built, { classPrior, draws: 5 }).posteriors,
      )
  })
})
