import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locales } from '../platform/i18n/index.ts'
import { getTaskSetup, issueSentence, taskTypes, type TaskSetup } from '../task-types/index.ts'
import { screenOf } from '../testing/task-screens.tsx'
import { aContext, aRow, bytesOf } from './formats/format.builders.ts'
import { formatsFor } from './formats/registry.ts'
import { FURTHER_BATCHES, type HostileBatch } from './hostile-responses.builders.ts'

/**
 * Valid responses with something broken in them, to every kind of task: what a program sends, or a person who means harm. Each is
 * refused in words, or kept, and then nothing that follows stumbles over it: screens, comparison, aggregation, exports.
 */

const RUNS = 120

const samples: readonly HostileBatch[] = taskTypes.flatMap((type) =>
  [type.sample, ...type.presets.map(({ sample }) => sample)].map((sample, place) => ({
    name: place === 0 ? type.name : `${type.name}, ${type.presets[place - 1]?.name}`,
    type: type.name,
    settings: sample.settings,
    rows: sample.rows.slice(0, 4),
    valid: [],
  })),
)

interface Subject {
  readonly payload: unknown
  readonly response: unknown
}

function subjectsOf({ type, settings, rows, valid }: HostileBatch): { setup: TaskSetup; subjects: readonly Subject[] } {
  const setup = getTaskSetup(type, settings)
  const read = rows.map((row) => setup.readRow(row))
  const tasks = read.flatMap((row) => (row.ok ? [row.value] : []))
  if (tasks.length < rows.length) throw new Error(`a row of ${type} is refused: ${JSON.stringify(read)}`)
  const known = tasks.flatMap(({ payload, truth }) => (truth === null ? [] : [{ payload, response: truth }]))
  return { setup, subjects: [...known, ...valid.map((response) => ({ payload: tasks[0]?.payload, response }))] }
}

type Json = null | boolean | number | string | Json[] | { [member: string]: Json }
type Path = readonly (string | number)[]

/** Every place in a value, itself included. */
function pathsIn(value: Json, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Array.isArray(value) ? value.slice(0, 6).map((each, index) => [index, each] as const) : Object.entries(value)
  return [at, ...inner.flatMap(([key, each]) => pathsIn(each, [...at, key]))]
}

const edit = (value: Json, [key, ...rest]: Path, change: (found: Json) => Json | undefined): Json | undefined => {
  if (key === undefined) return change(value)
  if (Array.isArray(value))
    return value.flatMap((each, index) => (index === key ? [edit(each, rest, change)].filter((e) => e !== undefined) : [each]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const changed = name === key ? edit(each, rest, change) : each
      return changed === undefined ? [] : [[name, changed]]
    }),
  )
}

/** What JSON can hold and nobody expects. `1e999` is read as Infinity. */
const STRANGE: readonly Json[] = [
  null,
  true,
  -1,
  -0,
  0,
  1,
  2,
  0.5,
  1e-320,
  1e308,
  Infinity,
  -Infinity,
  2 ** 31,
  2 ** 53,
  100_000,
  '',
  ' ',
  'x',
  'a\u0000b',
  '\ud83d',
  '\ude00',
  '👩‍👩‍👧',
  '\u202eabc\u202c',
  '\u2028\r\n\t',
  '<script>alert(1)</script>',
  ']]><!--&amp;"\'',
  '__proto__',
  'constructor',
  '=1+1',
  'a|b',
  '1'.repeat(30),
  'a'.repeat(70_000),
  [],
  {},
  [[]],
  [null],
  JSON.parse('{"__proto__":{"label":"x"},"constructor":{"prototype":1}}') as Json,
]

