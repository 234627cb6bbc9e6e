import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAll } from './read-table.builders.ts'
import { csvLine, jsonLine } from './write-table.ts'

const delimiter = fc.constantFrom(',' as const, ';' as const, '\t' as const)
const cell = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', '\r\n', ' ', 'a', 'é', '😀', '\ufeff', '=') }),
)
const columnName = cell.map((text) => text.trim()).filter((name) => name !== '')
const table = fc.uniqueArray(columnName, { minLength: 1, maxLength: 5 }).chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { minLength: 1, maxLength: 8 }),
  }),
)

const asObjects = (columns: string[], rows: string[][]) =>
  rows.map((row) => {
    const object: Record<string, string> = {}
    // As data, also when the name is __proto__.
    columns.forEach((column, i) => Object.defineProperty(object, column, { value: row[i] ?? '', enumerable: true }))
    return object
  })
const lineEnds = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0

describe('a table that is written is read back as it was', () => {
  it('in CSV, whatever is in it, however it arrives, each row with its line', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        delimiter,
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async ({ columns, rows }, by, pieceBytes, isUtf16) => {
          const written = [columns, ...rows].map((row) => csvLine(row, { delimiter: by }))
          const file = isUtf16 ? Buffer.from(`\ufeff${written.join('')}`, 'utf16le') : Buffer.from(written.join(''))
          const read = await readAll(file, { delimiter: by }, pieceBytes)
          expect(read.problems).toEqual([])
          expect(read.rows.map(({ values }) => values)).toEqual(asObjects(columns, rows))
          const starts = rows.map((_, i) => 1 + lineEnds(written.slice(0, i + 1).join('')))
          expect(read.rows.map(({ line }) => line)).toEqual(starts)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('in CSV whose delimiter must be found', async () => {
    await fc.assert(
      fc.asyncProperty(table, delimiter, async ({ columns, rows }, by) => {
        fc.pre(columns.length > 1)
        const read = await readAll(Buffer.from([columns, ...rows].map((row) => csvLine(row, { delimiter: by })).join('')))
        expect(read.table?.delimiter).toBe(by)
        expect(read.rows.map(({ values }) => values)).toEqual(asObjects(columns, rows))
      }),
    )
  })

  it('in JSON Lines', async () => {
    const object = fc.dictionary(
      columnName,
      fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('\\u')),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 1 }), fc.integer({ min: 1, max: 7 }), async (objects, pieceBytes) => {
        const read = await readAll(objects.map(jsonLine).join(''), { format: 'jsonl' }, pieceBytes)
        expect(read.problems).toEqual([])
        expect(read.rows.map(({ values }) => values)).toEqual(objects.map((value) => JSON.parse(JSON.stringify(value)) as unknown))
      }),
    )
  })
})

describe('bad rows among good ones', () => {
  const goodRow = fc.constantFrom('1,a\n', '2,"b"\r\n', '3,"c\nc"\n', '4,\r', '"5","é"\n').map((text) => ({ text, isGood: true }))
  const badRow = fc.constantFrom('1\n', '1,2,3\r\n', '"x"y,2\n', '1,b"\r', '1,\0\n', '1,"x" \n').map((text) => ({ text, isGood: false }))

  it('shift nothing: every good row is read, every bad one is reported, with their lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(goodRow, badRow), { minLength: 1 }), fc.integer({ min: 1, max: 7 }), async (parts, pieceBytes) => {
        // A row ended by CR before one that begins with LF would be one line end; none begins so.
        let line = 2
        const expected: { good: number[]; bad: number[] } = { good: [], bad: [] }
        for (const { text, isGood } of parts) {
          expected[isGood ? 'good' : 'bad'].push(line)
          line += lineEnds(text)
        }
        const read = await readAll(`id,text\n${parts.map(({ text }) => text).join('')}`, {}, pieceBytes)
        expect(read.rows.map((row) => row.line)).toEqual(expected.good)
        expect(read.problems.map((problem) => problem.line)).toEqual(expected.bad)
      }),
      { numRuns: 500 },
    )
  })

  it('and any bytes at all give the same rows and problems wherever they are cut, and never an exception', async () => {
    const soup = fc.string({
      unit: fc.constantFrom('"', '"', ',', ',', '\n', '\n', '\r', 'a', 'bb', 'é', '\0', '""', 'c,d\n'),
      maxLength: 60,
      size: 'max',
    })
    const limits = { maxFieldChars: 12, maxRowChars: 30 }
    await fc.assert(
      fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 40 }), async (text, pieceBytes, wrongAt) => {
        const file = Buffer.from(`a,b\n${text}`)
        if (wrongAt + 4 < file.length) file[wrongAt + 4] = 0xe9
        const whole = await readAll(file, { limits }, 10_000)
        const cut = await readAll(file, { limits }, pieceBytes)
        expect(cut).toEqual(whole)
      }),
      { numRuns: 2000 },
    )
  })

  it('and where csv-parse, an independent reader, accepts a file, both read the same rows', async () => {
    const soup = fc.string({
      unit: fc.constantFrom('"', '"', ',', ',', '\n', 'a', 'b', 'é', '""', '"c"', '"d\n"', ' '),
      maxLength: 12,
      size: 'max',
    })
    let compared = 0
    await fc.assert(
      fc.asyncProperty(soup, async (text) => {
        let theirs: string[][]
        try {
          theirs = parse(`a,b\n${text}`, { relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' })
        } catch {
          return
        }
        if (theirs.some((row) => row.length !== 2)) return
        compared += 1
        const { rows, problems } = await readAll(`a,b\n${text}`, { delimiter: ',' })
        if (problems.some(({ code }) => code !== 'no_rows')) throw new Error(JSON.stringify(problems))
        expect(rows.map(({ values }) => [values['a'], values['b']])).toEqual(theirs.slice(1))
      }),
      { numRuns: 3000 },
    )
    expect(compared).toBeGreaterThan(50)
  })
})
