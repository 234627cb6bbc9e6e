import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { judgeLabels } from '../shared/judge-labels.ts'
import { excerpt, formText, formTexts, membersOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import { messages } from '../task-types.messages.ts'
import type { Issue, Judgement, TaskSetup } from '../task-type.ts'
import { NONE, optionName, type LabelOption, type LabelSettings } from './label-settings.ts'
import { setUpReasons, type Reasons } from './reasons.ts'

const SEPARATOR = '|'

/** As `canut aggregate` names them. */
const CATEGORY_METHODS = ['auto', 'dawid-skene', 'one-coin', 'majority-vote']
const SCALE_METHODS = ['ordinal-dawid-skene', ...CATEGORY_METHODS]

/**
 * A response of one label, or of several in the order of the settings, with reasons where some were chosen. "None of these" is
 * the label `none`, always alone.
 */
export type LabelResponse = ({ readonly label: string } | { readonly labels: readonly string[] }) & { readonly reasons?: readonly string[] }

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
  /** columns beside `truth` that rows may have for labels */
  readonly labelColumns: readonly string[]
  /** The response that a gold row stands for; null when `truth` is empty. */
  readTruth(row: Readonly<Record<string, unknown>>, issues: Issue[]): LabelResponse | null
  /** What a model, or somebody before, suggested; null when `prediction` is empty. */
  readPrediction(row: Readonly<Record<string, unknown>>, issues: Issue[]): LabelResponse | null
}

const TRUTH = 'truth'
const TRUTH_REASONS = 'truth_reasons'
const PREDICTION = 'prediction'

export function setUpLabelling(settings: LabelSettings): Labelling {
  const options = withNone(settings)
  const reasons = setUpReasons(settings)
  const { multiple, ordered } = settings
  const schema = responseSchemaOf(options, settings, reasons)
  const inOrder = (labels: readonly string[]): string[] => options.map(({ value }) => value).filter((value) => labels.includes(value))
  const canonical = (data: LabelResponse): LabelResponse => {
    const given = reasons.inOrder(data.reasons)
    const chosen = 'labels' in data ? { labels: inOrder(data.labels) } : { label: data.label }
    return given.length === 0 ? chosen : { ...chosen, reasons: given }
  }
  const values = new Set(options.map(({ value }) => value))
  const label = (response: unknown): string | null => {
    const members = membersOf(response)
    if (!multiple) return typeof members['label'] === 'string' && values.has(members['label']) ? members['label'] : null
    const labels = members['labels']
    return Array.isArray(labels) && labels.length > 0 ? inOrder(labels).join(SEPARATOR) : null
  }
  const readLabels = labelsReader({ options, multiple, schema, canonical })

  return {
    options,
    multiple,
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check(given): Result<LabelResponse, Issue[]> {
      const checked = schema.safeParse(given)
      if (!checked.success) return err(issuesOf(checked.error, given).map((issue) => explained(issue, multiple)))
      const response = canonical(checked.data)
      const missing = reasons.missing(chosenIn(response), response.reasons ?? [])
      return missing === null ? ok(response) : err([missing])
    },
    fromForm(form) {
      const given = formTexts(form, 'response.reasons')
      const why = given.length === 0 ? {} : { reasons: given }
      if (multiple) return { labels: formTexts(form, 'response.labels'), ...why }
      const value = formText(form, 'response.label')
      return value === '' ? why : { label: value, ...why }
    },
    categories: multiple ? null : options.length,
    label,
    truthLabel: label,
    judge: (response, truth) => {
      const [given, known] = [label(response), label(truth)]
      return ordered ? judgeSteps(settings, given, known) : judgeLabels(given, known)
    },
    consolidation: ordered
      ? { kind: 'labels', methods: SCALE_METHODS, ordered: settings.labels.map(({ value }) => value) }
      : { kind: 'labels', methods: CATEGORY_METHODS },
    describe(response, locale) {
      const names = namesOf(chosenIn(response), options, locale)
      const why = reasons.names(response, locale)
      return why.length === 0 ? names : `${names} (${why.join(', ')})`
    },
    ...rowsOf(options, multiple, reasons),
    labelColumns: [PREDICTION, ...(settings.reasons.length === 0 ? [] : [TRUTH_REASONS])],
    readTruth(row, issues) {
      const truth = readLabels(row[TRUTH], TRUTH, issues)
      if (truth === null || settings.reasons.length === 0) return truth
      const why = reasons.readTruth(row[TRUTH_REASONS], TRUTH_REASONS, issues)
      return why.length === 0 ? truth : { ...truth, reasons: why }
    },
    readPrediction: (row, issues) => readLabels(row[PREDICTION], PREDICTION, issues),
  }
}

