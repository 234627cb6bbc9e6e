import { textIn } from '../../platform/members.ts'
import { classList, type ClassList } from './class-list.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { boxesOf, extentOf, objectsOf, shapesOf } from './regions.ts'
import { skeletonOf } from './skeleton.ts'
import { entryNames } from './entry-names.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'

/** Detect, segment and pose: one text per picture, all measures as parts of its width and height. */
export const yolo: ExportFormat = {
  name: 'yolo.zip',
  mediaType: 'application/zip',
  title: { en: 'YOLO', fr: 'YOLO' },
  summary: {
    en: 'A text file per picture, and data.yaml with the labels. Put your pictures in images/train beside them; where two have the same name but for its end, renamed.csv says what to call them. Open lines are left out.',
    fr: 'Un fichier texte par image, et data.yaml avec les étiquettes. Placez vos images à côté, dans images/train ; si deux ont le même nom à l’extension près, renamed.csv dit comment les appeler. Les lignes ouvertes sont laissées de côté.',
  },
  types: ['bbox', 'polygon', 'keypoints'],
  answers: ['results'],
  write: (rows, context) => zipOf(context, (openSpool) => entriesOf(rows, context, openSpool)),
}

async function* entriesOf(
  rows: AsyncIterable<ExportRow>,
  context: ExportContext,
  openSpool: () => Spool,
): AsyncGenerator<ZipEntry, void, undefined> {
  const { taskType, settings } = context.batch
  const classes = classList(settings)
  const names = entryNames(openSpool())
  // all lines have as many points: those that the skeleton of a label lacks are not there
  const width = Math.max(0, ...classes.names.map((name) => skeletonOf(settings, name).points.length))
  let mostPoints = width
  for await (const { response, payload } of rows) {
    if (response === null) continue
    const lines = linesOf(taskType, response, { classes, width })
    mostPoints = Math.max(mostPoints, ...lines.map(({ points }) => points))
    const name = await names.take('labels/train/', textIn(payload, 'image'), '.txt')
    yield { name, content: lines.map(({ values }) => `${values.join(' ')}\n`).join('') }
  }
  yield* names.listRenamed()
  yield { name: 'data.yaml', content: describeData(context, classes, mostPoints) }
}

interface Line {
  readonly values: readonly (number | string)[]
  readonly points: number
}

function linesOf(taskType: string, response: unknown, { classes, width }: { classes: ClassList; width: number }): Line[] {
  const { size } = boxesOf(response)
  const along = (x: number) => share(x, size.w)
  const down = (y: number) => share(y, size.h)
  const box = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) => [along(x + w / 2), down(y + h / 2), along(w), down(h)]
  if (taskType === 'polygon') {
    const closed = shapesOf(response).shapes.filter((shape) => shape.closed)
    return closed.map(({ label, points }) => ({
      points: 0,
      values: [classes.indexOf(label), ...points.flatMap(([x, y]) => [along(x), down(y)])],
    }))
  }
  if (taskType === 'keypoints') {
    return objectsOf(response).objects.map(({ label, points }) => {
      const there = points.filter(({ v }) => v > 0).map(({ x, y }) => [x, y] as const)
      const missing = Array<number>(3 * Math.max(0, width - points.length)).fill(0)
      const values = [...points.flatMap(({ x, y, v }) => [along(x), down(y), v]), ...missing]
      return { points: values.length / 3, values: [classes.indexOf(label), ...box(extentOf(there)), ...values] }
    })
  }
  return boxesOf(response).boxes.map((each) => ({ points: 0, values: [classes.indexOf(each.label), ...box(each)] }))
}

/** Six decimals are less than a hundredth of a pixel on the largest picture that is taken. */
const share = (part: number, whole: number): string => String(Number((part / whole).toFixed(6)))

/** JSON texts are YAML texts too, whatever a label holds. */
function describeData(context: ExportContext, classes: ClassList, mostPoints: number): string {
  const names = classes.names.map((name, place) => `  ${place}: ${JSON.stringify(name)}\n`).join('')
  const points = mostPoints === 0 ? '' : `kpt_shape: [${mostPoints}, 3]\n${pointNames(context, classes)}`
  return `# ${context.about}\npath: .\ntrain: images/train\nval: images/train\n${points}names:${names === '' ? ' {}\n' : `\n${names}`}`
}

function pointNames(context: ExportContext, classes: ClassList): string {
  const lines = classes.names.map((name, place) => {
    const { points } = skeletonOf(context.batch.settings, name)
    return `  ${place}: ${JSON.stringify(points)}\n`
  })
  return `kpt_names:\n${lines.join('')}`
}
