import { expect, it } from 'vitest'
import { catalogueProblems } from '../platform/i18n/index.ts'
import { taskTypes } from '../task-types/index.ts'
import { messages as methods, nameOfMethod, sentenceOfMethod } from './method-words.messages.ts'
import { messages as more } from './more.messages.ts'
import { messages as own } from './own-comparison.messages.ts'
import { messages as run } from './run.messages.ts'
import { messages as settle } from './settle.messages.ts'

it.each(Object.entries({ methods, more, own, run, settle }))('the sentences of %s are there in both languages', (_name, messages) => {
  expect(catalogueProblems(messages)).toEqual([])
})

it('every method that a kind of task offers has a name and a sentence of its own', () => {
  const sets = taskTypes.flatMap((type) =>
    [type.sample, ...type.presets.map(({ sample }) => sample)].map(({ settings }) => type.setUp(settings)),
  )
  const offered = new Set(sets.flatMap((set) => (set.ok ? (set.value.consolidation?.methods ?? []) : [])))
  expect(offered.size).toBeGreaterThan(15)
  expect([...offered].filter((name) => nameOfMethod(name, 'fr') === name || sentenceOfMethod(name, 'fr') === null)).toEqual([])
})