const isMembers = (value: Json): value is { [member: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)

const mutations: readonly ((found: Json, strange: Json) => Json | undefined)[] = [
  (_found, strange) => strange,
  () => undefined,
  (found, strange) => (Array.isArray(found) ? [...found, strange] : strange),
  (found) => (Array.isArray(found) ? [...found, ...found] : found),
  (found) => (Array.isArray(found) ? found.toReversed() : found),
  (found) => (Array.isArray(found) ? [] : found),
  (found) => (Array.isArray(found) && found.length > 0 ? Array.from({ length: 3000 }, (_, i) => found[i % found.length] ?? null) : found),
  (found, strange) => (isMembers(found) ? { ...found, further: strange } : strange),
  (found) => (typeof found === 'number' ? found + 1 : found),
  (found) => (typeof found === 'number' ? -found : found),
  (found) => (typeof found === 'number' ? found * 1000 : found),
  (found, strange) => (typeof found === 'string' && typeof strange === 'string' ? `${found}${strange}` : strange),
]

const mutationOf = fc.record({ place: fc.nat(), by: fc.nat(mutations.length - 1), strange: fc.constantFrom(...STRANGE) })

function broken(response: unknown, steps: readonly { place: number; by: number; strange: Json }[]): Json {
  let value = structuredClone(response) as Json
  for (const { place, by, strange } of steps) {
    const paths = pathsIn(value)
    const path = paths[place % paths.length] ?? []
    value = edit(value, path, (found) => mutations[by]?.(found, strange)) ?? null
  }
  return value
}

/** What PostgreSQL cannot keep in a text, nor in JSON. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000')
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return value !== undefined
  return Object.entries(value).every(([name, each]) => isStorable(name) && isStorable(each))
}

const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1

function expectWords(setup: TaskSetup, payload: unknown, response: unknown): void {
  const checked = setup.check(response, payload)
  if (checked.ok) return
  expect(checked.error.length).toBeGreaterThan(0)
  for (const locale of locales)
    for (const issue of checked.error.slice(0, 5)) expect(issueSentence(issue, locale)).toMatch(/^[^\u0000]*\S[^\u0000]*$/)
}

function expectUsable(setup: TaskSetup, { payload, response }: Subject, others: readonly Subject[]): void {
  expect(isStorable(response)).toBe(true)
  // also after it was stored, where -0 is 0
  const stored = JSON.parse(JSON.stringify(response)) as unknown
  expect(setup.check(stored, payload)).toEqual({ ok: true, value: stored })
  const label = setup.label(response)
  expect(label === null || isStorable(label)).toBe(true)
  expect(screenOf(setup, { payload, response, readOnly: true })).not.toMatch(/\bNaN\b|\bundefined\b/)
  for (const locale of locales) expect(setup.describe(response, locale)).not.toMatch(/\bNaN\b|\bundefined\b/)
  expect(Object.keys(setup.toRow(response))).toEqual(setup.rowColumns)
  for (const cell of Object.values(setup.toRow(response))) expect(typeof cell).toBe('string')
  for (const other of others) {
    const judged = setup.judge(response, other.response)
    expect(judged === null || isShare(judged.score)).toBe(true)
  }
}

function consolidated(setup: TaskSetup, subject: Subject, others: readonly Subject[]): readonly unknown[] {
  const { consolidation } = setup
  if (consolidation === null || consolidation.kind === 'labels') return []
  const honest = others.filter(({ payload }) => payload === subject.payload)
  const given = [subject, ...honest, ...honest].map(({ payload, response }, place) => ({
    task: '1',
    worker: `w${place}`,
    response,
    payload,
  }))
  const alone = [{ task: '2', worker: 'w0', response: subject.response, payload: subject.payload }]
  return consolidation.methods.flatMap((method) => {
    const found = consolidation.consolidate(method, [...given, ...alone])
    expect(found.tasks.map(({ task }) => task).toSorted()).toEqual(['1', '2'])
    for (const { confidence, response } of found.tasks) {
      expect(confidence === null || isShare(confidence)).toBe(true)
      expect(isStorable(response)).toBe(true)
      // which of two is better is all that is made one of comparisons
      const isWhole = response !== null && !('choice' in (response as object))
      expect(isWhole ? setup.check(response, subject.payload).ok : true).toBe(true)
    }
    for (const { agreement, interval } of found.workers) expect([agreement, ...(interval ?? [])].every(isShare)).toBe(true)
    expect(Object.values(found.parameters).every(isStorable)).toBe(true)
    return found.tasks.map(({ response }) => response)
  })
}

async function expectExports({ type, settings }: HostileBatch, payload: unknown, responses: readonly unknown[]): Promise<void> {
  for (const answers of ['results', 'responses'] as const)
    for (const format of formatsFor({ task_type: type, settings }, answers)) {
      const rows = responses.map((response, place) =>
        aRow({ task: place + 1, payload, response, worker: answers === 'results' ? null : `w-${place}` }),
      )
      const bytes = await bytesOf(format, rows, { ...aContext(type, settings), answers })
      const text = /zip|parquet/.test(format.name) ? '' : bytes.toString()
      expect(text).not.toMatch(/[:,\t [](NaN|-?Infinity|undefined)\b/)
    }
}

const batches = [...samples, ...FURTHER_BATCHES].map((batch) => ({ ...batch, ...subjectsOf(batch) }))

it('is done with every kind of task', () => {
  const tried = new Set(batches.filter(({ subjects }) => subjects.length > 0).map(({ type }) => type))
  expect(taskTypes.filter(({ name }) => !tried.has(name))).toEqual([])
})

describe.each(batches.filter(({ subjects }) => subjects.length > 0))('$name', (batch) => {
  const { setup, subjects } = batch

  it('begins with responses that are valid', () => {
    for (const { payload, response } of subjects) expect(setup.check(response, payload)).toMatchObject({ ok: true })
  })

  it('refuses a broken response in words, or goes on to the exports with it', async () => {
    const one = fc.record({ of: fc.nat(), steps: fc.array(mutationOf, { minLength: 1, maxLength: 3 }) })
    await fc.assert(
      fc.asyncProperty(one, async ({ of, steps }) => {
        const { payload, response } = subjects[of % subjects.length] as Subject
        const hostile = broken(response, steps)
        expectWords(setup, payload, hostile)
        screenOf(setup, { payload, response: hostile })
        const checked = setup.check(hostile, payload)
        if (!checked.ok) return
        const accepted = { payload, response: checked.value }
        expectUsable(setup, accepted, subjects)
        await expectExports(batch, payload, [checked.value, ...consolidated(setup, accepted, subjects)])
      }),
      { numRuns: RUNS },
    )
  })
})
