import { describe, expect, it } from 'vitest'
import { readAll } from './read-table.builders.ts'
import { readTable } from './read-table.ts'

const row = (line: number, values: Record<string, unknown>) => ({ line, values })
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a\n1\n')
  throw new Error('connection lost')
}

describe('a table of text', () => {
  it('gives each row the line its record starts on, also after a value of several lines', async () => {
    const { rows, problems } = await readAll('task,text\n1,"two\nlines"\n2,b\n')
    expect(problems).toEqual([])
    expect(rows).toEqual([row(2, { task: '1', text: 'two\nlines' }), row(4, { task: '2', text: 'b' })])
  })

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads lines ended by %s, with or without one at the end, and counts blank lines without reading them', async (_name, eol) => {
    const lines = ['a,b', '', '1,2', '', '', '3,4']
    for (const end of ['', eol, eol + eol]) {
      const { rows, problems } = await readAll(lines.join(eol) + end)
      expect(problems).toEqual([])
      expect(rows).toEqual([row(3, { a: '1', b: '2' }), row(6, { a: '3', b: '4' })])
    }
  })

  it('reads a file that mixes line ends', async () => {
    const { rows, problems } = await readAll('a,b\n1,2\r\n3,"x\r\ny"\r5,6')
    expect(problems).toEqual([])
    expect(rows).toEqual([row(2, { a: '1', b: '2' }), row(3, { a: '3', b: 'x\r\ny' }), row(5, { a: '5', b: '6' })])
  })

  it.each([
    [',', 'id,label;x,texte'],
    [';', 'id;"a,b,c,d";texte'],
    [';', 'prix, en euros;nom'],
    ['\t', 'id\tlabel\ttexte'],
    [',', 'texte'],
  ])('finds the delimiter %j in the header line %j', async (delimiter, header) => {
    const { table } = await readAll(`${header}\n`)
    expect(table?.delimiter).toBe(delimiter)
  })

  it('obeys the line sep=; that spreadsheets write first', async () => {
    const { rows } = await readAll('sep=;\r\na;b,c,d\r\n1;2\r\n')
    expect(rows).toEqual([row(3, { a: '1', 'b,c,d': '2' })])
  })

  it('keeps values exactly and trims only column names', async () => {
    const { rows } = await readAll(' a , b\n  x ,"=1+1 ""q"""\n')
    expect(rows).toEqual([row(2, { a: '  x ', b: '=1+1 "q"' })])
  })

  it('takes quotes inside a value of a tab-separated file as text', async () => {
    const { rows, problems } = await readAll('a\tb\n5" pipe\tsay "hi"\n', { name: 'x.tsv' })
    expect(problems).toEqual([])
    expect(rows).toEqual([row(2, { a: '5" pipe', b: 'say "hi"' })])
  })

  it('treats columns named like parts of JavaScript objects as columns like others', async () => {
    const { rows } = await readAll('__proto__,constructor,1\nx,y,z\n')
    const values = rows[0]?.values ?? {}
    expect(Object.keys(values).toSorted()).toEqual(['1', '__proto__', 'constructor'])
    expect(values['__proto__']).toBe('x')
    const other = (await readAll('a\nx\n')).rows[0]?.values
    expect(other?.['constructor']).toBeUndefined()
    expect(other?.['__proto__']).toBeUndefined()
  })
})

