import { describe, expect, it } from 'vitest'
import { findTaskType, getTaskSetup } from '../index.ts'
import { textClass } from './text-class.tsx'

const setup = getTaskSetup('text-class', textClass.sample.settings)

describe('the text-class sample', () => {
  it('is found by its name', () => expect(findTaskType('text-class')).toBe(textClass))

  it('reads every row of its own', () => {
    const rows = textClass.sample.rows.map((row) => setup.readRow(row))
    expect(rows.filter((row) => !row.ok)).toEqual([])
    expect(rows[0]).toEqual({
      ok: true,
      value: { payload: { text: textClass.sample.rows[0]?.['text'] }, truth: { label: 'pleased' } },
    })
  })

  it('accepts the response that its truth stands for', () => {
    expect(setup.check({ label: 'pleased' }, {})).toEqual({ ok: true, value: { label: 'pleased' } })
  })
})
