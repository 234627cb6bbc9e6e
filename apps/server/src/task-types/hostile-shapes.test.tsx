import { describe, expect, test } from 'vitest'
import { locales } from '../platform/i18n/index.ts'
import { render, screenOf } from '../testing/task-screens.tsx'
import { issueSentence, taskTypes, type Issue, type TaskSetup } from './index.ts'

/** What programs send where something else belongs. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  'x',
  '__proto__',
  'a\u0000b',
  'a\ud800b',
  '9'.repeat(400),
  'é'.repeat(5000),
  [],
  {},
  [null],
  [[[[]]]],
  { length: 1e9 },
  { toString: 1, valueOf: 1 },
  Array.from({ length: 2000 }, () => null),
]

/** So many members stand for all of a list. */
const OF_A_LIST = 2

/** The value with one part of it, at any depth, replaced by each of these values, left out, sent twice, or with a stranger beside it. */
function* changesOf(value: unknown): Generator {
  yield* VALUES
  if (Array.isArray(value)) {
    for (const [index, member] of value.slice(0, OF_A_LIST).entries()) {
      for (const changed of changesOf(member)) yield value.with(index, changed)
      yield value.toSpliced(index, 1)
      yield [...value, member]
    }
  } else if (typeof value === 'object' && value !== null) {
    const members = value as Readonly<Record<string, unknown>>
    for (const [name, member] of Object.entries(members)) {
      for (const changed of changesOf(member)) yield { ...members, [name]: changed }
      yield Object.fromEntries(Object.entries(members).filter(([other]) => other !== name))
    }
    yield { ...members, stranger: 1 }
  }
}

/** What goes wrong, each mistake once with the first value that led to it. */
function mistakesWith(given: Iterable<unknown>, during: (each: unknown) => void): string[] {
  const mistakes = new Map<string, string>()
  for (const each of given)
    try {
      during(each)
    } catch (error) {
      const message = (error as Error).message
      mistakes.set(message, mistakes.get(message) ?? `${message}: ${JSON.stringify(each).slice(0, 300)}`)
    }
  return [...mistakes.values()]
}

function demandSentences(issues: readonly Issue[]): void {
  if (issues.length === 0) throw new Error('refused without a reason')
  for (const locale of locales)
    for (const issue of issues) if (!/\S/.test(issueSentence(issue, locale))) throw new Error(`no sentence for ${issue.code}`)
}

/** A database takes neither NUL nor half a character. */
function demandKeepable(value: unknown): void {
  if (/\\u(0000|d[89a-f])/.test(JSON.stringify(value))) throw new Error('accepted what cannot be kept')
}

/** What is done with a response that nobody checked, such as a draft. */
function show(setup: TaskSetup, payload: unknown, response: unknown): void {
  screenOf(setup, { payload, response })
  setup.describe(response, 'en')
  setup.toRow(response)
  setup.label(response)
}

const samples = taskTypes.flatMap((type) => [
  { name: type.name, type, sample: type.sample },
  ...type.presets.map((preset) => ({ name: `${type.name}, ${preset.name}`, type, sample: preset.sample })),
])

describe.each(samples)('$name', ({ type, sample }) => {
  const opened = type.setUp(sample.settings)
  if (!opened.ok) throw new Error('the sample has settings that are none')
  const setup = opened.value
  const row = sample.rows.find(({ truth = '' }) => truth !== '') ?? sample.rows[0] ?? {}
  const read = setup.readRow(row)
  if (!read.ok) throw new Error('the sample has a row that is none')
  const { payload, truth } = read.value

  test('refuses settings of any shape in sentences, or works with them', () => {
    const mistakes = mistakesWith(changesOf(sample.settings), (settings) => {
      const made = type.setUp(settings)
      if (!made.ok) return demandSentences(made.error)
      demandKeepable(made.value.settings)
      render(type.SettingsFields({ settings: made.value.settings, issues: [], locale: 'en' }))
      made.value.readRow(row)
      show(made.value, payload, truth)
    })
    expect(mistakes).toEqual([])
  })

  test('refuses rows of any shape in sentences, or shows them', () => {
    const cells = Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, /^[[{]/.test(cell) ? (JSON.parse(cell) as unknown) : cell]),
    )
    const ofJsonLines = [...changesOf(cells)].filter(
      (each): each is object => typeof each === 'object' && each !== null && !Array.isArray(each),
    )
    const ofSpreadsheets = ofJsonLines.map((each) =>
      Object.fromEntries(Object.entries(each).map(([name, cell]) => [name, typeof cell === 'string' ? cell : JSON.stringify(cell)])),
    )
    const mistakes = mistakesWith([...ofJsonLines, ...ofSpreadsheets], (each) => {
      const result = setup.readRow(each as Readonly<Record<string, unknown>>)
      if (!result.ok) return demandSentences(result.error)
      demandKeepable(result.value)
      setup.mediaNames(result.value.payload)
      show(setup, result.value.payload, result.value.truth)
      if (result.value.truth !== null) setup.judge(result.value.truth, result.value.truth)
    })
    expect(mistakes).toEqual([])
  })

  test('refuses responses of any shape in sentences, or keeps them and makes them one', () => {
    const kept: unknown[] = []
    const mistakes = mistakesWith(changesOf(truth ?? {}), (each) => {
      show(setup, payload, each)
      const checked = setup.check(each, payload)
      if (!checked.ok) return demandSentences(checked.error)
      demandKeepable(checked.value)
      expect(setup.check(checked.value, payload)).toEqual(checked)
      if (truth !== null) setup.judge(checked.value, truth)
      kept.push(checked.value)
    })
    expect(mistakes).toEqual([])
    const { consolidation } = setup
    if (consolidation?.kind !== 'responses') return
    const given = kept.map((response, index) => ({ task: '1', worker: `${index}`, response, payload }))
    for (const method of consolidation.methods)
      expect(consolidation.consolidate(method, given).tasks).toHaveLength(Math.min(1, given.length))
  })

  test('refuses forms of any shape in sentences, or takes them', () => {
    const names = new Set([...screenOf(setup, { payload }).matchAll(/name="(response\.[^"]*)"/g)].map(([, name = '']) => name))
    const texts = [...VALUES.filter((value) => typeof value === 'string'), '{"', '[[[', '1e999', '{"a":1}', '[null]']
    const mistakes = mistakesWith(texts, (text) => {
      const form = new FormData()
      for (const name of names) for (const value of [text as string, 'another']) form.append(name, value)
      const checked = setup.check(setup.fromForm(form), payload)
      if (!checked.ok) return demandSentences(checked.error)
      demandKeepable(checked.value)
    })
    expect(mistakes).toEqual([])
  })
})
