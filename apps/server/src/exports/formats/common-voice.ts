import { textIn } from '../../platform/members.ts'
import type { VoiceResponse } from '@canut/contract'
import { bytesOf, endOf } from './file-ends.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { withSpools, type Spool } from './spool.ts'
import { entryNames, zipOf, type ZipEntry } from './zip.ts'

const COLUMNS = [
  'client_id',
  'path',
  'sentence',
  'up_votes',
  'down_votes',
  'age',
  'gender',
  'accents',
  'variant',
  'locale',
  'segment',
] as const

/**
 * The layout of Mozilla Common Voice: recordings in `clips`, a table beside them. Nobody voted on these yet, which is what the
 * name `other.tsv` says there; nothing is known of age, gender or accent, since no worker is asked.
 */
export const commonVoice: ExportFormat = {
  name: 'common-voice.zip',
  mediaType: 'application/zip',
  title: { en: 'Common Voice', fr: 'Common Voice' },
  summary: {
    en: 'The recordings in a folder, and a table of who said which sentence, as Common Voice has them.',
    fr: 'Les enregistrements dans un dossier, et un tableau qui dit quelle voix a dit quelle phrase, comme dans Common Voice.',
  },
  types: ['voice'],
  answers: ['responses'],
  write: (rows, context) => withSpools(context.scratchDir, (openSpool) => zipOf(entriesOf(rows, context, openSpool()), context.now)),
}

async function* entriesOf(rows: AsyncIterable<ExportRow>, context: ExportContext, table: Spool): AsyncGenerator<ZipEntry, void, undefined> {
  const names = entryNames()
  await table.add(tsvLine(COLUMNS))
  for await (const { task, payload, response, worker } of rows) {
    const { audio } = response as VoiceResponse
    const file = await context.openFile(audio)
    // a clip that is gone is no clip; its line stands in the CSV of all responses
    if (file === null) continue
    const path = names.take(`clips/${context.batch.id}-${task}`, endOf(file.contentType))
    yield { name: path, content: file.content }
    const locale = textIn(payload, 'locale') || (context.language ?? '')
    const cells = [worker ?? '', path.slice('clips/'.length), textIn(payload, 'sentence'), '0', '0', '', '', '', '', locale, '']
    await table.add(tsvLine(cells))
  }
  yield { name: 'other.tsv', content: bytesOf(table.read()) }
}

const tsvLine = (cells: readonly string[]): string => `${cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')}\n`
