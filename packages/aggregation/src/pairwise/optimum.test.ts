import { describe, expect, it } from 'vitest'
import { plackettLuce } from '../ranking/plackett-luce.ts'
import { responsesOf } from '../responses.ts'
import { randomFrom } from '../testing/small-crowds.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { comparisonsOf, type Comparison } from './comparisons.ts'
import { crowdBradleyTerry } from './crowd-bradley-terry.ts'
import { davidson } from './davidson.ts'

/** Objectives written out from the models, with nothing of the methods: at what these return, no small step raises them. */
const random = randomFrom(3)
const rows: Comparison[] = Array.from({ length: 60 }, (_, n) => {
  const a = Math.floor(5 * random())
  const b = (a + 1 + Math.floor(4 * random())) % 5
  const [left, right] = [`i${a}`, `i${b}`]
  const tied = random() < 0.25
  return { worker: `w${n % 3}`, left, right, winner: tied ? null : random() < 0.5 + 0.1 * (b - a) ? right : left }
})
const judged = comparisonsOf(rows)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
/** a (ln p − 2 ln (p + 1)) per item, p = eˢ. */
const prior = (a: number, scores: readonly number[]) => scores.reduce((sum, s) => sum + a * (s - 2 * Math.log1p(Math.exp(s))), 0)

/** Scores come centred: how high they stand together is what the prior likes most, and this finds it. */
function lifted(scores: readonly number[], value: (scores: readonly number[]) => number): number[] {
  let [low, high] = [-10, 10]
  const at = (lift: number) => value(scores.map((s) => s + lift))
  for (let step = 0; step < 200; step++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3]
    if (at(a) < at(b)) low = a
    else high = b
  }
  return scores.map((s) => s + (low + high) / 2)
}

function expectSummit(found: readonly number[], value: (parameters: readonly number[]) => number) {
  const slopes = found.map((_, n) => {
    const moved = (by: number) => value(found.map((each, at) => (at === n ? each + by : each)))
    expect(moved(0.05)).toBeLessThan(value(found))
    expect(moved(-0.05)).toBeLessThan(value(found))
    return (moved(1e-5) - moved(-1e-5)) / 2e-5
  })
  expect(Math.max(...slopes.map(Math.abs))).toBeLessThan(1e-4)
}

const numbers = new Map(judged.items.map((item, n) => [item, n]))
const games = rows.map(({ worker, left, right, winner }) => ({
  w: judged.workers.indexOf(worker),
  l: numbers.get(left)!,
  r: numbers.get(right)!,
  points: winner === null ? 0.5 : winner === left ? 1 : 0,
}))

