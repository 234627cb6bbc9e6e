import { textIn } from '../../platform/members.ts'
import type { TranslationResponse } from '@canut/contract'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { languagesOf } from './languages.ts'
import { xmlAttribute, xmlText } from './xml.ts'

/** XLIFF 2.1: a unit for each task, under its number. */
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

async function* writeXliff(rows: AsyncIterable<ExportRow>, { batch, about }: ExportContext): AsyncGenerator<string, void, undefined> {
  const { source, target } = languagesOf(batch.settings)
  yield `<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="${xmlAttribute(source)}" trgLang="${xmlAttribute(target)}">
<file id="${xmlAttribute(batch.id)}">
<notes><note id="about">${xmlText(about)}</note></notes>
`
  let units = 0
  for await (const { task, payload, response } of rows) {
    if (response === null) continue
    units += 1
    yield unitOf(task, textIn(payload, 'text', 'source'), (response as TranslationResponse).text)
  }
  // a file may not be empty; a group may
  if (units === 0) yield '<group id="none"/>\n'
  yield '</file>\n</xliff>\n'
}

function unitOf(task: number, source: string, target: string): string {
  return `<unit id="${task}" xml:space="preserve"><segment state="reviewed"><source>${xmlText(source)}</source><target>${xmlText(target)}</target></segment></unit>
`
}
