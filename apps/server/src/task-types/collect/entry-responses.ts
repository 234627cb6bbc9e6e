import { err, ok, type Result } from '@canut/domain'
import type { SentFile } from '@canut/contract'
import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { optionName } from '../labels/label-settings.ts'
import { elementValue } from '../shared/element-value.tsx'
import { readJson } from '../shared/read-json.ts'
import { cellOf, formText, formTexts, membersOf, readText, TEXT_MAX_LENGTH } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup } from '../task-type.ts'
import { fieldName, hasChoices, type EntryField } from './collect.settings.ts'
import { judgeEntries } from './judge-entries.ts'
import { hasFiles } from './sent-files.ts'
import {
  canonicalResponse,
  comparable,
  entrySchema,
  isEntryValue,
  missingFields,
  textOfValue,
  valueFromText,
  type EntryResponse,
  type EntryValue,
} from './entry-values.ts'

const PREDICTION = 'prediction'

type Row = Readonly<Record<string, unknown>>

/** Everything about answers that are typed into fields; the task type adds its material and its screen. */
export interface Entries extends Pick<
  TaskSetup,
  'responseSchema' | 'check' | 'fromForm' | 'label' | 'truthLabel' | 'judge' | 'consolidation' | 'describe' | 'rowColumns' | 'toRow'
> {
  /** empty where the truth cannot be known before: of photos that are still to be taken */
  readonly truthColumns: readonly string[]
  /** The values of the prefill columns, each one that its field accepts. */
  readPrefill(row: Row, issues: Issue[]): EntryResponse
  /** A cell with what some fields begin with, by their names, as JSON text or an object; of files there is none. */
  readPrediction(cell: unknown, issues: Issue[]): EntryResponse
  /** The response that a gold row stands for: `truth` for the first field, `truth_<name>` for the others; null when `truth` is empty. */
  readTruth(row: Row, issues: Issue[]): EntryResponse | null
}

export function setUpEntries(fields: readonly EntryField[]): Entries {
  const schema = entrySchema(fields)
  const isCollecting = fields.some(hasFiles)
  const isTruthKnown = !fields.some((field) => hasFiles(field) && field.required)
  const columns = (isTruthKnown ? fields : [])
    .filter((field) => !hasFiles(field))
    .map((field, index) => ({ field, column: index === 0 ? 'truth' : `truth_${field.name}` }))

  const prefills = fields.filter(({ prefill }) => prefill !== '').map(prefillReader)

  const check = (response: unknown): Result<EntryResponse, Issue[]> => {
    const checked = schema.safeParse(response)
    if (checked.success) {
      const kept = canonicalResponse(fields, checked.data)
      const missing = missingFields(fields, kept)
      if (missing.length === 0) return ok(kept)
      return err(missing.map((name) => named({ path: name, code: 'required', params: {} }, fields)))
    }
    return err(issuesOf(checked.error, response).map((issue) => named(issue, fields)))
  }
  const label = (response: unknown): string | null => (isCollecting ? null : labelOf(fields, membersOf(response)))

  return {
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check,
    fromForm: (form) => present(fields.map((field) => [field.name, valueInForm(field, form)])),
    label,
    truthLabel: label,
    judge: (response, truth) => judgeEntries(fields, membersOf(response), membersOf(truth)),
    // what people typed is rarely a category: the text that most gave is all that can be said; files are not compared at all
    consolidation: isCollecting ? null : { kind: 'labels', methods: ['majority-vote'] },
    describe: (response, locale) => {
      const members = membersOf(response)
      const parts = fields.flatMap((field) => {
        const value = members[field.name]
        if (!isEntryValue(value)) return []
        const text = readable(field, value, locale)
        return [fields.length === 1 ? text : `${fieldName(field, locale)}${locale === 'fr' ? ' :' : ':'} ${text}`]
      })
      return parts.join('\n')
    },
    rowColumns: fields.map(({ name }) => name),
    toRow: (response) => Object.fromEntries(fields.map(({ name }) => [name, cellText(membersOf(response)[name])])),
    truthColumns: columns.map(({ column }) => column),
    readPrefill: (row, issues) => present(prefills.map((read) => read(row, issues))),
    readPrediction: predictionReader(fields),
    readTruth(row, issues) {
      const given = columns.map(({ field, column }) => [field.name, readTyped(field, cellOf(row, column), column, issues)] as const)
      if (given[0]?.[1] === undefined) return null
      const checked = check(present(given))
      if (checked.ok) return checked.value
      const columnOf = new Map(columns.map(({ field, column }) => [field.name, column]))
      issues.push(...checked.error.map((issue) => ({ ...issue, path: columnOf.get(issue.path) ?? issue.path })))
      return null
    },
  }
}

