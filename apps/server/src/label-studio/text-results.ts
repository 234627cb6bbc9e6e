import type {
  CheckResponse,
  CollectResponse,
  PairwiseResponse,
  RankingResponse,
  SpansResponse,
  TranscribeResponse,
  TranslationError,
  TranslationResponse,
} from '@canut/contract'
import { listOf, membersOf, numberOf, textIn, textsOf, type Members } from '../platform/members.ts'
import { fieldName } from './field-name.ts'
import type { ResultItem } from './result-item.ts'

/** Where a code point begins in a JavaScript text, since the editor counts as browsers do. */
function indexOf(text: string, codePoint: number): number {
  let [index, left] = [0, codePoint]
  for (; left > 0 && index < text.length; left -= 1) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
  return index
}

const codePointAt = (text: string, index: number): number => Array.from(text.slice(0, index)).length

export function choiceItems(response: unknown, target: string): ResultItem[] {
  const { label, labels, reasons } = membersOf(response)
  const chosen = typeof label === 'string' ? [label] : textsOf(labels)
  const item = (id: string, choices: readonly string[]): ResultItem => ({
    id,
    from_name: id,
    to_name: target,
    type: 'choices',
    value: { choices },
  })
  return [item('label', chosen), ...(textsOf(reasons).length === 0 ? [] : [item('reasons', textsOf(reasons))])]
}

interface Choosing {
  /** whether the type takes several labels, so that one is a list too */
  readonly isSeveral: boolean
  /** those of the batch: of several questions, the one that is answered with them is meant */
  readonly labels: readonly string[]
}

export function choicesFrom(items: readonly ResultItem[], { isSeveral, labels: known }: Choosing): unknown {
  const choices = items
    .filter(({ type }) => type === 'choices')
    .map(({ from_name: from = '', value }) => [from, textsOf(value?.['choices'])] as const)
  const reasons = choices.find(([from]) => from === 'reasons')?.[1] ?? []
  const paths = items.map(({ value }) => listOf(value?.['taxonomy']).map((path) => textsOf(path).join(' / ')))
  const answers = [...choices.filter(([from]) => from !== 'reasons').map(([, chosen]) => chosen), ...paths].filter(
    (each) => each.length > 0,
  )
  const labels = answers.find((each) => each.every((label) => known.includes(label))) ?? answers[0] ?? []
  if (labels.length === 0) return null
  return { ...(isSeveral ? { labels } : { label: labels[0] }), ...(reasons.length === 0 ? {} : { reasons }) }
}

export function spanItems({ spans, relations = [] }: SpansResponse, text: string): ResultItem[] {
  const items = spans.map(({ id, start, end, label }): ResultItem => {
    return { id, from_name: 'label', to_name: 'text', type: 'labels', value: stretchOf(text, { start, end, label }) }
  })
  const joined = relations.map(({ from, to, label }, place) => ({
    id: `r${place + 1}`,
    from_id: from,
    to_id: to,
    type: 'relation',
    direction: 'right',
    labels: [label],
  }))
  return [...items, ...joined]
}

interface Stretch {
  /** in code points */
  readonly start: number
  readonly end: number
  readonly label: string
}

function stretchOf(text: string, { start, end, label }: Stretch): Members {
  const [from, to] = [indexOf(text, start), indexOf(text, end)]
  return { start: from, end: to, text: text.slice(from, to), labels: [label] }
}

/** Programs count code points, the editor the halves of some characters: which it was, the text beside the offsets says. */
function stretchIn(text: string, value: Members): Stretch | null {
  const [label] = textsOf(value['labels'])
  const [start, end] = [numberOf(value['start']), numberOf(value['end'])]
  if (label === undefined || start === null || end === null) return null
  const isCodePoints = typeof value['text'] === 'string' && text.slice(start, end) !== value['text']
  return isCodePoints ? { label, start, end } : { label, start: codePointAt(text, start), end: codePointAt(text, end) }
}

export function spansFrom(items: readonly ResultItem[], text: string): SpansResponse {
  const spans = items.flatMap(({ id, value = {} }) => {
    const found = stretchIn(text, value)
    return found === null ? [] : [{ id, ...found }]
  })
  const relations = items.flatMap((item) => {
    const [from, to, label] = [item['from_id'], item['to_id'], textsOf(item['labels'])[0] ?? '']
    return item.type === 'relation' && typeof from === 'string' && typeof to === 'string' ? [{ from, to, label }] : []
  })
  const inOrder = spans.toSorted((a, b) => a.start - b.start || a.end - b.end)
  return { spans: inOrder, ...(relations.length === 0 ? {} : { relations }) }
}

