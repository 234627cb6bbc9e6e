/** What holds for every method that makes one text of several. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf, type ResponseOf } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { rover } from './rover.ts'
import type { TextAggregate } from './text-aggregate.ts'
import { textHrrasa } from './text-hrrasa.ts'
import { textMedoid } from './text-medoid.ts'
import { textRasa } from './text-rasa.ts'

type Rows = readonly ResponseOf<string>[]

const methods: readonly [string, (rows: Rows) => TextAggregate][] = [
  ['rover, equal', (rows) => rover(responsesOf(rows), { weights: 'equal' })],
  ['rover, responses', (rows) => rover(responsesOf(rows), { weights: 'responses' })],
  ['rover, workers', (rows) => rover(responsesOf(rows), { weights: 'workers' })],
  ['medoid, wer', (rows) => textMedoid(responsesOf(rows))],
  ['medoid, cer', (rows) => textMedoid(responsesOf(rows), { distance: 'cer' })],
  ['medoid, chrf', (rows) => textMedoid(responsesOf(rows), { distance: 'chrf' })],
  ['rasa', (rows) => textRasa(responsesOf(rows))],
  ['hrrasa', (rows) => textHrrasa(responsesOf(rows))],
]
/** A twin makes a response likelier to these, and is meant to. */
const weighsByLikeness = new Set(['rover, responses', 'hrrasa'])

const word = fc.constantFrom('ab', 'Ab', 'abc.', 'd', 'e')
const row = fc.record({
  task: fc.constantFrom('t1', 't2'),
  worker: fc.constantFrom('ann', 'bob', 'cy', 'dee'),
  value: fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')),
})
const crowds = fc.uniqueArray(row, { selector: ({ task, worker }) => `${task} ${worker}`, maxLength: 6 })

/** By task, so that numbering does not count; confidences to nine digits, since sums are taken in other orders. */
function decide(method: (rows: Rows) => TextAggregate, rows: Rows) {
  const { tasks, texts, confidence } = method(rows)
  return new Map(tasks.map((task, t) => [task, `${texts[t]} ${confidence[t]!.toFixed(9)}`]))
}

describe.each(methods)('%s', (_, method) => {
  it('does not depend on the order of rows', () => {
    const shuffled = crowds.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(decide(method, other)).toEqual(decide(method, rows))
      }),
      { numRuns: 1000 },
    )
  })

  it('follows a renaming of tasks, workers and words', () => {
    // One that keeps the order of words: ties are given to the first.
    const other: Record<string, string> = { ab: 'pq', Ab: 'Pq', 'abc.': 'pqr.', d: 's', e: 't' }
    const rename = (text: string) => text.replace(/\S+/gu, (each) => other[each]!)
    fc.assert(
      fc.property(crowds, (rows) => {
        const renamed = rows.map(({ task, worker, value }) => ({ task: `${task}x`, worker: `the ${worker}`, value: rename(value) }))
        const expected = Array.from(decide(method, rows), ([task, text]) => {
          const at = text.lastIndexOf(' ')
          return [`${task}x`, `${rename(text.slice(0, at))}${text.slice(at)}`] as const
        })
        expect(decide(method, renamed)).toEqual(new Map(expected))
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(crowds, (given) => {
        const [first, second] = halvesOf(decide(method, twice(given)))
        expect(second).toEqual(first)
      }),
      { numRuns: 1000 },
    )
  })

  it('is not moved by a worker who did another task alone', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const more = decide(method, [...rows, { task: 'other', worker: 'zoe', value: 'Ab d' }])
        expect(more.get('other')).toMatch(/^Ab d 1\.0/u)
        more.delete('other')
        expect(more).toEqual(decide(method, rows))
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps what all agree on, and a confidence in [0, 1] otherwise', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const { confidence } = method(rows)
        for (const each of confidence) expect(each >= 0 && each <= 1 + 1e-12).toBe(true)
        const same = rows.map((each) => ({ ...each, value: 'Ab abc.' }))
        expect(method(same).texts.every((text) => text === 'Ab abc.')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe.each(methods.filter(([name]) => !weighsByLikeness.has(name)))('%s', (_, method) => {
  it('decides the same when every worker has a twin who answers alike', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        // A task with one response says nothing about its worker, but with a twin's it would.
        const shared = rows.filter(({ task }) => rows.filter((each) => each.task === task).length > 1)
        const twins = shared.map((each) => ({ ...each, worker: `${each.worker} twin` }))
        expect(decide(method, [...shared, ...twins])).toEqual(decide(method, shared))
      }),
      { numRuns: 1000 },
    )
  })
})
