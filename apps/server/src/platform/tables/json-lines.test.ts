import { describe, expect, it } from 'vitest'
import { readAll } from './read-table.builders.ts'

const read = (text: string, limits = {}) => readAll(text, { format: 'jsonl', limits })

describe('JSON Lines', () => {
  it('is told by name or by its first character', async () => {
    for (const name of ['x.jsonl', 'x.ndjson', undefined]) {
      const { table, rows } = await readAll('{"a":1}\n', name === undefined ? {} : { name })
      expect(table?.format).toBe('jsonl')
      expect(rows).toEqual([{ line: 1, values: { a: 1 } }])
    }
  })

  it('reads one object per line and counts blank lines without reading them', async () => {
    const { rows, problems } = await read('{"a":"é\\n"}\r\n\n  \n{"b":[1,{"c":null}]}')
    expect(problems).toEqual([])
    expect(rows).toEqual([
      { line: 1, values: { a: 'é\n' } },
      { line: 4, values: { b: [1, { c: null }] } },
    ])
  })

  it.each([
    ['{"a":1', 'not_json', null],
    ["{'a':1}", 'not_json', null],
    ['{"a":NaN}', 'not_json', null],
    ['[1]', 'not_an_object', null],
    ['null', 'not_an_object', null],
    ['"text"', 'not_an_object', null],
    ['{"a":"\0"}', 'nul_byte', null],
    ['{"a":1,"b":["\\u0000"]}', 'nul_byte', 'b'],
    ['{"b":"\\ud800"}', 'invalid_unicode', 'b'],
    ['{"b":12345678901234567890}', 'number_too_large', 'b'],
    ['{"b":[9007199254740993]}', 'number_too_large', 'b'],
    ['{"b":{"c":1e999}}', 'number_too_large', 'b'],
    [`{"b":${'['.repeat(33)}${']'.repeat(33)}}`, 'too_deep', 'b'],
    [`{"b":"${'x'.repeat(101)}"}`, 'field_too_large', 'b'],
    [`{"b":"${'x'.repeat(201)}"}`, 'row_too_large', null],
    ['{"a":1,"b":2,"c":3,"d":4}', 'too_many_columns', null],
  ])('leaves out %.40j as %s and reads on', async (bad, code, column) => {
    const { rows, problems } = await read(`{"a":1}\n${bad}\n{"a":3}\n`, { maxRowChars: 200, maxFieldChars: 100, maxColumns: 3 })
    expect(problems).toMatchObject([{ scope: 'row', line: 2, endLine: 2, column, code }])
    expect(rows.map(({ line }) => line)).toEqual([1, 3])
  })

  it('keeps what only looks dangerous', async () => {
    const line =
      '{"text":"\\\\u0000 and \\\\ud800, 12345678901234567890, \\ud83d\\ude00","n":1e5,"big":100000000000000000000,"huge":1e300,"long":0.12345678901234567890}'
    const { rows, problems } = await read(`${line}\n`)
    expect(problems).toEqual([])
    expect(rows[0]?.values).toEqual(JSON.parse(line))
  })
})

describe('JSON Lines that attack', () => {
  it('survives a line of nothing but brackets', async () => {
    const { rows, problems } = await readAll(`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}\n{"a":1}\n`, { format: 'jsonl' }, 65_536)
    expect(problems).toMatchObject([{ line: 1, code: 'too_deep' }])
    expect(rows).toHaveLength(1)
  })

  it('does not let a key named __proto__ reach a prototype', async () => {
    const { rows } = await read('{"__proto__":{"isSteward":true}}\n')
    expect(Object.keys(rows[0]?.values ?? {})).toEqual(['__proto__'])
    expect(rows[0]?.values['isSteward']).toBeUndefined()
  })

  it('says that a JSON array is not JSON Lines, once', async () => {
    for (const text of ['[\n  {"a": 1},\n  {"a": 2}\n]\n', '[{"a":1},{"a":2}]']) {
      const { rows, problems } = await read(text)
      expect(rows).toEqual([])
      expect(problems).toMatchObject([{ scope: 'file', code: 'json_array' }])
    }
  })

  it('says that an empty file has no rows', async () => {
    expect((await read('\n\n')).problems).toMatchObject([{ scope: 'file', code: 'no_rows' }])
  })
})
