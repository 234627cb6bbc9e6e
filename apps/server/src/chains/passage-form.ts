import { PASSAGE_MOMENTS, PASSAGE_UNITS, type Condition, type PassageRule } from '@canut/domain'
import { textOf } from '../platform/http/form.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { TaskSetup } from '../task-types/index.ts'
import { messages } from './passage-form.messages.ts'
import type { Mapping } from './passages.store.ts'
import { conditionsOf, unitOf } from './save-passage.ts'
import { isFixed, suggestMapping } from './readings.ts'

/** The form as it was typed: it comes back as it was, right or wrong. */
export interface PassageTyped {
  readonly unit: string
  readonly moment: string
  readonly condition: string
  /** in per cent */
  readonly confidence: string
  readonly labels: string
  /** in per cent */
  readonly sample: string
  readonly most: string
  readonly isOn: boolean
  /** per column; a source, `=` for a fixed text, or nothing */
  readonly sources: Readonly<Record<string, string>>
  readonly fixed: Readonly<Record<string, string>>
}

export const columnsOf = ({ columns: { required, optional, truth } }: TaskSetup): string[] =>
  [...required, ...optional].filter((column) => column !== truth)

export const sourceField = (column: string) => `source:${column}`
export const fixedField = (column: string) => `fixed:${column}`

/** What the form begins with: the suggestion of the two task types. */
export function firstTyped(earlier: TaskSetup, next: TaskSetup): PassageTyped {
  return {
    unit: unitOf(earlier),
    moment: 'submitted',
    condition: 'all',
    confidence: '80',
    labels: '',
    sample: '100',
    most: '',
    isOn: true,
    sources: suggestMapping(earlier, next),
    fixed: {},
  }
}

export function typedOf({ rule, mapping, isOn }: { rule: PassageRule; mapping: Mapping; isOn: boolean }, locale: Locale): PassageTyped {
  const { condition } = rule
  const entries = Object.entries(mapping)
  return {
    unit: rule.unit,
    moment: rule.moment,
    condition: condition.kind,
    confidence: 'confidence' in condition ? percentText(condition.confidence * 100, locale) : '80',
    labels: condition.kind === 'label' ? condition.labels.join('\n') : '',
    sample: percentText(rule.samplePercent, locale),
    most: rule.most === null ? '' : String(rule.most),
    isOn,
    sources: Object.fromEntries(entries.map(([column, source]) => [column, isFixed(source) ? '=' : source])),
    fixed: Object.fromEntries(entries.filter(([, source]) => isFixed(source)).map(([column, source]) => [column, source.slice(1)])),
  }
}

export function typedFrom(form: FormData, next: TaskSetup): PassageTyped {
  const columns = columnsOf(next)
  const perColumn = (field: (column: string) => string) =>
    Object.fromEntries(columns.map((column) => [column, textOf(form, field(column))]))
  return {
    unit: textOf(form, 'unit'),
    moment: textOf(form, 'moment'),
    condition: textOf(form, 'condition'),
    confidence: textOf(form, 'confidence'),
    labels: textOf(form, 'labels'),
    sample: textOf(form, 'sample'),
    most: textOf(form, 'most'),
    isOn: textOf(form, 'isOn') !== '',
    sources: perColumn(sourceField),
    fixed: perColumn(fixedField),
  }
}

export interface ReadPassage {
  readonly rule: PassageRule
  readonly mapping: Mapping
}

/** All problems at once, each with its field. */
export function readPassageForm(
  typed: PassageTyped,
  earlier: TaskSetup,
  locale: Locale,
): { read: ReadPassage; problems: readonly [] } | { read: null; problems: readonly FormProblem[] } {
  const t = messages[locale].errors
  const problems: FormProblem[] = []
  const percent = (field: 'confidence' | 'sample'): number => {
    const value = /^\d{1,3}(?:[.,]\d{1,6})?$/.test(typed[field].trim()) ? Number(typed[field].trim().replace(',', '.')) : Number.NaN
    if (value > 0 && value <= 100) return value
    problems.push({ field, message: t.percent })
    return 100
  }
  const unit = PASSAGE_UNITS.find((each) => each === typed.unit)
  const moment = PASSAGE_MOMENTS.find((each) => each === typed.moment)
  if (unit === undefined) problems.push({ field: 'unit', message: t.choose })
  if (moment === undefined) problems.push({ field: 'moment', message: t.choose })
  const most = typed.most.trim() === '' ? null : /^\d{1,7}$/.test(typed.most.trim()) ? Number(typed.most) : 0
  if (most !== null && (most < 1 || most > 5_000_000)) problems.push({ field: 'most', message: t.most })
  const condition = readCondition(typed, conditionsOf(earlier, unit ?? 'result'), () => percent('confidence') / 100, problems, t)
  const samplePercent = percent('sample')
  if (problems.length > 0 || unit === undefined || moment === undefined || condition === null) return { read: null, problems }
  return { read: { rule: { unit, moment, condition, samplePercent, most }, mapping: mappingOf(typed) }, problems: [] }
}

function readCondition(
  typed: PassageTyped,
  possible: readonly Condition['kind'][],
  confidence: () => number,
  problems: FormProblem[],
  t: { readonly choose: string; readonly labels: string },
): Condition | null {
  const kind = possible.find((each) => each === typed.condition)
  if (kind === 'below' || kind === 'at_least') return { kind, confidence: confidence() }
  if (kind === 'all' || kind === 'not_ok') return { kind }
  const labels = [...new Set(typed.labels.split('\n').map((line) => line.trim().normalize('NFC')))].filter((line) => line !== '')
  if (kind === 'label' && labels.length > 0) return { kind, labels: labels.slice(0, 200) }
  problems.push(kind === 'label' ? { field: 'labels', message: t.labels } : { field: 'condition', message: t.choose })
  return null
}

export function mappingOf({ sources, fixed }: Pick<PassageTyped, 'sources' | 'fixed'>): Mapping {
  return Object.fromEntries(
    Object.entries(sources)
      .filter(([, source]) => source !== '')
      .map(([column, source]) => [column, source === '=' ? `=${fixed[column] ?? ''}` : source]),
  )
}

const percentText = (percent: number, locale: Locale): string => formatNumber(percent, locale, 6).replace(/\s/g, '')
