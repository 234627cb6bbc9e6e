import { membersOf } from '../../platform/members.ts'
import { maskLabel, outputLine } from '../../ground-truth/index.ts'
import { getTaskSetup } from '../../task-types/index.ts'
import { classList } from './class-list.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { classColour, hexOf } from './mask-colours.ts'
import { classPicture } from './masks.ts'
import { regionsOf } from './regions.ts'
import { bytesOf } from './file-ends.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'

const title = { en: 'Ground Truth manifest', fr: 'Manifeste Ground Truth' }

/** Each line of the input manifest with one label more. Tasks without an answer are handed on as they came. */
export const manifest: ExportFormat = {
  name: 'manifest.jsonl',
  mediaType: 'application/jsonl; charset=utf-8',
  title,
  summary: {
    en: 'An output manifest as Amazon’s Ground Truth writes it: a line per task with its label, and everything that your own manifest had.',
    fr: 'Un manifeste de sortie comme l’écrit Ground Truth d’Amazon : une ligne par tâche avec son étiquette, et tout ce qu’avait votre manifeste.',
  },
  types: [
    'image-class',
    'bbox',
    'polygon',
    'keypoints',
    'text-class',
    'spans',
    'pairwise',
    'ranking',
    'transcribe',
    'check',
    'voice',
    'translation',
    'collect',
  ],
  answers: ['results'],
  write: writeManifest,
}

async function* writeManifest(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  const classes = classList(context.batch.settings)
  const { required } = getTaskSetup(context.batch.taskType, context.batch.settings).columns
  for await (const row of rows) yield `${JSON.stringify(outputLine({ ...lineMaking(row, context), required, classes }))}\n`
}

const lineMaking = ({ payload, passed, response, confidence }: ExportRow, { batch, now }: ExportContext) => ({
  taskType: batch.taskType,
  batchName: batch.name,
  payload: membersOf(payload),
  passed,
  response,
  confidence,
  now,
})

/** Masks are pictures of their own, so they come in an archive with the manifest that names them. */
export const maskManifest: ExportFormat = {
  name: 'manifest.zip',
  mediaType: 'application/zip',
  title,
  summary: {
    en: 'An output manifest as Amazon’s Ground Truth writes it, and beside it the masks as PNG files that it names.',
    fr: 'Un manifeste de sortie comme l’écrit Ground Truth d’Amazon et, à côté, les masques en PNG qu’il nomme.',
  },
  types: ['mask'],
  answers: ['results'],
  write: (rows, context) => zipOf(context, (openSpool) => entriesOf(rows, context, openSpool())),
}

async function* entriesOf(rows: AsyncIterable<ExportRow>, context: ExportContext, lines: Spool): AsyncGenerator<ZipEntry, void, undefined> {
  const { settings } = context.batch
  const classes = classList(settings)
  const { required } = getTaskSetup(context.batch.taskType, settings).columns
  for await (const row of rows) {
    const making = { ...lineMaking(row, context), required, classes }
    if (row.response === null) {
      await lines.add(`${JSON.stringify(outputLine(making))}\n`)
      continue
    }
    const name = `annotations/${row.task}.png`
    yield { name, content: await classPicture(regionsOf(row.response), classes, settings) }
    const colours = classes.names.map((label, place) => ({ label, hex: hexOf(classColour(settings, label, place)) }))
    const line = outputLine({ ...making, mask: (label) => maskLabel(name, colours, { ...making, name: label }) })
    await lines.add(`${JSON.stringify(line)}\n`)
  }
  yield { name: 'output.manifest', content: bytesOf(lines.read()) }
}
