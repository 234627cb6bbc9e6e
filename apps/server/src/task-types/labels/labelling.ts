import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { judgeLabels } from '../shared/judge-labels.ts'
import { excerpt, formText, formTexts, membersOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import { messages } from '../task-types.messages.ts'
import type { Issue, TaskSetup } from '../task-type.ts'
import { NONE, optionName, type LabelOption, type LabelSettings } from './label-settings.ts'

const SEPARATOR = '|'

/** As `canut aggregate` names them. */
const CATEGORY_METHODS = ['auto', 'dawid-skene', 'one-coin', 'majority-vote']

/** A response of one label, or of several in the order of the settings. "None of these" is the label `none`, always alone. */
export type LabelResponse = { readonly label: string } | { readonly labels: readonly string[] }

/** Everything about answers that are labels; a task type adds its row and its screen. */
export interface Labelling extends Pick<
  TaskSetup,
  | 'responseSchema'
  | 'check'
  | 'fromForm'
  | 'categories'
  | 'label'
  | 'truthLabel'
  | 'judge'
  | 'consolidation'
  | 'describe'
  | 'rowColumns'
  | 'toRow'
> {
  readonly options: readonly LabelOption[]
  readonly multiple: boolean
  /** The truth cell of a row: null without one, else the response that it stands for. */
  readTruth(cell: unknown, path: string, issues: Issue[]): LabelResponse | null
}

export function setUpLabelling(settings: LabelSettings): Labelling {
  const options = withNone(settings)
  const known = new Map(options.map((option) => [option.value, { option, response: { label: option.value } }]))
  const schema = settings.multiple ? severalSchema(options, settings.none) : singleSchema(options)
  const inOrder = (labels: readonly string[]): string[] => options.map(({ value }) => value).filter((value) => labels.includes(value))
  const canonical = (data: LabelResponse): LabelResponse => ('labels' in data ? { labels: inOrder(data.labels) } : data)

  const label = (response: unknown): string | null => {
    const members = membersOf(response)
    if (!settings.multiple) return typeof members['label'] === 'string' && known.has(members['label']) ? members['label'] : null
    const labels = members['labels']
    return Array.isArray(labels) && labels.length > 0 ? inOrder(labels).join(SEPARATOR) : null
  }

  return {
    options,
    multiple: settings.multiple,
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check(response): Result<LabelResponse, Issue[]> {
      const checked = schema.safeParse(response)
      if (!checked.success) return err(issuesOf(checked.error, response).map((issue) => explained(issue, settings.multiple)))
      return ok(canonical(checked.data))
    },
    fromForm(form) {
      if (settings.multiple) return { labels: formTexts(form, 'response.labels') }
      const value = formText(form, 'response.label')
      return value === '' ? {} : { label: value }
    },
    categories: settings.multiple ? null : options.length,
    label,
    truthLabel: label,
    judge: (response, truth) => judgeLabels(label(response), label(truth)),
    consolidation: { kind: 'labels', methods: CATEGORY_METHODS },
    describe: (response, locale) => namesOf(chosenIn(response), known, locale),
    rowColumns: settings.multiple ? options.map(({ value }) => `label:${value}`) : [],
    toRow(response) {
      if (!settings.multiple) return {}
      const chosen = new Set(chosenIn(response))
      return Object.fromEntries(options.map(({ value }) => [`label:${value}`, chosen.has(value) ? '1' : '0']))
    },
    readTruth(cell, path, issues) {
      if (cell === undefined || cell === null || cell === '') return null
      if (!settings.multiple && typeof cell === 'string') {
        const found = known.get(cell)
        if (found !== undefined) return found.response
      }
      const labels = truthLabels(cell, settings.multiple)
      if (labels.length === 0) return null
      const strange = labels.find((each) => !known.has(each))
      if (strange !== undefined) {
        issues.push({ path, code: 'unknown_label', params: { value: excerpt(strange), known: listed(options) } })
        return null
      }
      const checked = schema.safeParse(settings.multiple ? { labels } : { label: labels[0] })
      if (checked.success) return canonical(checked.data)
      issues.push(...issuesOf(checked.error, labels).map(({ code, params }) => ({ path, code, params })))
      return null
    },
  }
}

function withNone({ labels, none }: LabelSettings): LabelOption[] {
  return none ? [...labels, { value: NONE, en: messages.en.none, fr: messages.fr.none }] : labels
}

function valuesOf(options: readonly LabelOption[]) {
  return z.enum(options.map(({ value }) => value) as [string, ...string[]])
}

const singleSchema = (options: readonly LabelOption[]) => z.strictObject({ label: valuesOf(options) })

/** A repeated label is not an error: it is kept once. Only the last rule is beyond JSON Schema. */
const severalSchema = (options: readonly LabelOption[], hasNone: boolean) =>
  z.strictObject({
    labels: z
      .array(valuesOf(options))
      .min(1)
      .max(options.length)
      .refine((labels) => !hasNone || !labels.includes(NONE) || labels.every((label) => label === NONE), 'none_with_others'),
  })

/** The generic words for a missing answer would not tell a person what to do. */
function explained(issue: Issue, multiple: boolean): Issue {
  const path = multiple ? 'labels' : 'label'
  if (issue.code === 'unknown_field' || issue.code === 'none_with_others') return issue
  if (issue.code === 'required' || issue.code === 'too_few') return { path, code: multiple ? 'choose_some' : 'choose_one', params: {} }
  return { path, code: issue.code, params: {} }
}

/** "a|b" in a spreadsheet, ["a", "b"] in JSON Lines. A single label may not be a list: its whole text is the label. */
function truthLabels(cell: unknown, multiple: boolean): string[] {
  const parts: unknown[] = Array.isArray(cell) ? cell : multiple && typeof cell === 'string' ? cell.split(SEPARATOR) : [cell]
  if (!multiple && parts.length > 1) return [JSON.stringify(cell)]
  return parts.map(labelText).filter((part) => part !== '')
}

function labelText(part: unknown): string {
  if (typeof part === 'string') return part.trim().normalize('NFC')
  return part === undefined ? '' : JSON.stringify(part)
}

const listed = (options: readonly LabelOption[]): string =>
  excerpt(
    options
      .slice(0, 12)
      .map(({ value }) => value)
      .join(', '),
  )

export function chosenIn(response: unknown): string[] {
  const { label, labels } = membersOf(response)
  if (typeof label === 'string') return [label]
  return Array.isArray(labels) ? labels.filter((each) => typeof each === 'string') : []
}

function namesOf(values: readonly string[], known: ReadonlyMap<string, { option: LabelOption }>, locale: Locale): string {
  return values
    .map((value) => {
      const found = known.get(value)
      return found === undefined ? value : optionName(found.option, locale)
    })
    .join(', ')
}
