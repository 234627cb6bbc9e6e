import { expect, it } from 'vitest'
import { getTaskSetup } from '../registry.ts'

const columnsOf = (dialect: string, source: string) =>
  getTaskSetup('template', { dialect, source, example: '{}', inputs: '', files: [] }).columns

it('names the columns that a page reads: those of a layout may be absent, since a script may hold such a name', () => {
  expect(columnsOf('mturk', '<p>${text}</p><img src="${image_url}">${text}<script>`${Math.max(1, 2)}`</script>')).toMatchObject({
    required: [],
    optional: ['source', 'source-ref', 'text', 'image_url'],
  })
  expect(columnsOf('liquid', '<crowd-form>{{ task.input.text }}{{ task.input.source }}</crowd-form>')).toMatchObject({
    required: ['text'],
    optional: ['source', 'source-ref'],
  })
})
