import { sameEligibility, type Grouping } from './same-eligibility.ts'
import { findShort } from './short-groups.ts'
import { filledTo, levelFor, type Span } from './water-level.ts'

export interface ShareClaim {
  /** work wanted this week, in seconds at the batches' time estimates: never at anybody's own speed */
  readonly askedSeconds: number
  /** work already had this week, in the same seconds */
  readonly receivedSeconds: number
  /** which of the supplies this worker may do, as indices; a repeated index counts once */
  readonly eligible: readonly number[]
}

export interface ShareOutcome {
  /** per claim, in order: seconds for the whole week, those already received included */
  readonly shares: number[]
  /** per supply: more is asked for than there is, that is, a worker who may do it stays below what they asked */
  readonly scarce: boolean[]
  /**
   * Per claim: the supplies that these shares are made of, of those the worker may do. Scarce work that is not among them
   * is kept for people who have nothing else: all shares together are only reached if nobody takes it from them.
   */
  readonly meant: (readonly number[])[]
}

/** Differences below this are rounding, not hunger. */
const ROUNDING_SECONDS = 1e-6

/** Groups and kinds of supply that are shared among each other, and with nobody else. */
interface Part {
  readonly groups: readonly number[]
  readonly kinds: readonly number[]
}

/**
 * Max–min fair shares: the lowest weekly total is made as high as it can be, then the second lowest, and so on. Nobody can
 * be given more without taking it from somebody who has no more than they have. Totals count what was received before,
 * stop at what was asked (somebody who already received more keeps it and gets nothing further), and are made only of
 * supplies that the worker may do, each second of which is given once. Nothing else enters.
 *
 * Workers who may do exactly the same are one group, filled like water to one level. Of all groups together, those that
 * cannot be filled to the common level with what they may do (a maximum flow finds them) are shared out apart, with all of
 * these supplies; the rest shares what is left; and so on until every part has one level. This is Fujishige's
 * decomposition for the lexicographically optimal base of a polymatroid (Mathematics of Operations Research 5, 1980,
 * doi:10.1287/moor.5.2.186). The totals are unique; which supplies they are made of is not: those with the least choice are
 * served first.
 *
 * @returns shares exact to a millionth of a second for up to 10⁷ seconds of work in all, to a thousandth up to 10⁹. No
 *   claims: nothing is scarce. A supply of 0 seconds is scarce as soon as one worker who may do it stays below what they asked. The order of
 *   claims and of supplies does not matter.
 * @throws RangeError when a number is negative or not finite, or an index names no supply: a bug of the caller.
 */
export function shareOut(claims: readonly ShareClaim[], supplies: readonly { readonly seconds: number }[]): ShareOutcome {
  refuseNonsense(claims, supplies)
  const grouping = sameEligibility(
    claims.map(({ eligible }) => eligible),
    supplies.length,
  )
  const spans = spansOfGroups(claims, grouping)
  const kindSeconds = grouping.kinds.map((members) => members.reduce((sum, supply) => sum + (supplies[supply]?.seconds ?? 0), 0))
  const { groupLevels, groupMeant } = levelsOf(grouping, spans, kindSeconds)

  const shares = claims.map(({ askedSeconds, receivedSeconds }, claim) =>
    Math.max(receivedSeconds, Math.min(askedSeconds, groupLevels[grouping.groupOf[claim] ?? -1] ?? receivedSeconds)),
  )
  const scarceKinds = new Set<number>()
  for (const [claim, { askedSeconds }] of claims.entries()) {
    if ((shares[claim] ?? 0) >= askedSeconds - ROUNDING_SECONDS) continue
    for (const kind of grouping.kindsOfGroup[grouping.groupOf[claim] ?? -1] ?? []) scarceKinds.add(kind)
  }
  const scarce = supplies.map((_, supply) => scarceKinds.has(grouping.kindOf[supply] ?? -1))
  const isThere = (supply: number) => (supplies[supply]?.seconds ?? 0) > 0
  const meantOfGroup = groupMeant.map((kinds) => kinds.flatMap((kind) => grouping.kinds[kind] ?? []).filter(isThere))
  const meant = claims.map((_, claim) => meantOfGroup[grouping.groupOf[claim] ?? -1] ?? [])
  return { shares, scarce, meant }
}

