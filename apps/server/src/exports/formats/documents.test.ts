import { XMLParser } from 'fast-xml-parser'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { alto, hocr } from './documents.ts'
import { aContext, archiveOf, rowsOf } from './format.builders.ts'
import { fits } from './registry.ts'

const settings = { kind: 'document', language: 'fr' }
const lines = [
  { ok: true, text: 'LYON & <14> "MARS"', box: { x: 40, y: 20, w: 200, h: 30 } },
  { ok: false, text: '', box: { x: 0, y: 900, w: 5, h: 5 } },
  { ok: false, text: "L’été d'or", box: { x: 30, y: 60, w: 220, h: 32 } },
]
const rows = rowsOf(
  [{ image: 'registre/p "1".png' }, { ok: false, text: 'x', lines }],
  [{ image: 'blank.png' }, { ok: true, text: '', lines: [] }],
  [{ image: 'later.png' }, null],
)
const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'TextLine' || name === 'span' })

describe('ALTO', () => {
  interface Read {
    alto: {
      '@_xmlns': string
      Description: { sourceImageInformation: { fileName: string } }
      Layout: { Page: { PrintSpace: { TextBlock?: { TextLine: Record<string, unknown>[] } } } }
    }
  }

  it('has every line with its place, and whether it was corrected', async () => {
    const entries = await archiveOf(alto, rows, aContext('check', settings))
    expect([...entries.keys()]).toEqual(['registre/p _1_.xml', 'blank.xml', 'renamed.csv', 'about.json'])
    const { alto: read } = parser.parse(entries.get('registre/p _1_.xml') ?? '') as Read
    expect([read['@_xmlns'], read.Description.sourceImageInformation.fileName]).toEqual([
      'http://www.loc.gov/standards/alto/ns-v4#',
      'registre/p "1".png',
    ])
    const found = read.Layout.Page.PrintSpace.TextBlock?.TextLine ?? []
    const at = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) => ({
      '@_HPOS': String(x),
      '@_VPOS': String(y),
      '@_WIDTH': String(w),
      '@_HEIGHT': String(h),
    })
    expect(found).toMatchObject(
      [lines[0], lines[2]].map((line) => ({
        ...at(line?.box ?? { x: 0, y: 0, w: 0, h: 0 }),
        '@_CS': String(line?.ok === false),
        String: { '@_CONTENT': line?.text },
      })),
    )
    const blank = parser.parse(entries.get('blank.xml') ?? '') as Read
    expect(blank.alto.Layout.Page.PrintSpace.TextBlock).toBeUndefined()
  })
})

describe('hOCR', () => {
  it('has every line with its box by two corners, on a page that holds them', async () => {
    const html = (await archiveOf(hocr, rows, aContext('check', settings))).get('registre/p _1_.hocr') ?? ''
    expect(() => new SaxesParser().write(html).close()).not.toThrow()
    const read = parser.parse(html) as { html: { body: { div: { '@_title': string; span: Record<string, string>[] } } } }
    const { '@_title': title, span } = read.html.body.div
    expect(title).toBe('image "registre/p \\"1\\".png"; bbox 0 0 250 92; ppageno 0')
    expect(span.map((line) => [line['@_class'], line['@_title'], line['#text']])).toEqual([
      ['ocr_line', 'bbox 40 20 240 50', 'LYON & <14> "MARS"'],
      ['ocr_line', 'bbox 30 60 250 92', "L’été d'or"],
    ])
  })
})

it('both are for documents, and for no other kind of check', () => {
  for (const format of [alto, hocr]) {
    expect(fits(format, { task_type: 'check', settings }, 'results')).toBe(true)
    expect(fits(format, { task_type: 'check', settings: { kind: 'transcript' } }, 'results')).toBe(false)
  }
})
