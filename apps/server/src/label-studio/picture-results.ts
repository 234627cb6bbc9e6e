import type {
  Attributes,
  BboxResponse,
  Keypoint,
  KeypointObject,
  KeypointsResponse,
  MaskResponse,
  Point,
  PolygonResponse,
  Size,
} from '@canut/contract'
import { decodeCounts, encodeCounts, paintRuns, runsOf } from '../task-types/index.ts'
import { decodeBrush, encodeBrush } from './brush-rle.ts'
import { listOf, membersOf, numberOf, textsOf, textIn, type Members } from '../platform/members.ts'
import type { ResultItem } from './result-item.ts'

const TARGET = 'image'
/** A point has no size; the editor draws it with this one. */
const POINT_WIDTH = 0.5

const percent = (part: number, whole: number): number => (part / whole) * 100
const pixels = (share: number, whole: number): number => Math.round((share / 100) * whole)

const onPicture = ({ w, h }: Size) => ({ to_name: TARGET, original_width: w, original_height: h, image_rotation: 0 })

export function bboxItems({ size, boxes }: BboxResponse): ResultItem[] {
  return boxes.map(({ id, label, x, y, w, h, attrs }) => ({
    id,
    ...onPicture(size),
    from_name: 'label',
    type: 'rectanglelabels',
    value: { ...rectangle({ x, y, w, h }, size), rectanglelabels: [label] },
    ...metaOf(attrs),
  }))
}

function rectangle({ x, y, w, h }: { x: number; y: number; w: number; h: number }, size: Size) {
  return { x: percent(x, size.w), y: percent(y, size.h), width: percent(w, size.w), height: percent(h, size.h), rotation: 0 }
}

/** What the batch asks of each shape has no place of its own there: it is among the words about the region. */
const metaOf = (attrs: Attributes | undefined) =>
  attrs === undefined ? {} : { meta: { text: Object.entries(attrs).map(([name, value]) => `${name}=${value}`) } }

function attributesIn(item: ResultItem): { attrs?: Attributes } {
  const pairs = textsOf(membersOf(item['meta'])['text']).flatMap((text) => {
    const at = text.indexOf('=')
    return at < 1 ? [] : [[text.slice(0, at), text.slice(at + 1)] as const]
  })
  return pairs.length === 0 ? {} : { attrs: Object.fromEntries(pairs) }
}

export function polygonItems({ size, shapes }: PolygonResponse): ResultItem[] {
  return shapes.map(({ id, label, closed, points, attrs }) => ({
    id,
    ...onPicture(size),
    from_name: 'label',
    type: 'polygonlabels',
    value: { points: points.map(([x, y]) => [percent(x, size.w), percent(y, size.h)]), closed, polygonlabels: [label] },
    ...metaOf(attrs),
  }))
}

export function maskItems({ size, regions }: MaskResponse): ResultItem[] {
  return regions.map(({ id, label, counts }) => {
    const mask = new Uint8Array(size.w * size.h)
    paintRuns(decodeCounts(counts, mask.length) ?? [], size.h, size.w, mask, 1)
    const value = { format: 'rle', rle: encodeBrush(mask), brushlabels: [label] }
    return { id, ...onPicture(size), from_name: 'label', type: 'brushlabels', value }
  })
}

/** An object is a rectangle around its points, which name it as their parent. */
export function keypointItems({ size, objects }: KeypointsResponse): ResultItem[] {
  return objects.flatMap(({ id, label, points }) => {
    const there = points.filter(({ v }) => v > 0)
    const [xs, ys] = [there.map(({ x }) => x), there.map(({ y }) => y)]
    const [left, top] = [Math.min(...xs), Math.min(...ys)]
    const box = there.length === 0 ? { x: 0, y: 0, w: 0, h: 0 } : { x: left, y: top, w: Math.max(...xs) - left, h: Math.max(...ys) - top }
    const around = { ...rectangle(box, size), rectanglelabels: [label] }
    return [
      { id, ...onPicture(size), from_name: 'label', type: 'rectanglelabels', value: around },
      ...there.map(({ name, x, y, v }) => ({
        id: `${id}-${name}`,
        parentID: id,
        ...onPicture(size),
        from_name: 'point',
        type: 'keypointlabels',
        value: { x: percent(x, size.w), y: percent(y, size.h), width: POINT_WIDTH, keypointlabels: [name] },
        ...(v === 1 ? { meta: { text: ['hidden'] } } : {}),
      })),
    ]
  })
}

/** Of the whole task: its items all say the same. */
function sizeOf(items: readonly ResultItem[]): Size | null {
  for (const { original_width: w, original_height: h } of items) if (w !== undefined && h !== undefined && w > 0 && h > 0) return { w, h }
  return null
}

