import type { WeekOutcome } from './simulate.ts'
import type { World } from './world.ts'

/** Of the optimum; or one task, the longest that the worker may do, where that is more. */
const NEAR_SHARE = 0.05
const SATURDAY_SECONDS = 5 * 86_400

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => sum(values) / Math.max(1, values.length)
const round = (value: number, decimals = 3) => Math.round(value * 10 ** decimals) / 10 ** decimals

/** How far a week was from an optimum, over the workers who came and for whom the optimum had anything. */
export function distanceFrom(optimum: readonly number[], { receivedSeconds }: WeekOutcome, { workers, kindTaskSeconds }: World) {
  const each = workers.flatMap(({ kinds, sittings, looksEverySeconds }, worker) => {
    const best = optimum[worker] ?? 0
    const had = receivedSeconds[worker] ?? 0
    if (sittings.length === 0 || best === 0) return []

    const oneTask = Math.max(...kinds.map((kind) => kindTaskSeconds[kind] ?? 0))
    const near = Math.max(NEAR_SHARE * best, oneTask)
    const satAtTheEnd = (sittings.at(-1)?.to ?? 0) > SATURDAY_SECONDS
    return [
      { had, best, ratio: had / best, isNear: Math.abs(had - best) <= near, isBelow: had < best - near, satAtTheEnd, looksEverySeconds },
    ]
  })
  const nearShare = (chosen: typeof each) => round(mean(chosen.map(({ isNear }) => Number(isNear))))
  const ratios = each.map(({ ratio }) => ratio)
  const byRhythm = each.toSorted((a, b) => a.looksEverySeconds - b.looksEverySeconds)
  const quarter = Math.floor(each.length / 4)
  return {
    workers: each.length,
    nearShare: nearShare(each),
    belowShare: round(mean(each.map(({ isBelow }) => Number(isBelow)))),
    nearShareOfThoseWhoSatOnTheLastTwoDays: nearShare(each.filter(({ satAtTheEnd }) => satAtTheEnd)),
    nearShareOfThoseWhoDidNot: nearShare(each.filter(({ satAtTheEnd }) => !satAtTheEnd)),
    /** what would have to change hands, as a share of all work */
    meanDistance: round(sum(each.map(({ had, best }) => Math.abs(had - best))) / sum(each.map(({ best }) => best))),
    /** of the optimum's hours, what those below it lack */
    shortfall: round(sum(each.map(({ had, best }) => Math.max(0, best - had))) / sum(each.map(({ best }) => best))),
    lowestPart: round(Math.min(...ratios)),
    fifthPercentilePart: round(ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 20)] ?? 0),
    highestPart: round(Math.max(...ratios)),
    worstHours: round(Math.max(...each.map(({ had, best }) => Math.abs(had - best))) / 3600, 2),
    jain: round(sum(ratios) ** 2 / (ratios.length * sum(ratios.map((ratio) => ratio ** 2)))),
    /** the quarter that looks most often against the quarter that looks least often; 1 when nothing is gained by it */
    gainedByLookingOften: round(
      mean(byRhythm.slice(0, quarter).map(({ ratio }) => ratio)) / mean(byRhythm.slice(-quarter).map(({ ratio }) => ratio)),
    ),
  }
}
