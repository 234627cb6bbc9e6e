import { characterErrorRate } from '@canut/aggregation'
import { textIn } from '../../platform/members.ts'
import type { VoiceResponse } from '@canut/contract'
import { bytesOf, endOf } from './file-ends.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { freeName } from './entry-names.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'
import { NameSet } from './name-set.ts'

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

const TABLES = ['validated', 'invalidated', 'other'] as const
const VOTES_LEAST = 2

/**
 * The layout of Mozilla Common Voice: recordings in `clips`, and three tables beside them. A check of the transcript in a later
 * step of a chain is a vote on the clip: up when what was heard is the sentence, case, punctuation and spaces aside. Two votes
 * or more of which most are up validate a clip, most down invalidate it; all others are in `other.tsv`. Nothing is known of
 * age, gender or accent, since no worker is asked.
 */
export const commonVoice: ExportFormat = {
  name: 'common-voice.zip',
  mediaType: 'application/zip',
  title: { en: 'Common Voice', fr: 'Common Voice' },
  summary: {
    en: 'The recordings in a folder, and tables of who said which sentence, as Common Voice has them. Checks in a later step of the chain are the votes.',
    fr: 'Les enregistrements dans un dossier, et des tableaux qui disent quelle voix a dit quelle phrase, comme dans Common Voice. Les vérifications d’une étape suivante de la chaîne sont les votes.',
  },
  types: ['voice'],
  answers: ['responses'],
  write: (rows, context) => zipOf(context, (openSpool) => entriesOf(rows, context, openSpool)),
}

async function* entriesOf(
  rows: AsyncIterable<ExportRow>,
  context: ExportContext,
  openSpool: () => Spool,
): AsyncGenerator<ZipEntry, void, undefined> {
  const taken = new NameSet()
  const tables = { validated: openSpool(), invalidated: openSpool(), other: openSpool() }
  for (const table of TABLES) await tables[table].add(tsvLine(COLUMNS))
  for await (const { task, payload, response, worker } of rows) {
    const { audio } = response as VoiceResponse
    const file = await context.openFile(audio)
    // a clip that is gone is no clip; its line stands in the CSV of all responses
    if (file === null) continue
    const path = freeName(taken, `clips/${context.batch.id}-${task}`, endOf(file.contentType))
    yield { name: path, content: file.content }
    const locale = textIn(payload, 'locale') || (context.language ?? '')
    const sentence = textIn(payload, 'sentence')
    const { up, down } = votesOn(sentence, await context.listChecks(task, audio))
    const cells = [worker ?? '', path.slice('clips/'.length), sentence, String(up), String(down), '', '', '', '', locale, '']
    await tables[tableOf(up, down)].add(tsvLine(cells))
  }
  for (const table of TABLES) yield { name: `${table}.tsv`, content: bytesOf(tables[table].read()) }
}

function votesOn(sentence: string, checks: readonly string[]): { up: number; down: number } {
  const up = checks.filter((text) => characterErrorRate([{ text, truth: sentence }]).errors === 0).length
  return { up, down: checks.length - up }
}

function tableOf(up: number, down: number): (typeof TABLES)[number] {
  if (up + down < VOTES_LEAST || up === down) return 'other'
  return up > down ? 'validated' : 'invalidated'
}

const tsvLine = (cells: readonly string[]): string => `${cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')}\n`