describe('encodings', () => {
  const text = 'nom;texte\r\nZoé;"déjà 😀"\r\n'
  const expected = [row(2, { nom: 'Zoé', texte: 'déjà 😀' })]

  it('reads UTF-8 with and without a mark, and UTF-16 of both kinds with one', async () => {
    const le = Buffer.from(`\ufeff${text}`, 'utf16le')
    for (const file of [Buffer.from(text), Buffer.from(`\ufeff${text}`), le, Buffer.from(le).swap16()]) {
      const { rows, problems } = await readAll(file)
      expect(problems).toEqual([])
      expect(rows).toEqual(expected)
    }
  })

  it('names line and column of bytes that are not UTF-8, and reads the rows around them', async () => {
    const file = bytes('a,b\né,1\nx,', [0xe9], '\n\ufffd,2\n', [0xe9, 0x2c, 0xc3], '\n3,4\n5,', [0xf0, 0x9f])
    const { rows, problems } = await readAll(file)
    expect(rows).toEqual([row(2, { a: 'é', b: '1' }), row(4, { a: '\ufffd', b: '2' }), row(6, { a: '3', b: '4' })])
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 'b', 'invalid_utf8'],
      [5, 'a', 'invalid_utf8'],
      [5, 'b', 'invalid_utf8'],
      [7, 'b', 'invalid_utf8'],
    ])
  })

  it('refuses the overlong and surrogate forms that decoders differ on', async () => {
    const { problems } = await readAll(bytes('a\n', [0xc0, 0xaf], '\n', [0xed, 0xa0, 0x80], '\n', [0xf4, 0x90, 0x80, 0x80], '\n'))
    expect(problems.map(({ line, code }) => [line, code])).toEqual([2, 3, 4].map((line) => [line, 'invalid_utf8']))
  })

  it('reports half a surrogate pair and half a unit in UTF-16', async () => {
    const file = Buffer.concat([Buffer.from('\ufeffa,b\n1,\ud800\n2,3\n4,x', 'utf16le'), Buffer.from([0x41])])
    const { rows, problems } = await readAll(file)
    expect(rows).toEqual([row(3, { a: '2', b: '3' })])
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'b', 'invalid_utf16'],
      [4, 'b', 'invalid_utf16'],
    ])
  })
})

describe('what cannot be read at all', () => {
  it.each([
    ['', 'header_missing', null],
    ['\n\r\n\n', 'header_missing', null],
    ['a,b\n', 'no_rows', null],
    ['a,b,a\n1,2,3\n', 'duplicate_column', 3],
    ['a, A ,a \n', 'duplicate_column', 3],
    ['a,,b\n1,2,3\n', 'empty_column_name', 2],
    ['a,"b\n1,2\n', 'unclosed_quote', 2],
    ['a,b"c\n1,2\n', 'quote_in_unquoted_field', 2],
    ['a,b\0\n1,2\n', 'nul_byte', 2],
    [`a,${'x'.repeat(201)}\n`, 'column_name_too_long', 2],
    [Array.from({ length: 201 }, (_, i) => `c${i}`).join(',') + '\n', 'too_many_columns', null],
  ])('stops at %.20j with %s', async (text, code, column) => {
    const { rows, problems } = await readAll(text)
    expect(rows).toEqual([])
    expect(problems).toMatchObject([{ scope: 'file', code, column }])
  })

  it('names every bad column of a header at once', async () => {
    const { problems } = await readAll('a,,a,\n1,2,3,4\n')
    expect(problems.map(({ column, code }) => [column, code])).toEqual([
      [2, 'empty_column_name'],
      [3, 'duplicate_column'],
      [4, 'empty_column_name'],
    ])
  })

  it.each([
    ['zip_or_workbook', [0x50, 0x4b, 0x03, 0x04]],
    ['old_workbook', [0xd0, 0xcf, 0x11, 0xe0]],
    ['pdf', [...Buffer.from('%PDF-1.7')]],
    ['gzip', [0x1f, 0x8b, 0x08]],
  ])('says that a %s is no table', async (found, start) => {
    const { problems } = await readAll(bytes(start, 'x\n'), { name: 'table.csv' })
    expect(problems).toMatchObject([{ scope: 'file', code: 'not_text', params: { found } }])
  })

  it.each([
    ['picture', [0x89, 0x50, 0x4e, 0x47, 0x0d]],
    ['sound', [...Buffer.from('RIFF')]],
  ])('says that a %s is one, whatever its name', async (_what, start) => {
    const { problems } = await readAll(bytes(start, 'x\n'), { name: 'table.csv' })
    expect(problems).toMatchObject([{ scope: 'file', code: 'media_file' }])
  })

  it('lets an error of the source through', async () => {
    const read = async () => {
      for await (const chunk of readTable(broken())) expect(chunk.problems).toEqual([])
    }
    await expect(read()).rejects.toThrow('connection lost')
  })
})
