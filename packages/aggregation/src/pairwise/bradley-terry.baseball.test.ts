import { expect, it } from 'vitest'
import { bradleyTerry } from './bradley-terry.ts'
import { comparisonsOf } from './comparisons.ts'

/**
 * The 1987 season of the American League's eastern division: games that the team of the row won against that of the column.
 * Agresti, Categorical Data Analysis, 2nd edition, 2002, table 10.10; estimates as the vignette of R's BradleyTerry2 prints them.
 */
const teams = ['Milwaukee', 'Detroit', 'Toronto', 'New York', 'Boston', 'Cleveland', 'Baltimore']
const won = [
  [0, 7, 9, 7, 7, 9, 11],
  [6, 0, 7, 5, 11, 9, 9],
  [4, 6, 0, 7, 7, 8, 12],
  [6, 8, 6, 0, 6, 7, 10],
  [6, 2, 6, 7, 0, 7, 12],
  [4, 4, 5, 6, 6, 0, 6],
  [2, 4, 1, 3, 1, 7, 0],
]
const published = {
  Milwaukee: 1.5814,
  Detroit: 1.4364,
  Toronto: 1.2945,
  'New York': 1.2476,
  Boston: 1.1077,
  Cleveland: 0.6839,
  Baltimore: 0,
}

it('gives the published estimates of a season of baseball', () => {
  const games = won.flatMap((row, i) =>
    row.flatMap((times, j) =>
      Array.from({ length: times }, () => ({ worker: 'season', left: teams[i]!, right: teams[j]!, winner: teams[i]! })),
    ),
  )
  const { items, scores } = bradleyTerry(comparisonsOf(games), { prior: 0 })
  const baltimore = scores[items.indexOf('Baltimore')]!
  const estimates = Object.fromEntries(items.map((item, i) => [item, scores[i]! - baltimore]))
  for (const [team, estimate] of Object.entries(published)) expect(estimates[team]).toBeCloseTo(estimate, 4)
})