/** The editor has no tie: one is no item at all. How much better is a rating, and each further criterion a choice of its own. */
export function pairwiseItems({ choice, strength, criteria = {} }: PairwiseResponse): ResultItem[] {
  const item = (id: string, type: string, value: Members): ResultItem => ({ id, from_name: id, to_name: PREFERENCE, type, value })
  return [
    ...(choice === 'tie' ? [] : [item(PREFERENCE, 'pairwise', { selected: SIDES[choice] })]),
    ...(strength === undefined ? [] : [item('strength', 'rating', { rating: strength })]),
    ...Object.entries(criteria).map(([name, own]) => item(`${CRITERION}${name}`, 'choices', { choices: [SIDES[own]] })),
  ]
}

const PREFERENCE = 'preference'
const CRITERION = 'criterion-'
const SIDES = { a: 'left', b: 'right', tie: 'tie' } as const

const sideOf = (said: unknown): PairwiseResponse['choice'] => (said === SIDES.a ? 'a' : said === SIDES.b ? 'b' : 'tie')

export function pairwiseFrom(items: readonly ResultItem[]): PairwiseResponse {
  const selected = items.find(({ type }) => type === 'pairwise')?.value?.['selected']
  const strength = items.map(({ value }) => numberOf(value?.['rating'])).find((each) => each !== null)
  const criteria = items.flatMap(({ from_name: name = '', value }) =>
    name.startsWith(CRITERION) ? [[name.slice(CRITERION.length), sideOf(textsOf(value?.['choices'])[0])] as const] : [],
  )
  return {
    choice: sideOf(selected),
    ...(typeof strength === 'number' ? { strength } : {}),
    ...(criteria.length === 0 ? {} : { criteria: Object.fromEntries(criteria) }),
    shownFirst: 'a',
  }
}

/** Items are called by their place, from 1. A list has no ties, so the ranks themselves stand beside it. */
export function rankingItems({ dimensions }: RankingResponse): ResultItem[] {
  return dimensions.map(({ name, ranks }) => {
    const order = ranks.map((rank, place) => ({ rank, id: String(place + 1) })).toSorted((a, b) => a.rank - b.rank)
    const value = { ranker: { rank: order.map(({ id }) => id) } }
    return { id: name, from_name: name, to_name: 'items', type: 'ranker', value, meta: { text: [ranks.join(',')] } }
  })
}

export function rankingFrom(items: readonly ResultItem[]): RankingResponse | null {
  const dimensions = items.flatMap((item) => {
    if (item.type !== 'ranker') return []
    const order = textsOf(membersOf(item.value?.['ranker'])['rank'])
    const written = (textsOf(membersOf(item['meta'])['text'])[0] ?? '').split(',').map(Number)
    const isWhole = written.length === order.length && written.every((rank) => Number.isInteger(rank) && rank >= 1)
    const ranks = isWhole ? written : order.map((_, place) => order.indexOf(String(place + 1)) + 1)
    // the list may call its items anything, and then nothing says which is which
    return ranks.includes(0) ? [] : [{ name: item.from_name ?? 'rank', ranks }]
  })
  return dimensions.length === 0 ? null : { dimensions }
}

export function transcriptItems({ segments }: TranscribeResponse): ResultItem[] {
  return segments.flatMap(({ start, end, speaker, text }, place): ResultItem[] => {
    const common = { id: `s${place + 1}`, to_name: 'audio' }
    const times = { start, end, channel: 0 }
    return [
      { ...common, from_name: 'speaker', type: 'labels', value: { ...times, labels: [speaker ?? ''].filter((name) => name !== '') } },
      { ...common, from_name: 'text', type: 'textarea', value: { ...times, text: [text] } },
    ]
  })
}

export function transcriptFrom(items: readonly ResultItem[]): TranscribeResponse {
  const segments = [...Map.groupBy(items, ({ id }) => id).values()].flatMap((own) => {
    const [start, end] = ['start', 'end'].map((name) => own.map(({ value }) => numberOf(value?.[name])).find((time) => time !== null))
    const [speaker] = own.flatMap(({ value }) => textsOf(value?.['labels']))
    const text = own.flatMap(({ value }) => textsOf(value?.['text'])).join('\n')
    if (typeof start !== 'number' || typeof end !== 'number') return []
    return [{ start, end, ...(speaker === undefined ? {} : { speaker }), text }]
  })
  return { segments: segments.toSorted((a, b) => a.start - b.start) }
}

