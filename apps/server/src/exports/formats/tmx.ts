import { textIn } from '../../platform/members.ts'
import type { TranslationResponse } from '@canut/contract'
import { canutVersion } from '../../platform/version.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { languagesOf } from './languages.ts'
import { xmlAttribute, xmlText } from './xml.ts'

/** Translation memory, TMX 1.4: any number of translations of the same text may stand side by side. */
export const tmx: ExportFormat = {
  name: 'tmx',
  mediaType: 'application/x-tmx+xml',
  title: { en: 'TMX 1.4', fr: 'TMX 1.4' },
  summary: {
    en: 'A translation memory: pairs of a text and its translation, as translators’ programs read them.',
    fr: 'Une mémoire de traduction : des paires de texte et de traduction, telles que les logiciels de traduction les lisent.',
  },
  types: ['translation'],
  answers: ['results', 'responses'],
  write: writeTmx,
}

async function* writeTmx(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  const { source, target } = languagesOf(context.batch.settings)
  const header = {
    creationtool: 'Canut',
    creationtoolversion: canutVersion,
    segtype: 'sentence',
    'o-tmf': 'Canut',
    adminlang: 'en',
    srclang: '*all*',
    datatype: 'plaintext',
    creationdate: `${context.now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
  }
  const attributes = Object.entries(header).map(([name, value]) => `${name}="${xmlAttribute(value)}"`)
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header ${attributes.join(' ')}>\n`
  yield `<note>${xmlText(context.about)}</note>\n</header>\n<body>\n`
  for await (const { task, payload, response, worker } of rows) {
    if (response === null) continue
    const id = worker === null ? String(task) : `${task}-${worker}`
    const author = worker === null ? '' : ` creationid="${xmlAttribute(worker)}"`
    yield `<tu tuid="${id}" srclang="${xmlAttribute(source)}">
<tuv xml:lang="${xmlAttribute(source)}"><seg>${xmlText(textIn(payload, 'text', 'source'))}</seg></tuv>
<tuv xml:lang="${xmlAttribute(target)}"${author}><seg>${xmlText((response as TranslationResponse).text)}</seg></tuv>
</tu>
`
  }
  yield '</body>\n</tmx>\n'
}
