import { textIn } from '../../platform/members.ts'
import type { Attributes } from '@canut/contract'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { boxesOf, extentOf, shapesOf, type Extent } from './regions.ts'
import { xmlText } from './xml.ts'
import { entryNames } from './entry-names.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'

/** As the Pascal Visual Object Classes challenge has them: an XML file per picture, counted from 1, both ends inside. */
export const voc: ExportFormat = {
  name: 'voc.zip',
  mediaType: 'application/zip',
  title: { en: 'Pascal VOC', fr: 'Pascal VOC' },
  summary: {
    en: 'An XML file per picture with its boxes; of other shapes, the box around them.',
    fr: 'Un fichier XML par image avec ses rectangles ; pour les autres formes, le rectangle qui les entoure.',
  },
  types: ['bbox', 'polygon'],
  answers: ['results'],
  write: (rows, context) => zipOf(context, (openSpool) => entriesOf(rows, context, openSpool)),
}

async function* entriesOf(
  rows: AsyncIterable<ExportRow>,
  context: ExportContext,
  openSpool: () => Spool,
): AsyncGenerator<ZipEntry, void, undefined> {
  const names = entryNames(openSpool())
  for await (const row of rows) {
    if (row.response === null) continue
    const image = textIn(row.payload, 'image')
    yield { name: await names.take('Annotations/', image, '.xml'), content: annotationOf(image, row.response, context) }
  }
  yield* names.listRenamed()
}

interface Found {
  readonly label: string
  readonly box: Extent
  readonly attrs: Attributes
}

function foundIn(response: unknown, taskType: string): Found[] {
  if (taskType === 'polygon') {
    return shapesOf(response).shapes.map(({ label, points, attrs = {} }) => ({ label, box: extentOf(points), attrs }))
  }
  return boxesOf(response).boxes.map(({ label, attrs = {}, ...box }) => ({ label, box, attrs }))
}

function annotationOf(image: string, response: unknown, { batch, about }: ExportContext): string {
  const { size } = boxesOf(response)
  const objects = foundIn(response, batch.taskType).map(
    ({ label, box, attrs }) => `
  <object>
    <name>${xmlText(label)}</name>
    <pose>${xmlText(attrs['pose'] ?? 'Unspecified')}</pose>
    <truncated>${flag(attrs['truncated'])}</truncated>
    <occluded>${flag(attrs['occluded'])}</occluded>
    <difficult>${flag(attrs['difficult'])}</difficult>
    <bndbox>
      <xmin>${Math.min(box.x + 1, size.w)}</xmin>
      <ymin>${Math.min(box.y + 1, size.h)}</ymin>
      <xmax>${Math.min(box.x + Math.max(1, box.w), size.w)}</xmax>
      <ymax>${Math.min(box.y + Math.max(1, box.h), size.h)}</ymax>
    </bndbox>
  </object>`,
  )
  return `<annotation>
  <folder>images</folder>
  <filename>${xmlText(image)}</filename>
  <source>
    <database>${xmlText(batch.name)}</database>
    <annotation>${xmlText(about)}</annotation>
  </source>
  <size>
    <width>${size.w}</width>
    <height>${size.h}</height>
    <depth>3</depth>
  </size>
  <segmented>0</segmented>${objects.join('')}
</annotation>
`
}

const flag = (value: string | undefined): 0 | 1 => (value !== undefined && /^(1|yes|true|oui)$/i.test(value) ? 1 : 0)