const textArea = (name: string, target: string, text: string): ResultItem => ({
  id: name,
  from_name: name,
  to_name: target,
  type: 'textarea',
  value: { text: [text] },
})

const writtenIn = (items: readonly ResultItem[]): string =>
  textsOf(items.find(({ type }) => type === 'textarea')?.value?.['text']).join('\n')

export function checkItems({ ok, text }: CheckResponse, target: string): ResultItem[] {
  const choice = { id: 'right', from_name: 'right', to_name: target, type: 'choices', value: { choices: [ok ? 'right' : 'wrong'] } }
  return [choice, textArea('text', target, text)]
}

export function checkFrom(items: readonly ResultItem[], draft: string): CheckResponse {
  const text = writtenIn(items)
  const [choice] = items.flatMap(({ value }) => textsOf(value?.['choices']))
  return choice === 'right' || text === '' ? { ok: true, text: draft } : { ok: text === draft, text }
}

export function translationItems({ text, rating, errors = [] }: TranslationResponse, draft: string): ResultItem[] {
  return [
    textArea('text', 'source', text),
    ...(rating === undefined ? [] : [{ id: 'rating', from_name: 'rating', to_name: 'draft', type: 'rating', value: { rating } }]),
    ...errors.map(({ start, end, category, severity }, place) => ({
      id: `e${place + 1}`,
      from_name: 'error',
      to_name: 'draft',
      type: 'labels',
      value: stretchOf(draft, { start, end, label: `${category} (${severity})` }),
    })),
  ]
}

export function translationFrom(items: readonly ResultItem[], draft: string): TranslationResponse {
  const text = writtenIn(items)
  const rating = items.map(({ value }) => numberOf(value?.['rating'])).find((each) => each !== null)
  const errors = items.flatMap(({ value = {} }) => {
    const found = stretchIn(draft, value)
    const [, category = '', severity = ''] = /^(.+) \((minor|major|critical)\)$/su.exec(found?.label ?? '') ?? []
    if (found === null || category === '') return []
    return [{ start: found.start, end: found.end, category, severity: severity as TranslationError['severity'] }]
  })
  return {
    text,
    edited: draft !== '' && text !== draft,
    ...(typeof rating === 'number' ? { rating } : {}),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

/** By the names that fields have where a configuration made them; null when no field is filled in. */
export function collectFrom(items: readonly ResultItem[], settings: unknown): CollectResponse | null {
  const byName = Map.groupBy(items, ({ from_name: name }) => fieldName(name ?? ''))
  const filledIn = listOf(membersOf(settings)['fields']).flatMap((field) => {
    const name = textIn(field, 'name')
    const value = fieldValueFrom(byName.get(name) ?? [], textIn(field, 'kind'))
    return value === null ? [] : [[name, value] as const]
  })
  return filledIn.length === 0 ? null : Object.fromEntries(filledIn)
}

function fieldValueFrom(items: readonly ResultItem[], kind: string): string | number | readonly string[] | null {
  const values = items.map(({ value }) => value ?? {})
  const number = values.map((value) => numberOf(value['number'] ?? value['rating'])).find((each) => each !== null)
  if (typeof number === 'number') return kind === 'number' ? number : String(number)
  const paths = values.flatMap((value) => listOf(value['taxonomy']).map((path) => textsOf(path).join(' / ')))
  const chosen = [...values.flatMap((value) => textsOf(value['choices'])), ...paths]
  if (kind === 'several') return chosen.length === 0 ? null : chosen
  const written = values.flatMap((value) => textsOf(value['text']))
  return chosen[0] ?? (written.length === 0 ? null : written.join('\n'))
}

/** Each field of a form by its own name: a number, a choice of several, or a text; a file by its public id. */
export function collectItems(response: unknown): ResultItem[] {
  return Object.entries(membersOf(response)).map(([name, value]): ResultItem => {
    const common = { id: name, from_name: name, to_name: 'form' }
    if (typeof value === 'number') return { ...common, type: 'number', value: { number: value } }
    if (typeof value === 'string') return { ...common, type: 'textarea', value: { text: [value] } }
    const choices = textsOf(value)
    if (choices.length > 0 || (Array.isArray(value) && value.length === 0)) return { ...common, type: 'choices', value: { choices } }
    const files = textsOf(listOf(value).map((each) => membersOf(each)['file']))
    // what a page collected may have any shape, and its JSON keeps all of it
    return { ...common, type: 'textarea', value: { text: files.length > 0 ? files : [JSON.stringify(value)] } }
  })
}
