import { membersOf, textIn } from '../../platform/members.ts'
import { labelsIn } from './labels-in.ts'
import type { CheckResponse, SentFile, TranscribeResponse, VoiceResponse } from '@canut/contract'
import { bytesOf, endOf } from './file-ends.ts'
import type { AnswerKind, ExportContext, ExportFormat, ExportRow } from './format.ts'
import { boxesOf } from './regions.ts'
import { freeName, splitName } from './entry-names.ts'
import { factsOf } from './row-facts.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'
import { NameSet } from './name-set.ts'

/** Pictures with a line for each, in the layout that Hugging Face's data sets load by itself. */
export const imageFolder: ExportFormat = folder({
  name: 'imagefolder.zip',
  title: { en: 'Image folder', fr: 'Dossier d’images' },
  summary: {
    en: 'The pictures themselves, and metadata.jsonl with what people said of each; Hugging Face loads it as it is.',
    fr: 'Les images elles-mêmes, et metadata.jsonl avec ce que les personnes ont dit de chacune ; Hugging Face le charge tel quel.',
  },
  types: ['image-class', 'bbox', 'collect'],
  answers: ['results', 'responses'],
})

export const audioFolder: ExportFormat = folder({
  name: 'audiofolder.zip',
  title: { en: 'Audio folder', fr: 'Dossier de sons' },
  summary: {
    en: 'The recordings themselves, and metadata.jsonl with the text of each; Hugging Face loads it as it is.',
    fr: 'Les enregistrements eux-mêmes, et metadata.jsonl avec le texte de chacun ; Hugging Face le charge tel quel.',
  },
  types: ['voice', 'transcribe', 'check'],
  answers: ['results', 'responses'],
})

type Named = Pick<ExportFormat, 'name' | 'title' | 'summary' | 'types'> & { readonly answers: readonly AnswerKind[] }

function folder(named: Named): ExportFormat {
  return {
    ...named,
    mediaType: 'application/zip',
    write: (rows, context) => zipOf(context, (openSpool) => entriesOf(rows, context, { lines: openSpool(), missing: openSpool() })),
  }
}

/**
 * A file is in the archive once, however many lines speak of it. It is called by the number of its task, and its own name stands in
 * its line: in names of files, Hugging Face takes words such as "test" for parts of the data set, and then reads those alone. A file that is gone is told in missing.jsonl: a line without its file would stop who loads the
 * folder.
 */
async function* entriesOf(
  rows: AsyncIterable<ExportRow>,
  context: ExportContext,
  { lines, missing }: { lines: Spool; missing: Spool },
): AsyncGenerator<ZipEntry, void, undefined> {
  const taken = new NameSet()
  let [last, lostAny] = [{ file: '', path: '' }, false]
  for await (const row of rows) {
    if (row.response === null) continue
    const facts = factsOf(row, context)
    for (const { file, ...said } of saidOf(row, context.batch.taskType)) {
      if (file !== last.file) {
        const opened = await context.openFile(file)
        if (opened === null) {
          lostAny = true
          await missing.add(`${JSON.stringify({ source: file, ...said, ...facts })}\n`)
          continue
        }
        const end = splitName(opened.name).end || endOf(opened.contentType)
        last = { file, path: freeName(taken, `data/${String(row.task).padStart(6, '0')}`, end) }
        yield { name: last.path, content: opened.content }
      }
      await lines.add(`${JSON.stringify({ file_name: last.path, source: file, ...said, ...facts })}\n`)
    }
  }
  yield { name: 'metadata.jsonl', content: bytesOf(lines.read()) }
  if (lostAny) yield { name: 'missing.jsonl', content: bytesOf(missing.read()) }
}

interface Said {
  readonly file: string
  readonly [member: string]: unknown
}

function saidOf({ payload, response }: ExportRow, taskType: string): Said[] {
  const sound = () => textIn(payload, 'audio', 'video', 'media')
  switch (taskType) {
    case 'voice': {
      const { audio, duration } = response as VoiceResponse
      return [{ file: audio, text: textIn(payload, 'sentence'), duration }]
    }
    case 'transcribe': {
      const { segments } = response as TranscribeResponse
      return [{ file: sound(), text: segments.map(({ text }) => text).join(' '), segments }]
    }
    case 'check': {
      const { ok, text } = response as CheckResponse
      return sound() === '' ? [] : [{ file: sound(), text, draft_was_right: ok }]
    }
    case 'collect':
      return photosIn(response)
    case 'bbox': {
      const { boxes, size } = boxesOf(response)
      const objects = { bbox: boxes.map(({ x, y, w, h }) => [x, y, w, h]), category: boxes.map(({ label }) => label) }
      return [{ file: textIn(payload, 'image'), width: size.w, height: size.h, objects }]
    }
    default:
      return [{ file: textIn(payload, 'image'), ...labelMembers(response) }]
  }
}

/** One label is `label`, several are `labels`, as the response has them. */
function labelMembers(response: unknown) {
  const labels = labelsIn(response)
  return 'label' in membersOf(response) ? { label: labels[0] } : { labels }
}

/** Each picture of a form with the fields beside it. */
function photosIn(response: unknown): Said[] {
  const fields = Object.entries(membersOf(response))
  const isFiles = (value: unknown): value is readonly SentFile[] =>
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'object' && each !== null && 'file' in each)
  const others = Object.fromEntries(fields.filter(([, value]) => !isFiles(value)))
  return fields.flatMap(([field, value]) => {
    if (!isFiles(value)) return []
    const pictures = value.filter(({ type }) => type?.startsWith('image/'))
    return pictures.map(({ file }) => ({ file, field, fields: others }))
  })
}
