import { maskStep } from '@canut/contract/run-lengths'
import { textIn } from '../../platform/members.ts'
import { classList, type ClassList } from './class-list.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { factsOf } from './row-facts.ts'
import { areaOf, boxesOf, extentOf, objectsOf, regionsOf, runsOfRegion, shapesOf, type Extent } from './regions.ts'
import { skeletonOf } from './skeleton.ts'
import { withSpools } from './spool.ts'
import { extentOfRuns } from '../../task-types/index.ts'

/** Detection, segmentation (polygons, run lengths) and keypoints, as the COCO data set has them; ids begin with 1. */
export const coco: ExportFormat = {
  name: 'coco.json',
  mediaType: 'application/json',
  title: { en: 'COCO', fr: 'COCO' },
  summary: {
    en: 'One JSON file with all pictures, shapes and labels; most tools for training on pictures read it. Open lines have no place in it and are left out.',
    fr: 'Un seul fichier JSON avec toutes les images, les formes et les étiquettes ; la plupart des outils d’apprentissage sur images le lisent. Les lignes ouvertes n’y ont pas de place et sont laissées de côté.',
  },
  types: ['bbox', 'polygon', 'mask', 'keypoints'],
  answers: ['results'],
  write: (rows, context) => withSpools(context.scratchDir, (openSpool) => writeCoco(rows, context, openSpool())),
}

interface Annotation {
  readonly label: string
  readonly bbox: Extent
  readonly area: number
  readonly segmentation?: unknown
  readonly keypoints?: readonly number[]
  readonly attributes?: Readonly<Record<string, string>>
}

async function* writeCoco(
  rows: AsyncIterable<ExportRow>,
  context: ExportContext,
  annotations: { add(text: string): Promise<void>; read(): AsyncIterable<string> },
): AsyncGenerator<string, void, undefined> {
  const classes = classList(context.batch.settings)
  const points = new Map<string, readonly string[]>()
  let [pictures, id, leftOut] = [0, 0, 0]
  yield '{"images":['
  for await (const row of rows) {
    if (row.response === null) continue
    const read = READERS[context.batch.taskType]?.(row.response, points)
    if (read === undefined) continue
    yield `${pictures === 0 ? '' : ','}\n${JSON.stringify(imageOf(row, context))}`
    pictures += 1
    leftOut += read.leftOut
    for (const each of read.annotations) {
      id += 1
      await annotations.add(`${id === 1 ? '' : ','}\n${JSON.stringify(annotationOf(each, id, row, classes))}`)
    }
  }
  yield '\n],"annotations":['
  yield* annotations.read()
  const categories = classes.names.map((name, place) => ({
    id: place + 1,
    name,
    supercategory: '',
    ...skeletonMembers(context, name, points),
  }))
  const info = {
    description: context.batch.name,
    date_created: context.now.toISOString(),
    url: context.about,
    run: context.run,
    shapes_left_out: leftOut,
  }
  yield `\n],"licenses":[],"categories":${JSON.stringify(categories)},"info":${JSON.stringify(info)}}\n`
}

function imageOf(row: ExportRow, context: ExportContext) {
  const { size } = boxesOf(row.response)
  const { task, ...facts } = factsOf(row, context)
  const step = context.batch.taskType === 'mask' ? maskStep(size) : 1
  const painted = step === 1 ? {} : { painted_in_squares_of: step }
  return { id: task, file_name: textIn(row.payload, 'image'), width: size.w, height: size.h, ...painted, ...facts }
}

function annotationOf(of: Annotation, id: number, row: ExportRow, classes: ClassList) {
  const { label, bbox, area, ...rest } = of
  return {
    id,
    image_id: row.task,
    category_id: classes.indexOf(label) + 1,
    bbox: [bbox.x, bbox.y, bbox.w, bbox.h],
    area,
    iscrowd: 0,
    ...rest,
    ...(rest.keypoints === undefined ? {} : { num_keypoints: rest.keypoints.filter((v, place) => place % 3 === 2 && v > 0).length }),
    ...(row.confidence === null ? {} : { score: row.confidence }),
  }
}

function skeletonMembers(context: ExportContext, label: string, seen: ReadonlyMap<string, readonly string[]>) {
  if (context.batch.taskType !== 'keypoints') return {}
  const { points, edges } = skeletonOf(context.batch.settings, label, seen.get(label))
  return { keypoints: points, skeleton: edges.map(([from, to]) => [from + 1, to + 1]) }
}

type Read = { readonly annotations: readonly Annotation[]; readonly leftOut: number }

const READERS: Readonly<Record<string, (response: unknown, points: Map<string, readonly string[]>) => Read>> = {
  bbox: (response) => ({
    leftOut: 0,
    annotations: boxesOf(response).boxes.map(({ label, x, y, w, h, attrs }) => {
      return { label, bbox: { x, y, w, h }, area: w * h, segmentation: [cornersOf({ x, y, w, h })], ...attributesOf(attrs) }
    }),
  }),
  polygon: (response) => {
    const { shapes } = shapesOf(response)
    const closed = shapes.filter((shape) => shape.closed)
    return {
      leftOut: shapes.length - closed.length,
      annotations: closed.map(({ label, points, attrs }) => ({
        label,
        bbox: extentOf(points),
        area: areaOf(points),
        segmentation: [points.flat()],
        ...attributesOf(attrs),
      })),
    }
  },
  mask: (response) => {
    const { size, regions } = regionsOf(response)
    const found = regions.map(({ label, counts }) => ({ label, counts, extent: extentOfRuns(runsOfRegion(counts, size), size.h) }))
    return {
      leftOut: 0,
      annotations: found.flatMap(({ label, counts, extent }) =>
        extent === null ? [] : [{ label, bbox: extent, area: extent.area, segmentation: { size: [size.h, size.w], counts } }],
      ),
    }
  },
  keypoints: (response, points) => ({
    leftOut: 0,
    annotations: objectsOf(response).objects.map((object) => {
      points.set(
        object.label,
        object.points.map(({ name }) => name),
      )
      const there = object.points.filter(({ v }) => v > 0).map(({ x, y }) => [x, y] as const)
      const bbox = extentOf(there)
      const keypoints = object.points.flatMap(({ x, y, v }) => [x, y, v])
      // readers look for an outline in every annotation, and the one that is known is the box
      return { label: object.label, bbox, area: bbox.w * bbox.h, segmentation: [cornersOf(bbox)], keypoints }
    }),
  }),
}

const cornersOf = ({ x, y, w, h }: Extent) => [x, y, x + w, y, x + w, y + h, x, y + h]

const attributesOf = (attrs: Readonly<Record<string, string>> | undefined) => (attrs === undefined ? {} : { attributes: attrs })
