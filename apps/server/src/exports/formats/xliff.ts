import { textIn } from '../../platform/members.ts'
import type { TranslationResponse } from '@canut/contract'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { languagesOf, type LanguagePair } from './languages.ts'
import { xmlAttribute, xmlText } from './xml.ts'

/**
 * XLIFF 2.1. A file has one pair of languages: that of the batch, or of its first task; a task of another pair says so in a
 * note, and its languages in `xml:lang` of both texts.
 */
export const xliff: ExportFormat = {
  name: 'xlf',
  mediaType: 'application/xliff+xml',
  title: { en: 'XLIFF 2.1', fr: 'XLIFF 2.1' },
  summary: {
    en: 'A translation job that is done: each text with its translation, to go on with in a translator’s program.',
    fr: 'Un travail de traduction fait : chaque texte avec sa traduction, à reprendre dans un logiciel de traduction.',
  },
  types: ['translation'],
  answers: ['results'],
  write: writeXliff,
}

async function* writeXliff(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  let pair: LanguagePair | null = null
  for await (const { task, payload, response } of rows) {
    if (response === null) continue
    const own = languagesOf(payload, context.batch.settings)
    if (pair === null) yield opening((pair = own), context)
    yield unitOf({ task, source: textIn(payload, 'text', 'source'), target: (response as TranslationResponse).text, own, pair })
  }
  if (pair === null) yield opening(languagesOf(null, context.batch.settings), context)
  yield '</file>\n</xliff>\n'
}

function opening({ source, target }: LanguagePair, { batch, about }: ExportContext): string {
  const languages = `srcLang="${xmlAttribute(source)}" trgLang="${xmlAttribute(target)}"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" ${languages}>
<file id="${xmlAttribute(batch.id)}">
<notes><note id="about">${xmlText(about)}</note></notes>
`
}

function unitOf(of: { task: number; source: string; target: string; own: LanguagePair; pair: LanguagePair }): string {
  const { own, pair } = of
  const isOther = own.source !== pair.source || own.target !== pair.target
  const lang = (code: string) => (isOther ? ` xml:lang="${xmlAttribute(code)}"` : '')
  const note = isOther ? `<notes><note>${xmlText(`${own.source} → ${own.target}`)}</note></notes>` : ''
  return `<unit id="${of.task}" xml:space="preserve">${note}<segment state="reviewed"><source${lang(own.source)}>${xmlText(of.source)}</source><target${lang(own.target)}>${xmlText(of.target)}</target></segment></unit>
`
}
