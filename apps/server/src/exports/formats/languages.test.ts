import { XMLParser } from 'fast-xml-parser'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import tmexchange from 'tmexchange'
import { describe, expect, it } from 'vitest'
import readXliff from 'xliff'
import { aContext, aRow, rowsOf, textOf } from './format.builders.ts'
import { tmx } from './tmx.ts'
import { xliff } from './xliff.ts'

const settings = { sourceLanguage: 'en', targetLanguage: 'fr' }
const rows = rowsOf(
  [{ source: 'Good <b>day</b> & "more"' }, { text: 'Bonne journée & « plus »', edited: true }],
  [{ source: 'Two\nlines' }, { text: 'Deux\nlignes\u0001', edited: false }],
)

/** What XML can hold at all. */
const texts = fc.array(fc.constantFrom('a', 'é', '<', '&', '>', '"', "'", ' ', ']]>', '🎉', 'ב', '<b>'), { minLength: 1, maxLength: 12 })
const pair = fc.tuple(texts, texts).map(([source, target]) => [`x${source.join('')}x`, `y${target.join('')}y`] as const)

describe('TMX', () => {
  it('is read by a program for translators, with the languages of the batch', async () => {
    const xml = await textOf(tmx, rows, aContext('translation', settings))
    const read = await new Promise<unknown>((resolve, reject) => {
      tmexchange.tmx2js(xml, (error, result) => (error === null ? resolve(result) : reject(error)))
    })
    expect(JSON.stringify(read)).toContain('"fr":"Bonne journée & « plus »"')
    expect(JSON.stringify(read)).toContain('"en":"Good <b>day</b> & \\"more\\""')
  })

  it('keeps every translation of a text, under the pseudonym of who made it', async () => {
    const payload = { source: 'Hello' }
    const each = ['w-1', 'w-2'].map((worker) => aRow({ payload, worker, response: { text: `Bonjour ${worker}`, edited: false } }))
    const xml = await textOf(tmx, each, aContext('translation', settings))
    const { tmx: read } = new XMLParser({ ignoreAttributes: false }).parse(xml) as {
      tmx: { body: { tu: Record<string, unknown>[] } }
    }
    expect(read.body.tu.map((unit) => unit['@_tuid'])).toEqual(['1-w-1', '1-w-2'])
  })
})

describe('XLIFF', () => {
  interface Read {
    readonly resources: Readonly<Record<string, Readonly<Record<string, { readonly source: string; readonly target: string }>>>>
    readonly sourceLanguage: string
    readonly targetLanguage: string
  }

  it('gives every text and its translation back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 5 }), async (pairs) => {
        const given = rowsOf(...pairs.map(([source, text]) => [{ source }, { text, edited: false }] as const))
        const read = (await readXliff.xliff2js(await textOf(xliff, given, aContext('translation', settings)))) as Read
        expect([read.sourceLanguage, read.targetLanguage]).toEqual(['en', 'fr'])
        expect(Object.values(read.resources['bat_1'] ?? {}).map(({ source, target }) => [source, target])).toEqual(pairs)
      }),
      { numRuns: 50 },
    )
  })

  it('replaces what XML cannot hold', async () => {
    const xml = await textOf(xliff, rows, aContext('translation', settings))
    expect(xml).toContain('Deux\nlignes\ufffd')
    expect(() => new SaxesParser().write(xml).close()).not.toThrow()
  })

  it('is a whole file without any row: the standard wants a unit or a group', async () => {
    const xml = await textOf(xliff, [], aContext('translation', settings))
    expect(xml).toContain('srcLang="en" trgLang="fr"')
    expect(xml).toContain('<group id="none"/>')
    expect(() => new SaxesParser().write(xml).close()).not.toThrow()
  })
})