/** A column per label where several may be chosen, and one per reason. */
function rowsOf(options: readonly LabelOption[], multiple: boolean, reasons: Reasons): Pick<Labelling, 'rowColumns' | 'toRow'> {
  const columns = multiple ? options.map(({ value }) => ({ value, column: `label:${value}` })) : []
  return {
    rowColumns: [...columns.map(({ column }) => column), ...reasons.rowColumns],
    toRow(response) {
      const chosen = new Set(chosenIn(response))
      const cells = columns.map(({ value, column }) => [column, chosen.has(value) ? '1' : '0'] as const)
      return { ...Object.fromEntries(cells), ...reasons.toRow(response) }
    },
  }
}

interface LabelsShape {
  readonly options: readonly LabelOption[]
  readonly multiple: boolean
  readonly schema: z.ZodType<LabelResponse>
  canonical(data: LabelResponse): LabelResponse
}

/** Reads a cell of labels. A single known label is looked up only: it is the usual case, and an import reads millions. */
function labelsReader({ options, multiple, schema, canonical }: LabelsShape) {
  const known = new Map(options.map(({ value }) => [value, { label: value }]))
  return (cell: unknown, path: string, issues: Issue[]): LabelResponse | null => {
    if (cell === undefined || cell === null || cell === '') return null
    if (!multiple && typeof cell === 'string') {
      const found = known.get(cell)
      if (found !== undefined) return found
    }
    const labels = labelsInCell(cell, multiple)
    if (labels.length === 0) return null
    const strange = labels.find((each) => !known.has(each))
    if (strange !== undefined) {
      issues.push({ path, code: 'unknown_label', params: { value: excerpt(strange), known: listed(options) } })
      return null
    }
    const checked = schema.safeParse(multiple ? { labels } : { label: labels[0] })
    if (checked.success) return canonical(checked.data)
    issues.push(...issuesOf(checked.error, labels).map(({ code, params }) => ({ path, code, params })))
    return null
  }
}

/** On a scale a neighbouring step is nearly right. */
function judgeSteps({ labels, stepsOff }: LabelSettings, given: string | null, known: string | null): Judgement | null {
  const [a, b] = [given, known].map((label) => labels.findIndex(({ value }) => value === label)) as [number, number]
  if (a === -1 || b === -1) return null
  const off = Math.abs(a - b)
  return { right: off <= stepsOff, score: (labels.length - 1 - off) / (labels.length - 1) }
}

function withNone({ labels, none }: LabelSettings): LabelOption[] {
  return none ? [...labels, { value: NONE, en: messages.en.none, fr: messages.fr.none }] : labels
}

function valuesOf(options: readonly LabelOption[]) {
  return z.enum(options.map(({ value }) => value) as [string, ...string[]])
}

/** A repeated label is not an error: it is kept once. That "none of these" stands alone, and which labels need a reason, is beyond JSON Schema. */
function responseSchemaOf(
  options: readonly LabelOption[],
  { multiple, none }: LabelSettings,
  { shape }: Reasons,
): z.ZodType<LabelResponse> {
  if (!multiple) return z.strictObject({ label: valuesOf(options), ...shape }) as z.ZodType<LabelResponse>
  const labels = z
    .array(valuesOf(options))
    .min(1)
    .max(options.length)
    .refine((each) => !none || !each.includes(NONE) || each.every((label) => label === NONE), 'none_with_others')
  return z.strictObject({ labels, ...shape }) as z.ZodType<LabelResponse>
}

/** The generic words for a missing answer would not tell a person what to do. */
function explained(issue: Issue, multiple: boolean): Issue {
  const path = multiple ? 'labels' : 'label'
  if (issue.path.startsWith('reasons')) return { path: 'reasons', code: issue.code, params: {} }
  if (issue.code === 'unknown_field' || issue.code === 'none_with_others') return issue
  if (issue.code === 'required' || issue.code === 'too_few') return { path, code: multiple ? 'choose_some' : 'choose_one', params: {} }
  return { path, code: issue.code, params: {} }
}

/** "a|b" in a spreadsheet, ["a", "b"] in JSON Lines. A single label may not be a list: its whole text is the label. */
function labelsInCell(cell: unknown, multiple: boolean): string[] {
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

function namesOf(values: readonly string[], options: readonly LabelOption[], locale: Locale): string {
  return values
    .map((value) => {
      const found = options.find((option) => option.value === value)
      return found === undefined ? value : optionName(found, locale)
    })
    .join(', ')
}
