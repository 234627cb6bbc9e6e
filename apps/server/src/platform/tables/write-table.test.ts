import { describe, expect, it } from 'vitest'
import { csvLine, jsonLine } from './write-table.ts'

describe('csvLine', () => {
  it('quotes only what would be read otherwise without', () => {
    expect(csvLine(['plain', 'with space ', 'a,b', 'a;b', 'a\tb', 'say "hi"', 'two\nlines', 'two\rlines'])).toBe(
      'plain,with space ,"a,b","a;b","a\tb","say ""hi""","two\nlines","two\rlines"\n',
    )
  })

  it('tells an empty text from no value, and never writes a blank line', () => {
    expect(csvLine(['', null, undefined])).toBe('"",,\n')
    expect(csvLine([''])).toBe('""\n')
    expect(csvLine([null])).toBe('""\n')
  })

  it('writes numbers, large integers and truth values as they are', () => {
    expect(csvLine([1.5, -3, 12345678901234567890n, true], { delimiter: ';' })).toBe('1.5;-3;12345678901234567890;true\n')
  })

  const dangerous = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1']
  it('keeps cells that a spreadsheet would run exactly as they are, unless asked', () => {
    expect(csvLine(dangerous)).toBe('=1+1,+cmd,-2+3,@SUM(A1),"\t=1","\r=1"\n')
  })

  it('puts an apostrophe before them when the file is for a spreadsheet, but not before numbers', () => {
    expect(csvLine(dangerous, { guardFormulas: true })).toBe(`'=1+1,'+cmd,'-2+3,'@SUM(A1),"'\t=1","'\r=1"\n`)
    expect(csvLine(['-5', '+1,5', -5], { guardFormulas: true })).toBe('-5,"+1,5",-5\n')
  })
})

describe('jsonLine', () => {
  it('is one physical line, whatever is in the value', () => {
    const value = { a: 'two\nlines\r"x"', b: [1, null] }
    const line = jsonLine(value)
    expect(line.match(/[\r\n]/g)).toEqual(['\n'])
    expect(JSON.parse(line)).toEqual(value)
  })
})