describe('a small step from what is returned lowers the objective', () => {
  it('of Bradley and Terry, a tie counting half', () => {
    const value = (s: readonly number[]) =>
      games.reduce(
        (sum, { l, r, points }) => sum + points * Math.log(sigmoid(s[l]! - s[r]!)) + (1 - points) * Math.log(sigmoid(s[r]! - s[l]!)),
        prior(0.1, s),
      )
    const { scores, objective } = bradleyTerry(judged)
    const found = lifted([...scores], value)
    expectSummit(found, value)
    expect(objective.at(-1)).toBeCloseTo(value(found), 6)
  })

  it('of Davidson, the strength of ties too', () => {
    const value = (parameters: readonly number[]) => {
      const [p, nu] = [parameters.slice(0, -1).map(Math.exp), Math.exp(parameters.at(-1)!)]
      return games.reduce(
        (sum, { l, r, points }) => {
          const tie = nu * Math.sqrt(p[l]! * p[r]!)
          return sum + Math.log(points === 0.5 ? tie : points === 1 ? p[l]! : p[r]!) - Math.log(p[l]! + p[r]! + tie)
        },
        prior(0.1, parameters.slice(0, -1)) + 0.1 * Math.log(nu) - 0.2 * Math.log(2 + nu),
      )
    }
    const { scores, tieStrength, objective } = davidson(judged)
    const nu = Math.log(tieStrength)
    const found = [...lifted([...scores], (s) => value([...s, nu])), nu]
    expectSummit(found, value)
    expect(objective.at(-1)).toBeCloseTo(value(found), 6)
  })

  it('of the crowd, skills on a grid', () => {
    const { scores, workerParameters, objective } = crowdBradleyTerry(judged, { prior: 1, tolerance: 1e-10, maxIterations: 100_000 })
    const { leftBias, skill } = workerParameters
    // Of the maximum itself only bias is returned (the skill is a mean): given the scores, the best skills are looked for.
    const best = (w: number, s: readonly number[]) => {
      const value = (gamma: number) =>
        games.reduce(
          (sum, { w: who, l, r, points }) => {
            if (who !== w) return sum
            const says = gamma * sigmoid(s[l]! - s[r]!) + (1 - gamma) * leftBias[w]!
            return sum + points * Math.log(says) + (1 - points) * Math.log(1 - says)
          },
          Math.log(gamma) + 0.25 * Math.log(1 - gamma) + Math.log(leftBias[w]! * (1 - leftBias[w]!)),
        )
      return Math.max(...Array.from({ length: 9999 }, (_, n) => value((n + 1) / 10_000)))
    }
    const value = (s: readonly number[]) => prior(1, s) + judged.workers.reduce((sum, _, w) => sum + best(w, s), 0)
    const found = lifted([...scores], (s) => prior(1, s))
    expect(objective.at(-1)).toBeCloseTo(value(found), 4)
    for (const mean of skill.mean) expect(mean > 0 && mean < 1).toBe(true)
  })

  it('of Plackett and Luce, with ties and gaps', () => {
    const ballots = [
      ['a', 'b', 'c', 'd'],
      ['b', ['a', 'd'], 'c'],
      ['d', 'a'],
      [['a', 'b'], 'd'],
      ['c', 'a', 'b'],
    ]
    const { items, scores, objective } = plackettLuce(responsesOf(ballots.map((value, n) => ({ task: 't', worker: `w${n}`, value }))))
    const value = (s: readonly number[]) => {
      const strength = (item: string) => Math.exp(s[items.indexOf(item)]!)
      let sum = prior(0.1, s)
      for (const ballot of ballots) {
        const groups = ballot.map((group) => (typeof group === 'string' ? [group] : group))
        for (const [at, group] of groups.slice(0, -1).entries()) {
          const total = groups
            .slice(at)
            .flat()
            .reduce((all, item) => all + strength(item), 0)
          for (const item of group) sum += Math.log(strength(item) / total)
        }
      }
      return sum
    }
    const found = lifted([...scores], value)
    expectSummit(found, value)
    expect(objective[0]).toBeCloseTo(value(found), 6)
  })
})

describe('where nearly all agree, the summit is far and flat, and is reached all the same', () => {
  const items = Array.from({ length: 12 }, (_, n) => `i${n}`)
  const pairs = items.flatMap((left, a) => items.slice(a + 1).map((right) => ({ worker: 'w', left, right, winner: left })))
  const unanimous = comparisonsOf(pairs)
  const small = { prior: 1e-4 }
  const ballots = Array.from({ length: 8 }, (_, n) => ({ task: 't', worker: `w${n}`, value: items }))

  it.each([
    ['bradleyTerry', () => bradleyTerry(unanimous, small)],
    ['davidson', () => davidson(unanimous, small)],
    ['plackettLuce', () => plackettLuce(responsesOf(ballots), small)],
  ])('%s', (_, fit) => {
    const { iterations, converged } = fit()
    expect(converged).toBe(true)
    // item by item it would be ten thousand, and still not there
    expect(iterations).toBeLessThan(200)
  })

  it('and there each item has won as often as its strength says', () => {
    const { scores } = bradleyTerry(unanimous, small)
    // an item's equation less that of the next leaves the prior, which is all that holds them apart
    const won = items.map((_, a) => items.reduce((sum, __, b) => sum + (a === b ? 0 : sigmoid(scores[a]! - scores[b]!)), 0))
    const value = (s: readonly number[]) => {
      const ofGames = items.flatMap((_, a) => items.slice(a + 1).map((__, n) => Math.log(sigmoid(s[a]! - s[a + 1 + n]!))))
      return ofGames.reduce((sum, each) => sum + each, 0) + prior(1e-4, s)
    }
    const found = lifted([...scores], value)
    for (const [a, score] of found.entries()) {
      expect(11 - a - won[a]! + 1e-4 * (1 - 2 * sigmoid(score))).toBeCloseTo(0, 8)
    }
  })
})
