import type { PairwiseResponse } from '@canut/contract'
import { err, ok } from '@canut/domain'
import { z } from 'zod'
import { optionName } from '../labels/label-settings.ts'
import { judgeLabels } from '../shared/judge-labels.ts'
import { missingOr } from '../shared/schemas.ts'
import { formText, membersOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup } from '../task-type.ts'
import { messages } from './pairwise.messages.ts'
import type { PairwiseSettings } from './pairwise.settings.ts'

export const STEPS = [1, 2, 3, 4] as const

type Responses = Pick<
  TaskSetup,
  'responseSchema' | 'check' | 'fromForm' | 'categories' | 'label' | 'truthLabel' | 'judge' | 'describe' | 'rowColumns' | 'toRow'
>

/** Everything about a choice between two, apart from what the two are. */
export function setUpPairResponses(settings: PairwiseSettings): Responses {
  const schema = responseSchema(settings)
  const choices = settings.allowTie ? (['a', 'b', 'tie'] as const) : (['a', 'b'] as const)
  const label = (response: unknown): string | null => choices.find((choice) => choice === membersOf(response)['choice']) ?? null
  const { criteria } = settings

  return {
    responseSchema: z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>,
    check(response) {
      const checked = schema.safeParse(response)
      if (!checked.success) return err(issuesOf(checked.error, response).map(explained))
      return ok(canonical(checked.data as PairwiseResponse))
    },
    fromForm(form) {
      const filled = (name: string): string => formText(form, `response.${name}`)
      const compared = criteria.map(({ value }) => [value, filled(`criteria.${value}`)] as const).filter(([, choice]) => choice !== '')
      return {
        ...(filled('choice') === '' ? {} : { choice: filled('choice') }),
        ...(filled('strength') === '' ? {} : { strength: Number(filled('strength')) }),
        ...(compared.length === 0 ? {} : { criteria: Object.fromEntries(compared) }),
        shownFirst: filled('shownFirst') || 'a',
      }
    },
    categories: choices.length,
    label,
    truthLabel: label,
    judge: (response, truth) => judgeLabels(label(response), label(truth)),
    describe(response, locale) {
      const t = messages[locale]
      const { strength, criteria: compared } = membersOf(response)
      const choice = label(response)
      const own = choice === null ? [] : [t.described[choice as 'a' | 'b' | 'tie']]
      const step = typeof strength === 'number' ? [t.steps({ step: String(strength) })] : []
      const rest = criteria.flatMap((criterion) => {
        const on = membersOf(compared)[criterion.value]
        return on === 'a' || on === 'b' || on === 'tie' ? [`${optionName(criterion, locale)} ${t.described[on]}`] : []
      })
      return [[...own, ...step].join(', '), ...rest].join('\n')
    },
    rowColumns: ['choice', 'strength', ...criteria.map(({ value }) => `criteria:${value}`), 'shown_first'],
    toRow(response) {
      const { strength, criteria: compared, shownFirst } = membersOf(response)
      return {
        choice: label(response) ?? '',
        strength: typeof strength === 'number' ? String(strength) : '',
        ...Object.fromEntries(criteria.map(({ value }) => [`criteria:${value}`, textIn(membersOf(compared)[value])])),
        shown_first: textIn(shownFirst),
      }
    },
  }
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

function responseSchema({ allowTie, strength, criteria }: PairwiseSettings) {
  const choice = z.enum(allowTie ? ['a', 'b', 'tie'] : ['a', 'b'], missingOr('not_a_choice'))
  return z
    .strictObject({
      choice,
      ...(strength ? { strength: z.literal(STEPS).optional() } : {}),
      ...(criteria.length > 0 ? { criteria: z.strictObject(Object.fromEntries(criteria.map(({ value }) => [value, choice]))) } : {}),
      // who answers by the API and draws no lot shows a first
      shownFirst: z.enum(['a', 'b']).default('a'),
    })
    .superRefine((response, context) => {
      if (strength && response.choice !== 'tie' && response.strength === undefined)
        context.addIssue({ code: 'custom', path: ['strength'], message: 'choose_one' })
    })
}

/** How much better than an equal is nothing to ask. */
function canonical(response: PairwiseResponse): PairwiseResponse {
  if (response.choice !== 'tie' || response.strength === undefined) return response
  const { strength: _, ...rest } = response
  return rest
}

/** The generic words for a missing answer would not tell a person what to do. */
const explained = (issue: Issue): Issue =>
  issue.code === 'required' ? { path: issue.path === 'criteria' ? 'choice' : issue.path, code: 'choose_one', params: {} } : issue
