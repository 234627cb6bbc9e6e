import type { Responses } from '../responses.ts'
import { ballotsOf, rankedOf, type Ballots, type Ranked, type Ranking, type UnlistedOption } from './rankings.ts'

/** What {@link borda} returns. */
export interface Borda extends Ranked {
  readonly method: 'borda'
}

/**
 * Borda's count: an item's score is the share of the other items that it is placed above, on average over the rankings that have it,
 *
 *   sᵢ = (1 / |Rᵢ|) Σ_{r ∈ Rᵢ} (below(i, r) + ½ equal(i, r)) / (nᵣ − 1)     in [0, 1], nᵣ items in ranking r.
 *
 * Equal items have half a point of each other. A ranking of a single item says nothing and counts ½. Assumes that all workers rank
 * equally well. Under `unlisted: 'unknown'` an item is judged only beside those it was shown with, however good these are:
 * where workers saw different items use `plackettLuce`.
 *
 * @returns see {@link Ranked}; ties are places shared. No responses give an empty value. Row order moves scores by rounding only.
 * @throws AggregationError `invalid_value` for a ranking that lists an item twice or what is not a string, `invalid_option`.
 *
 * Time O(responses × their items).
 *
 * Reference: de Borda, Mémoire sur les élections au scrutin, Histoire de l'Académie royale des sciences, 1784.
 */
export function borda(responses: Responses<Ranking>, options: UnlistedOption = {}): Borda {
  return { method: 'borda', ...rankedOf(responses.tasks, Array.from(ballotsOf(responses, options), scored)) }
}

function scored({ items, rankings }: Ballots) {
  const [points, times] = [new Float64Array(items.length), new Float64Array(items.length)]
  for (const ranking of rankings) {
    const size = ranking.reduce((sum, group) => sum + group.length, 0)
    let above = 0
    for (const group of ranking) {
      for (const item of group) {
        points[item]! += size === 1 ? 0.5 : (size - above - group.length + (group.length - 1) / 2) / (size - 1)
        times[item]!++
      }
      above += group.length
    }
  }
  return { items, scores: points.map((sum, item) => sum / times[item]!) }
}
