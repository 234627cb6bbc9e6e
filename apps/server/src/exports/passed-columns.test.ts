import { describe, expect, it } from 'vitest'
import { PASSED_NAMES_MAX, passedColumns } from './passed-columns.ts'

describe('passedColumns', () => {
  it('have a column for each name, and leave empty what a row has not', () => {
    const { names, toCells } = passedColumns(['id', 'size'])
    expect(names).toEqual(['Input.id', 'Input.size'])
    expect(toCells({ size: 3, other: 'x' })).toEqual([undefined, '3'])
    expect(toCells(null)).toEqual([undefined, undefined])
    expect(passedColumns(['__proto__', 'constructor']).toCells(JSON.parse('{"__proto__": "p"}'))).toEqual(['p', undefined])
  })

  it('are none without names, and a single one with too many', () => {
    expect(passedColumns([]).toCells({ id: 1 })).toEqual([])
    const many = passedColumns(Array.from({ length: PASSED_NAMES_MAX + 1 }, (_, at) => `c${at}`))
    expect([many.names, many.toCells({ c1: 'x' }), many.toCells(null)]).toEqual([['Input'], ['{"c1":"x"}'], [undefined]])
  })
})
