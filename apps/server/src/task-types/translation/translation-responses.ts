import { err, ok, type Result } from '@canut/domain'
import { chrF, responsesOf, textMedoid } from '@canut/aggregation'
import type { TranslationError, TranslationResponse } from '@canut/contract'
import { z } from 'zod'
import { storableText } from '../shared/schemas.ts'
import { membersOf, TEXT_MAX_LENGTH } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import { lengthOf } from '../spans/spans-responses.ts'
import type { Consolidated, ConsolidatedWorker, GivenResponse, Issue, Judgement } from '../task-type.ts'
import type { TranslationSettings } from './translation.settings.ts'

export const SEVERITIES = ['minor', 'major', 'critical'] as const
const MOST_ERRORS = 500

export function translationSchema({ rating, categories }: TranslationSettings) {
  const error = z.strictObject({
    start: z.int().min(0),
    end: z.int().min(1),
    category: z.enum(categories.map(({ value }) => value) as [string, ...string[]]),
    severity: z.enum(SEVERITIES),
  })
  return z.strictObject({
    text: storableText(TEXT_MAX_LENGTH, { required: true }),
    // which responses differ from the draft is what the server sees, whatever is sent
    edited: z.boolean().optional(),
    ...(rating ? { rating: z.int('choose_rating').min(1, 'choose_rating').max(5, 'choose_rating') } : {}),
    ...(categories.length > 0 ? { errors: z.array(error).max(MOST_ERRORS).optional() } : {}),
  }) as unknown as z.ZodType<Omit<TranslationResponse, 'edited'>>
}

/** Checks a response against the draft that it was shown with; '' for none. */
export function checkTranslation(
  response: unknown,
  schema: z.ZodType<Omit<TranslationResponse, 'edited'>>,
  draft: string,
): Result<TranslationResponse, Issue[]> {
  const checked = schema.safeParse(response)
  if (!checked.success) return err(issuesOf(checked.error, response).map(explained))
  const { text, rating, errors } = checked.data
  const sorted = (errors ?? []).toSorted((a, b) => a.start - b.start || a.end - b.end)
  const issues = placeIssues(sorted, lengthOf(draft))
  if (issues.length > 0) return err(issues)
  return ok({
    text,
    ...(rating === undefined ? {} : { rating }),
    edited: draft !== '' && text.trim() !== draft.trim(),
    ...(sorted.length === 0 ? {} : { errors: sorted }),
  })
}

function placeIssues(errors: readonly TranslationError[], length: number): Issue[] {
  return errors.flatMap(({ start, end }, index): Issue[] => {
    if (start >= end) return [{ path: 'errors', code: 'span_reversed', params: { mark: index + 1, start, end } }]
    if (end > length) return [{ path: 'errors', code: 'span_outside', params: { mark: index + 1, end, length } }]
    return []
  })
}

/** Errors are marked in one element, where all of their issues stand. */
function explained(issue: Issue): Issue {
  if (issue.path === 'rating') return { ...issue, code: 'choose_rating' }
  const [member, place] = issue.path.split('.')
  if (member !== 'errors') return issue.path === '' ? { ...issue, path: 'text', code: 'required' } : issue
  return { path: 'errors', code: issue.code, params: place === undefined ? issue.params : { ...issue.params, mark: Number(place) + 1 } }
}

export function textIn(response: unknown): string | null {
  const { text } = membersOf(response)
  return typeof text === 'string' && text.trim() !== '' ? text : null
}

export function ratingIn(response: unknown): number | null {
  const { rating } = membersOf(response)
  return typeof rating === 'number' && Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : null
}

export function errorsIn(response: unknown): TranslationError[] {
  const { errors } = membersOf(response)
  return (Array.isArray(errors) ? errors : []).filter((each): each is TranslationError => {
    const { start, end, category, severity } = membersOf(each)
    return Number.isSafeInteger(start) && Number.isSafeInteger(end) && typeof category === 'string' && typeof severity === 'string'
  })
}

/** By chrF, the response against the known translation: there is more than one right way to say a thing. */
export function judgeTranslation(response: unknown, truth: unknown, goldPercent: number): Judgement | null {
  const [given, known] = [textIn(response), textIn(truth)]
  if (given === null || known === null) return null
  const score = chrF(given, known)
  return { right: score * 100 >= goldPercent - 1e-9, score }
}

export const TRANSLATION_METHODS = ['text-medoid'] as const

/** The translation that is nearest to all the others by chrF: always one that somebody wrote. The rating is the median, the lower one of two. */
export function consolidateTranslations(_method: string, given: readonly GivenResponse[], draftless: boolean): Consolidated {
  const rows = given
    .flatMap(({ task, worker, response }) => {
      const value = textIn(response)
      return value === null ? [] : [{ task, worker, value, response }]
    })
    .toSorted((a, b) => Number(a.task > b.task) - Number(a.task < b.task) || Number(a.worker > b.worker) - Number(a.worker < b.worker))
  const { tasks, texts, confidence } = textMedoid(responsesOf(rows), { distance: 'chrf' })
  const byTask = Map.groupBy(rows, ({ task }) => task)
  const textOf = new Map(tasks.map((task, t) => [task, texts[t]!]))

  return {
    tasks: tasks.map((task, t) => {
      const own = byTask.get(task) ?? []
      const text = texts[t]!
      const author = own.find(({ value }) => value === text)
      const edited = !draftless && membersOf(author?.response)['edited'] === true
      const rating = medianOf(own.flatMap(({ response }) => ratingIn(response) ?? []))
      const response: TranslationResponse = { text, ...(rating === null ? {} : { rating }), edited }
      return { task, response, confidence: confidence[t]!, responses: own.length }
    }),
    workers: [...Map.groupBy(rows, ({ worker }) => worker)].map(([worker, own]): ConsolidatedWorker => {
      const near = own.map(({ task, value }) => chrF(value, textOf.get(task) ?? ''))
      return { worker, responses: own.length, agreement: near.reduce((sum, each) => sum + each, 0) / near.length, interval: null }
    }),
    parameters: { method: 'text-medoid', distance: 'chrf' },
  }
}

function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
