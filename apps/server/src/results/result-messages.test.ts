import { expect, it } from 'vitest'
import { catalogueProblems } from '../platform/i18n/index.ts'
import { messages as more } from './more.messages.ts'
import { messages as own } from './own-comparison.messages.ts'
import { messages as run } from './run.messages.ts'
import { messages as settle } from './settle.messages.ts'

it.each(Object.entries({ more, own, run, settle }))('the sentences of %s are there in both languages', (_name, messages) => {
  expect(catalogueProblems(messages)).toEqual([])
})
