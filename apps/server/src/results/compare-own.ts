import { wilsonInterval } from '@canut/aggregation'
import type { TaskSetup } from '../task-types/index.ts'
import type { OwnResponse } from './own-comparison.store.ts'

/** The own response and at least two others: with fewer, the result is little else than the response itself. */
const RESPONSES_MIN = 3
/** With fewer people, an average would tell of somebody in particular. */
const PEOPLE_MIN = 5
/** Below this the interval of a label is so wide that it says nothing. */
const OF_LABEL_MIN = 10

export interface Compared {
  readonly compared: number
  /** a tie of m labels with the own one among them counts 1/m */
  readonly agreed: number
  /** 90 % interval of the share */
  readonly low: number
  readonly high: number
}

export interface OwnComparison extends Compared {
  /** the same share over everybody's responses; null with fewer than five people */
  readonly everybody: number | null
  /** what can be said beside that; `nothing` without tasks or without an average */
  readonly verdict: 'nothing' | 'cannot_tell' | 'more_often' | 'less_often'
  /** null while the batch is open: the figures would give away which tasks are gold */
  readonly gold: (Compared & { readonly tasks: number; readonly right: number }) | null
  readonly labels: readonly (Compared & { readonly label: string })[]
}

/**
 * How one person's responses compare with what their tasks are held to be. For that person only: it ranks nobody, names nobody, and
 * is kept nowhere.
 */
export function compareOwn(
  own: readonly OwnResponse[],
  of: {
    readonly setup: TaskSetup
    readonly isClosed: boolean
    /** share of all responses that are the result, and how many people gave them */
    readonly everybody: { readonly share: number | null; readonly people: number }
  },
): OwnComparison {
  const { setup } = of
  const pairs = own.flatMap((each) => {
    if (each.truth !== null || (each.responses ?? 0) < RESPONSES_MIN) return []
    const credit = creditOf(each, setup)
    return credit === null ? [] : [{ held: each.heldLabel, credit }]
  })
  const figures = comparedOf(pairs.map(({ credit }) => credit))
  const everybody = of.everybody.people >= PEOPLE_MIN ? of.everybody.share : null
  const byLabel = Map.groupBy(
    pairs.filter(({ held }) => held !== null),
    ({ held }) => held ?? '',
  )
  return {
    ...figures,
    everybody,
    verdict: verdictOf(figures, everybody),
    gold: of.isClosed ? goldOf(own, setup) : null,
    labels: [...byLabel]
      .filter(([, each]) => each.length >= OF_LABEL_MIN)
      .map(([label, each]) => ({ label, ...comparedOf(each.map(({ credit }) => credit)) }))
      .toSorted((a, b) => (a.label < b.label ? -1 : 1)),
  }
}

/** Null where nothing can be compared. */
function creditOf({ label, response, heldLabel, heldTied, heldResponse }: OwnResponse, setup: TaskSetup): number | null {
  if (setup.consolidation?.kind === 'responses') {
    if (heldResponse === null) return null
    const judged = setup.judge(response, heldResponse)
    return judged === null ? null : judged.right ? 1 : 0
  }
  if (label === null) return null
  if (heldTied !== null && heldTied.length > 0) return heldTied.includes(label) ? 1 / heldTied.length : 0
  return heldLabel === null ? null : label === heldLabel ? 1 : 0
}

function comparedOf(credits: readonly number[]): Compared {
  const agreed = credits.reduce((sum, credit) => sum + credit, 0)
  return { compared: credits.length, agreed, ...wilsonInterval(Math.min(agreed, credits.length), credits.length) }
}

function verdictOf({ compared, low, high }: Compared, everybody: number | null): OwnComparison['verdict'] {
  if (compared === 0 || everybody === null) return 'nothing'
  if (low > everybody) return 'more_often'
  return high < everybody ? 'less_often' : 'cannot_tell'
}

function goldOf(own: readonly OwnResponse[], setup: TaskSetup): OwnComparison['gold'] {
  const credits = own.flatMap(({ truth, response }) => {
    const judged = truth === null ? null : setup.judge(response, truth)
    return judged === null ? [] : [judged.right ? 1 : 0]
  })
  const figures = comparedOf(credits)
  return { ...figures, tasks: figures.compared, right: figures.agreed }
}
