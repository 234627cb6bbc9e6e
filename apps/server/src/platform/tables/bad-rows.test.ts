import { describe, expect, it } from 'vitest'
import { readAll } from './read-table.builders.ts'
import { readTable } from './read-table.ts'
import type { TableProblem } from './table-problem.ts'

const brief = (problems: readonly TableProblem[]) => problems.map(({ line, endLine, column, code }) => [line, endLine, column, code])
const lines = (rows: readonly { line: number }[]) => rows.map(({ line }) => line)

async function* openQuoteAndManyRows(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('id,text\n0,"open\n')
  for (let i = 0; i < 300; i++) yield Buffer.from(`${i},some words that fill the line\n`.repeat(1000))
}

async function* hugeValue(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a,b\n1,')
  const block = Buffer.alloc(1_000_000, 'x')
  for (let i = 0; i < 200; i++) yield block
  yield Buffer.from('\n2,3\n')
}

describe('a bad row is left out whole, and only it', () => {
  it.each([
    ['1', [3, 3, null, 'wrong_column_count']],
    ['1,2,3', [3, 3, null, 'wrong_column_count']],
    ['1,2,', [3, 3, null, 'wrong_column_count']],
    ['"1"x,2', [3, 3, 'a', 'text_after_quote']],
    ['1,"2" ', [3, 3, 'b', 'text_after_quote']],
    ['1, "2"', [3, 3, 'b', 'quote_in_unquoted_field']],
    ['5" pipe,2', [3, 3, 'a', 'quote_in_unquoted_field']],
    ['1,x\0', [3, 3, 'b', 'nul_byte']],
    ['1,"2', [3, 3, 'b', 'unclosed_quote']],
  ])('%j', async (bad, expected) => {
    const { rows, problems } = await readAll(`a,b\n0,0\n${bad}\n4,4\n5,"five"\n6,6\n`)
    expect(brief(problems)).toEqual([expected])
    expect(lines(rows)).toEqual([2, 4, 5, 6])
  })

  it('says how many columns were expected and found', async () => {
    const { problems } = await readAll('a,b\n1,2,3\n')
    expect(problems).toMatchObject([{ params: { expected: 2, found: 3 } }])
  })

  it('names every bad value of a row', async () => {
    const { problems } = await readAll('a,b,c\n\0,x,\0\n')
    expect(problems.map(({ column }) => column)).toEqual(['a', 'c'])
  })
})

describe('a quote that is not closed', () => {
  it('keeps out only its own line when the lines it swallowed are rows', async () => {
    const { rows, problems } = await readAll('id,text\n1,a\n2,"open\n3,c\n4,d\n5,"closed here"\n6,f\n')
    expect(brief(problems)).toEqual([[3, 3, 'text', 'unclosed_quote']])
    expect(lines(rows)).toEqual([2, 4, 5, 6, 7])
  })

  it('does the same when the swallowed lines happen to close it well', async () => {
    const { rows, problems } = await readAll('id,text\n2,"open\n3,c\n4,d\n5,",",x\n6,f\n')
    expect(brief(problems)).toEqual([
      [2, 2, 'text', 'unclosed_quote'],
      [5, 5, null, 'wrong_column_count'],
    ])
    expect(lines(rows)).toEqual([3, 4, 6])
  })

  it('leaves out all lines of a text whose inner quotes are not doubled: none of them is taken for a row', async () => {
    const text = 'id,text\n1,"He said:\nwell, perhaps, yes\nand then "no" to\nthe rest"\n2,fine\n'
    const { rows, problems } = await readAll(text)
    expect(brief(problems)[0]).toEqual([2, 4, 'text', 'text_after_quote'])
    expect(rows).toEqual([{ line: 6, values: { id: '2', text: 'fine' } }])
  })

  it('does not guess in a table of one column, where any line would look like a row', async () => {
    const { rows, problems } = await readAll('text\nfirst\n"open\nsecond\nthird\n')
    expect(brief(problems)).toEqual([[3, 5, 'text', 'unclosed_quote']])
    expect(lines(rows)).toEqual([2])
  })

  // once for each row would last for hours
  it('loses no row of a large file, and reads it only about twice', { timeout: 120_000 }, async () => {
    let rows = 0
    const problems: TableProblem[] = []
    for await (const chunk of readTable(openQuoteAndManyRows())) {
      rows += chunk.rows.length
      problems.push(...chunk.problems)
    }
    expect(brief(problems)).toEqual([[2, 2, 'text', 'unclosed_quote']])
    expect(rows).toBe(300_000)
  })
})

describe('limits', () => {
  const limits = { maxFieldChars: 10, maxRowChars: 25 }
  const read = (body: string) => readAll(`a,b\n0,0\n${body}\n8,8\n`, { limits })

  it.each([
    ['a plain value', `1,${'x'.repeat(11)}`, [3, 3, 'b', 'field_too_large'], 4],
    ['a quoted value', `"${'x'.repeat(11)}",1`, [3, 3, 'a', 'field_too_large'], 4],
    ['a value longer than a row may be', `1,${'x'.repeat(500)}`, [3, 3, 'b', 'field_too_large'], 4],
    ['a quoted value longer than a row may be', `1,"${'x'.repeat(500)}"`, [3, 3, 'b', 'field_too_large'], 4],
    ['a row of many values', '1,'.repeat(40), [3, 3, null, 'row_too_large'], 4],
    ['a large value that goes over lines', '1,"x\nyy yy yy\nz"', [3, 5, 'b', 'field_too_large'], 6],
    ['a large value whose lines look like rows', '1,"x\n1,2\n3,4\n5,6\n7,8"', [3, 7, 'b', 'field_too_large'], 8],
  ])('%s is left out whole', async (_name, body, expected, nextLine) => {
    const { rows, problems } = await read(body)
    expect(brief(problems)).toEqual([expected])
    expect(lines(rows)).toEqual([2, nextLine])
  })

  it('takes what just fits', async () => {
    const { rows, problems } = await read(`${'x'.repeat(10)},"${'"'.repeat(10)}"\n`)
    expect(problems).toEqual([])
    expect(rows[1]?.values).toEqual({ a: 'x'.repeat(10), b: '"'.repeat(5) })
  })

  it('counts a CRLF at the place where reading gave up as one line end', async () => {
    for (let at = 15; at <= 30; at++) {
      const { rows } = await read(`1,"${'x'.repeat(at)}\r\n${'y'.repeat(40)}\r\n"`)
      expect(lines(rows), `line end at ${at}`).toEqual([2, 6])
    }
  })

  it('holds no more than a row of memory for a value of 200 MB', async () => {
    const found: unknown[] = []
    let peak = 0
    const before = process.memoryUsage().rss
    for await (const { rows, problems } of readTable(hugeValue())) {
      found.push(...brief(problems), ...lines(rows))
      peak = Math.max(peak, process.memoryUsage().rss - before)
    }
    expect(found).toEqual([[2, 2, 'b', 'field_too_large'], 3])
    expect(peak).toBeLessThan(120_000_000)
  })
})