const present = (entries: readonly (readonly [string, EntryValue | undefined])[]): EntryResponse =>
  Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

const cellText = (value: unknown): string => (isEntryValue(value) ? textOfValue(value) : '')

/** Choices by their names, files by theirs. */
function readable({ kind, choices }: EntryField, value: EntryValue, locale: Locale): string {
  if (!Array.isArray(value) && !hasChoices(kind)) return textOfValue(value)
  return [value]
    .flat()
    .map((each) => {
      if (typeof each === 'object') return each.name
      const chosen = choices.find((choice) => choice.value === each)
      return chosen === undefined ? String(each) : optionName(chosen, locale)
    })
    .join(', ')
}

function valueInForm(field: EntryField, form: FormData): EntryValue | undefined {
  const name = `response.${field.name}`
  if (hasFiles(field)) return filesInForm(formText(form, name), elementValue(form, field.name))
  if (field.kind !== 'several') return valueFromText(field, formText(form, name))
  const chosen = formTexts(form, name)
  return chosen.length === 0 ? undefined : chosen
}

/** The element writes JSON. What is none stays as it is, so that the check refuses it. */
const filesInForm = (text: string, value: unknown): EntryValue | undefined =>
  text === '' ? undefined : Array.isArray(value) ? (value as readonly SentFile[]) : text

/** A cell as its field would read it when typed; undefined when empty or unusable as text. */
function readTyped(field: EntryField, cell: unknown, column: string, issues: Issue[]): EntryValue | undefined {
  if (typeof cell === 'number' && field.kind === 'number') return cell
  return valueFromText(field, readText(cell, column, { max: TEXT_MAX_LENGTH }, issues))
}

/** Reads the prefill cell of one field. Its schema is made once: it costs a hundred times more than a reading. */
function prefillReader(field: EntryField): (row: Row, issues: Issue[]) => readonly [string, EntryValue | undefined] {
  const { name, prefill: column } = field
  const schema = entrySchema([field])
  return (row, issues) => {
    const value = readTyped(field, cellOf(row, column), column, issues)
    if (value === undefined) return [name, undefined]
    const alone = { [name]: value }
    const checked = schema.safeParse(alone)
    if (!checked.success) issues.push(...issuesOf(checked.error, alone).map((issue) => ({ ...issue, path: column })))
    return [name, value]
  }
}

/** Each field is read by itself: a model may know some of the answers. */
function predictionReader(fields: readonly EntryField[]): (cell: unknown, issues: Issue[]) => EntryResponse {
  const known = fields.filter((field) => !hasFiles(field))
  const schema = entrySchema(known).partial()
  return (cell, issues) => {
    const given = readJson(cell, PREDICTION, issues)
    if (given === null) return {}
    const checked = Array.isArray(given) ? null : schema.safeParse(given)
    if (checked?.success === true) return canonicalPrefill(known, checked.data)
    if (checked === null) issues.push({ path: PREDICTION, code: 'not_json', params: {} })
    else issues.push(...issuesOf(checked.error, given).map((issue) => ({ ...issue, path: PREDICTION })))
    return {}
  }
}

/** Those that are filled in, in the order of the settings, whatever they wait for. */
const canonicalPrefill = (fields: readonly EntryField[], values: Readonly<Record<string, unknown>>): EntryResponse =>
  present(fields.map(({ name }) => [name, isEntryValue(values[name]) ? values[name] : undefined]))

/** One field: what was typed, as it reads. Several: JSON of all of them in the order of the settings. Nothing typed: nothing to compare. */
function labelOf(fields: readonly EntryField[], response: Readonly<Record<string, unknown>>): string | null {
  const typed = Object.entries(canonicalResponse(fields, response)).map(([name, value]) => [name, comparable(value)] as const)
  if (typed.length === 0) return null
  return fields.length === 1 ? (typed[0]?.[1] ?? null) : JSON.stringify(Object.fromEntries(typed))
}

/** People know the field by its label, not by its name. Of the third photo that is wrong, the field is all that a screen can show. */
function named(issue: Issue, fields: readonly EntryField[]): Issue {
  const field = fields.find((each) => each.name === (hasFiles(each) ? issue.path.split('.')[0] : issue.path))
  if (field === undefined) return issue
  const placed = { ...issue, path: field.name }
  if (fields.length === 1) return placed
  return { ...placed, params: { ...issue.params, en: fieldName(field, 'en'), fr: fieldName(field, 'fr') } }
}