export function bboxFrom(items: readonly ResultItem[]): BboxResponse | null {
  const size = sizeOf(items)
  if (size === null) return null
  const labelled = items.filter(({ value }) => textsOf(value?.['rectanglelabels']).length > 0)
  const boxes = labelled.flatMap((item) => {
    const [label = ''] = textsOf(item.value?.['rectanglelabels'])
    const box = rectangleIn(item.value ?? {}, size)
    return box === null ? [] : [{ id: item.id, label, ...box, ...attributesIn(item) }]
  })
  return boxes.length < labelled.length ? null : { size, boxes }
}

/** Null for what is no rectangle of ours: one that is turned covers other pixels than one that is not. */
function rectangleIn(value: Members, size: Size) {
  if ((numberOf(value['rotation']) ?? 0) !== 0) return null
  const [x, y, w, h] = [value['x'], value['y'], value['width'], value['height']].map(numberOf)
  if (typeof x !== 'number' || typeof y !== 'number' || typeof w !== 'number' || typeof h !== 'number') return null
  const [left, top] = [pixels(x, size.w), pixels(y, size.h)]
  return { x: left, y: top, w: Math.max(1, pixels(x + w, size.w) - left), h: Math.max(1, pixels(y + h, size.h) - top) }
}

export function polygonFrom(items: readonly ResultItem[]): PolygonResponse | null {
  const size = sizeOf(items)
  if (size === null) return null
  const labelled = items.filter(({ value }) => textsOf(value?.['polygonlabels']).length > 0)
  const shapes = labelled.flatMap((item) => {
    const { id, value = {} } = item
    const [label = ''] = textsOf(value['polygonlabels'])
    const points = listOf(value['points']).flatMap((point): Point[] => {
      const [x, y] = listOf(point).map(numberOf)
      return typeof x === 'number' && typeof y === 'number' ? [[pixels(x, size.w), pixels(y, size.h)]] : []
    })
    return points.length < 2 ? [] : [{ id, label, closed: value['closed'] !== false, points, ...attributesIn(item) }]
  })
  return shapes.length < labelled.length ? null : { size, shapes }
}

export function maskFrom(items: readonly ResultItem[]): MaskResponse | null {
  const size = sizeOf(items)
  if (size === null) return null
  const labelled = items.filter(({ value }) => textsOf(value?.['brushlabels']).length > 0)
  const regions = labelled.flatMap(({ id, value = {} }) => {
    const [label = ''] = textsOf(value['brushlabels'])
    const mask = decodeBrush(listOf(value['rle']), size.w * size.h)
    return mask === null ? [] : [{ id, label, counts: encodeCounts(runsOf(mask, size.w, size.h)) }]
  })
  return regions.length < labelled.length ? null : { size, regions }
}

/** The names of a label's points, in their order. */
export type SkeletonNames = ReadonlyMap<string, readonly string[]>

/**
 * @param skeletons of every label; points of one that are missing are not there. Points around which there is no rectangle are of the
 *   first label that has them all.
 */
export function keypointsFrom(items: readonly ResultItem[], skeletons: SkeletonNames): KeypointsResponse | null {
  const size = sizeOf(items)
  if (size === null) return null
  const found = items.flatMap((item) => {
    const { value = {} } = item
    const [name] = textsOf(value['keypointlabels'])
    const [x, y] = [numberOf(value['x']), numberOf(value['y'])]
    if (name === undefined || x === null || y === null) return []
    const hidden = textsOf(membersOf(item['meta'])['text']).includes('hidden')
    const point: Keypoint = { name, x: pixels(x, size.w), y: pixels(y, size.h), v: hidden ? 1 : 2 }
    return [{ parent: textIn(item, 'parentID'), point }]
  })
  const labels = new Map(items.map(({ id, value }) => [id, textsOf(value?.['rectanglelabels'])[0]]))
  const objects = [...Map.groupBy(found, ({ parent }) => parent)].map(([parent, own], place): KeypointObject => {
    const given = new Map(own.map(({ point }) => [point.name, point]))
    const label = labels.get(parent) ?? labelOfPoints([...given.keys()], skeletons)
    return {
      id: parent === '' ? `o${place + 1}` : parent,
      label,
      points: (skeletons.get(label) ?? [...given.keys()]).map((name) => given.get(name) ?? { name, x: 0, y: 0, v: 0 }),
    }
  })
  return { size, objects }
}

function labelOfPoints(names: readonly string[], skeletons: SkeletonNames): string {
  const [first = ''] = skeletons.keys()
  return [...skeletons].find(([, own]) => names.every((name) => own.includes(name)))?.[0] ?? first
}
