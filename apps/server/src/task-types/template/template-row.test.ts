import { describe, expect, it } from 'vitest'
import { getTaskSetup } from '../index.ts'

const setup = getTaskSetup('template', {
  dialect: 'liquid',
  source: '<crowd-form>{{ task.input.title }}{% if task.input.note %}{{ task.input.note }}{% endif %}</crowd-form>',
  inputs: '',
  files: [],
  example: '{}',
})

describe('a row', () => {
  it('may have an empty cell, and lack what the page asks for in a condition', () => {
    expect(setup.columns.required).toEqual(['title'])
    expect(setup.readRow({ title: '' })).toEqual({ ok: true, value: { payload: {}, truth: null } })
  })

  it('has every other column that the page reads', () => {
    const read = setup.readRow({ note: 'x' })
    expect(read.ok ? [] : read.error).toEqual([{ path: 'title', code: 'missing_value', params: {} }])
  })
})
