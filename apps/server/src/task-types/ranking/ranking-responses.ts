import type { RankingResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { optionName } from '../labels/label-settings.ts'
import { formText, membersOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup } from '../task-type.ts'
import { denseRanks, pairsAlike } from './ranks.ts'
import { dimensionsOf, MOST_ITEMS, type RankingSettings } from './ranking.settings.ts'

type Responses = Pick<
  TaskSetup,
  'responseSchema' | 'check' | 'fromForm' | 'categories' | 'label' | 'truthLabel' | 'judge' | 'describe' | 'rowColumns' | 'toRow'
>

/** Everything about rankings, apart from what is ranked. */
export function setUpRankings(settings: RankingSettings): Responses {
  const dimensions = dimensionsOf(settings)
  const schema = z.strictObject({
    dimensions: z.array(
      z.strictObject({
        name: z.string(),
        // 0 stands for a place that a form left out, and is refused below with the name of its control
        ranks: z.array(z.number().int().min(0).max(MOST_ITEMS).meta({ minimum: 1 })).max(MOST_ITEMS),
      }),
    ),
  })
  const label = (response: unknown): string | null => {
    const ranks = dimensions.map(({ value }) => ranksIn(response, value))
    return ranks.every((each) => each !== null) ? ranks.map((each) => each.join(' ')).join('|') : null
  }

  return {
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check(response, payload) {
      const checked = schema.safeParse(response)
      // of an empty response each place is missing, which says more than that the list of them is
      if (!checked.success && Object.keys(membersOf(response)).length > 0) return err(issuesOf(checked.error, response))
      return checkRanks(checked.success ? checked.data : { dimensions: [] }, itemsOf(payload).length, settings)
    },
    fromForm(form) {
      const given = dimensions.map(({ value }, dimension) => ({ name: value, ranks: ranksInForm(form, dimension) }))
      return { dimensions: given }
    },
    categories: null,
    label,
    truthLabel: label,
    judge(response, truth) {
      const scores = dimensions.flatMap(({ value }) => {
        const [own, known] = [ranksIn(response, value), ranksIn(truth, value)]
        return own === null || known === null || own.length !== known.length ? [] : [pairsAlike(own, known)]
      })
      if (scores.length < dimensions.length) return null
      const score = scores.reduce((sum, each) => sum + each, 0) / scores.length
      return { right: score >= settings.tolerance, score }
    },
    describe: (response, locale) =>
      dimensions
        .flatMap((dimension) => {
          const ranks = ranksIn(response, dimension.value)
          if (ranks === null) return []
          const order = inOrder(ranks)
          const name = optionName(dimension, locale)
          return [dimensions.length === 1 ? order : `${name}${locale === 'fr' ? ' :' : ':'} ${order}`]
        })
        .join('\n'),
    rowColumns: dimensions.flatMap(({ value }) => columnsOf(value)),
    toRow: (response) =>
      Object.fromEntries(
        dimensions.flatMap(({ value }) => {
          const ranks = ranksIn(response, value) ?? []
          return columnsOf(value).map((column, item) => [column, ranks[item] === undefined ? '' : String(ranks[item])] as const)
        }),
      ),
  }
}

/** The contents of a task in the order of its columns. */
export const itemsOf = (payload: unknown): readonly string[] => (membersOf(payload)['items'] ?? []) as readonly string[]

const columnsOf = (dimension: string): string[] => Array.from({ length: MOST_ITEMS }, (_, item) => `${dimension}:item_${item + 1}`)

/** "2 > 1 = 3": numbers of items from the best. */
function inOrder(ranks: readonly number[]): string {
  const places = [...new Set(ranks)].toSorted((a, b) => a - b)
  return places.map((place) => ranks.flatMap((rank, item) => (rank === place ? [item + 1] : [])).join(' = ')).join(' > ')
}

/** Whole numbers by dimension, whatever else the response is; null when it has none. */
export function ranksIn(response: unknown, dimension: string): readonly number[] | null {
  const { dimensions } = membersOf(response)
  if (!Array.isArray(dimensions)) return null
  const ranks: unknown = membersOf(dimensions.find((each) => membersOf(each)['name'] === dimension))['ranks']
  return Array.isArray(ranks) && ranks.length > 0 && ranks.every((rank) => Number.isInteger(rank)) ? (ranks as number[]) : null
}

function ranksInForm(form: FormData, dimension: number): number[] {
  const ranks: number[] = []
  for (let item = 0; item < MOST_ITEMS; item++) {
    const place = formText(form, `response.rank.${dimension}.${item}`)
    if (/^\d{1,2}$/.test(place)) ranks[item] = Number(place)
  }
  return Array.from(ranks, (rank) => rank ?? 0)
}

function checkRanks(response: RankingResponse, count: number, settings: RankingSettings): Result<RankingResponse, Issue[]> {
  const issues: Issue[] = []
  const dimensions = dimensionsOf(settings).map(({ value }, dimension) => {
    const ranks = response.dimensions.find(({ name }) => name === value)?.ranks ?? []
    if (ranks.length > count) issues.push({ path: `rank.${dimension}.0`, code: 'too_many', params: { max: count } })
    for (let item = 0; item < count; item++) {
      const rank = ranks[item]
      const path = `rank.${dimension}.${item}`
      if (rank === undefined || rank === 0) issues.push({ path, code: 'choose_one', params: {} })
      else if (rank > count) issues.push({ path, code: 'too_large', params: { max: count } })
      else if (!settings.allowTie && ranks.indexOf(rank) < item) issues.push({ path, code: 'place_taken', params: { place: rank } })
    }
    return { name: value, ranks: denseRanks(ranks) }
  })
  const known = new Set(dimensions.map(({ name }) => name))
  for (const { name } of response.dimensions)
    if (!known.has(name)) issues.push({ path: 'dimensions', code: 'unknown_field', params: { name: name.slice(0, 60) } })
  return issues.length > 0 ? err(issues) : ok({ dimensions })
}
