import { textIn } from '../../platform/members.ts'
import type { MaskResponse } from '@canut/contract'
import { paintRuns } from '../../task-types/index.ts'
import { classList, type ClassList } from './class-list.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { indexedPng } from './indexed-png.ts'
import { BACKGROUND, classColour, colourOf, hexOf } from './mask-colours.ts'
import { regionsOf, runsOfRegion } from './regions.ts'
import { maskStep } from '@canut/contract/run-lengths'
import { csvLine } from '../../platform/tables/index.ts'
import { bytesOf } from './file-ends.ts'
import { entryNames } from './entry-names.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'

/** Masks as pictures: the number of a pixel is its class, or its object; 0 is the background. */
export const masks: ExportFormat = {
  name: 'masks.zip',
  mediaType: 'application/zip',
  title: { en: 'Indexed PNG', fr: 'PNG indexé' },
  summary: {
    en: 'Two PNG files per picture, one with the class of each pixel and one with its object, and classes.json with what the numbers mean. Of pictures above 24 megapixels, coarse.csv says in which squares they were painted.',
    fr: 'Deux fichiers PNG par image, l’un avec la classe de chaque pixel, l’autre avec son objet, et classes.json qui dit ce que valent les nombres. Pour les images de plus de 24 mégapixels, coarse.csv dit par quels carrés elles ont été peintes.',
  },
  types: ['mask'],
  answers: ['results'],
  write: (rows, context) => zipOf(context, (openSpool) => entriesOf(rows, context, openSpool)),
}

async function* entriesOf(
  rows: AsyncIterable<ExportRow>,
  context: ExportContext,
  openSpool: () => Spool,
): AsyncGenerator<ZipEntry, void, undefined> {
  const classes = classList(context.batch.settings)
  const names = entryNames(openSpool())
  const coarse = openSpool()
  let hasCoarse = false
  for await (const { response, payload } of rows) {
    if (response === null) continue
    const mask = regionsOf(response)
    const image = textIn(payload, 'image')
    const step = maskStep(mask.size)
    if (step > 1) {
      await coarse.add(`${hasCoarse ? '' : csvLine(['file', 'painted_in_squares_of'])}${csvLine([image, step])}`)
      hasCoarse = true
    }
    yield { name: await names.take('class/', image, '.png'), content: await classPicture(mask, classes, context.batch.settings) }
    yield { name: await names.take('object/', image, '.png'), content: await objectPicture(mask) }
  }
  yield* names.listRenamed()
  if (hasCoarse) yield { name: 'coarse.csv', content: bytesOf(coarse.read()) }
  const meaning = classes.names.map((label, place) => ({
    index: place + 1,
    label,
    color: hexOf(classColour(context.batch.settings, label, place)),
  }))
  const background = { index: 0, label: null, color: hexOf(BACKGROUND) }
  yield { name: 'classes.json', content: `${JSON.stringify([background, ...meaning], null, 2)}\n` }
}

/** @param classes learns labels that it does not know yet */
export async function classPicture({ size, regions }: MaskResponse, classes: ClassList, settings: unknown): Promise<Buffer> {
  const numbered = regions.map(({ label, counts }) => ({ counts, number: classes.indexOf(label) + 1 }))
  const palette = [BACKGROUND, ...classes.names.map((label, place) => classColour(settings, label, place))]
  return pictureOf(size, numbered, palette)
}

async function objectPicture({ size, regions }: MaskResponse): Promise<Buffer> {
  const numbered = regions.map(({ counts }, place) => ({ counts, number: place + 1 }))
  return pictureOf(size, numbered, [BACKGROUND, ...regions.map((_, place) => colourOf(place))])
}

async function pictureOf(
  size: MaskResponse['size'],
  numbered: readonly { readonly counts: string; readonly number: number }[],
  palette: Parameters<typeof indexedPng>[1]['palette'],
): Promise<Buffer> {
  const pixels = palette.length > 256 ? new Uint16Array(size.w * size.h) : new Uint8Array(size.w * size.h)
  for (const { counts, number } of numbered) paintRuns(runsOfRegion(counts, size), size.h, size.w, pixels, number)
  return indexedPng(pixels, { width: size.w, height: size.h, palette })
}