function refuseNonsense(claims: readonly ShareClaim[], supplies: readonly { readonly seconds: number }[]): void {
  const isSeconds = (value: number) => Number.isFinite(value) && value >= 0
  for (const [supply, { seconds }] of supplies.entries()) {
    if (!isSeconds(seconds)) throw new RangeError(`supply ${supply} has ${seconds} seconds`)
  }
  for (const [claim, { askedSeconds, receivedSeconds, eligible }] of claims.entries()) {
    if (!isSeconds(askedSeconds)) throw new RangeError(`claim ${claim} asks for ${askedSeconds} seconds`)
    if (!isSeconds(receivedSeconds)) throw new RangeError(`claim ${claim} received ${receivedSeconds} seconds`)
    const unknown = eligible.find((supply) => !Number.isInteger(supply) || supply < 0 || supply >= supplies.length)
    if (unknown !== undefined) throw new RangeError(`claim ${claim} may do supply ${unknown} of ${supplies.length}`)
  }
}

/** Per group, from where to where each of its workers can still be filled; those who have all they asked are left out. */
function spansOfGroups(claims: readonly ShareClaim[], { groupOf, kindsOfGroup }: Grouping): Span[][] {
  const spans = kindsOfGroup.map((): Span[] => [])
  for (const [claim, { askedSeconds: to, receivedSeconds: from }] of claims.entries()) {
    if (from < to) spans[groupOf[claim] ?? -1]?.push({ from, to })
  }
  return spans
}

/** The level of every group, and the kinds that fill it, by splitting what is not level until everything is. */
function levelsOf({ kindsOfGroup }: Grouping, spans: readonly Span[][], kindSeconds: readonly number[]) {
  const groupLevels = spans.map(() => 0)
  const groupMeant = spans.map((): number[] => [])
  const hungry = spans.flatMap((own, group) => (own.length > 0 ? [group] : []))
  const parts: Part[] = [{ groups: hungry, kinds: kindSeconds.map((_, kind) => kind) }]
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const seconds = part.kinds.reduce((sum, kind) => sum + (kindSeconds[kind] ?? 0), 0)
    const level = levelFor(
      part.groups.flatMap((group) => spans[group] ?? []),
      seconds,
    )
    const short = findShort({
      wanted: part.groups.map((group) => filledTo(spans[group] ?? [], level)),
      available: part.kinds.map((kind) => kindSeconds[kind] ?? 0),
      usable: usableIn(part, kindsOfGroup),
    })
    if (short.groups.includes(true) && (short.groups.includes(false) || short.kinds.includes(false))) {
      for (const side of [true, false]) {
        parts.push({
          groups: part.groups.filter((_, i) => short.groups[i] === side),
          kinds: part.kinds.filter((_, i) => short.kinds[i] === side),
        })
      }
      continue
    }
    for (const [i, group] of part.groups.entries()) {
      groupLevels[group] = level
      groupMeant[group] = (short.given[i] ?? []).map((position) => part.kinds[position] ?? -1)
    }
  }
  return { groupLevels, groupMeant }
}

/** Per group of the part, the positions of the part's kinds that it may do. */
function usableIn({ groups, kinds }: Part, kindsOfGroup: readonly (readonly number[])[]): number[][] {
  const positionOf = new Map(kinds.map((kind, position) => [kind, position]))
  return groups.map((group) =>
    (kindsOfGroup[group] ?? []).flatMap((kind) => {
      const position = positionOf.get(kind)
      return position === undefined ? [] : [position]
    }),
  )
}
