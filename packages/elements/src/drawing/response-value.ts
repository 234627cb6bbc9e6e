import type { Attributes, BboxResponse, KeypointsResponse, Point, PolygonResponse, Size } from '@canut/contract'
import { boxCorners, type Drawn, type Seen, type Skeleton, type Skeletons, type Tool } from './shapes.ts'

export type DrawingResponse = BboxResponse | PolygonResponse | KeypointsResponse

/** The shapes as a response of their kind of task; points without a skeleton are keypoints named like their label. */
export function responseOf(shapes: readonly Drawn[], tool: Tool, skeletons: Skeletons, size: Size): DrawingResponse {
  if (tool === 'box') return { size, boxes: shapes.map(boxOf) }
  if (tool === 'keypoints' || tool === 'point') return { size, objects: shapes.map((shape) => objectOf(shape, skeletons(shape.label))) }
  return {
    size,
    shapes: shapes.map((shape) => ({ ...identityOf(shape), closed: tool === 'polygon', points: shape.points, ...attrsOf(shape) })),
  }
}

const identityOf = ({ id, label }: Drawn) => ({ id, label })
const attrsOf = ({ attrs }: Drawn): { attrs?: Attributes } => (Object.keys(attrs).length === 0 ? {} : { attrs })

function boxOf(shape: Drawn): BboxResponse['boxes'][number] {
  const [[left, top], [right, bottom]] = boxCorners(shape)
  return { ...identityOf(shape), x: left, y: top, w: right - left, h: bottom - top, ...attrsOf(shape) }
}

function objectOf(shape: Drawn, { points: names }: Skeleton): KeypointsResponse['objects'][number] {
  const nameAt = (index: number): string => names[index]?.value ?? shape.label
  const points = shape.points.map(([x, y], i) => ({ name: nameAt(i), x, y, v: shape.seen[i] ?? 2 }))
  return { ...identityOf(shape), points }
}

/** What a value says, as far as it can be drawn: it may be a draft of an older batch, or anything. Null when it says nothing. */
export function shapesOf(value: string, tool: Tool, skeletons: Skeletons): { size: Size | null; shapes: readonly Drawn[] } | null {
  const response = membersOf(parsed(value))
  const list = response[tool === 'box' ? 'boxes' : tool === 'keypoints' || tool === 'point' ? 'objects' : 'shapes']
  if (!Array.isArray(list)) return null
  const ids = new Set<string>()
  const shapes = list.flatMap((each: unknown): Drawn[] => {
    const members = membersOf(each)
    const label = textOf(members['label'])
    const drawn = drawnOf(members, tool, skeletons(label))
    if (drawn === null) return []
    const given = typeof members['id'] === 'string' ? members['id'] : ''
    const id = given === '' || ids.has(given) ? freeId(ids) : given
    ids.add(id)
    return [{ id, label, attrs: attributesOf(members['attrs']), ...drawn }]
  })
  return { size: sizeOf(response['size']), shapes }
}

/** A shape in the middle of being drawn, with the label that it will have. */
export interface Unfinished {
  readonly label: string
  readonly points: readonly Point[]
  readonly seen: readonly Seen[]
}

/** What of a value is not finished: a draft that was kept while somebody drew. Null where nothing is. */
export function unfinishedOf(value: string): Unfinished | null {
  const { label, points, seen } = membersOf(membersOf(parsed(value))['unfinished'])
  const [all, how]: unknown[][] = [points, seen].map((list) => (Array.isArray(list) ? (list as unknown[]) : [])) as [unknown[], unknown[]]
  const there = (all ?? []).flatMap((point, i): { at: Point; seen: Seen }[] => {
    const [x, y] = Array.isArray(point) ? (point as unknown[]) : []
    const s = how?.[i]
    return isNumber(x) && isNumber(y) ? [{ at: [x, y], seen: s === 0 || s === 1 ? s : 2 }] : []
  })
  return there.length === 0 ? null : { label: textOf(label), points: there.map(({ at }) => at), seen: there.map((each) => each.seen) }
}

/** The first of s1, s2, … that is not taken. */
export function freeId(taken: { has(id: string): boolean }): string {
  for (let number = 1; ; number++) if (!taken.has(`s${number}`)) return `s${number}`
}

function drawnOf(members: Members, tool: Tool, skeleton: Skeleton): Pick<Drawn, 'points' | 'seen'> | null {
  if (tool === 'box') {
    const { x, y, w, h } = members
    if (!isNumber(x) || !isNumber(y) || !isNumber(w) || !isNumber(h)) return null
    return {
      points: [
        [x, y],
        [x + w, y + h],
      ],
      seen: [],
    }
  }
  const list: unknown[] = Array.isArray(members['points']) ? members['points'] : []
  if (tool === 'keypoints') return keypointsOf(list.map(membersOf), skeleton)
  const points = list.flatMap((point): Point[] => {
    const [x, y] = Array.isArray(point) ? (point as unknown[]) : [membersOf(point)['x'], membersOf(point)['y']]
    return isNumber(x) && isNumber(y) ? [[x, y]] : []
  })
  return points.length === 0 ? null : { points, seen: [] }
}

function keypointsOf(list: readonly Members[], { points: names }: Skeleton): Pick<Drawn, 'points' | 'seen'> {
  const found = names.map(({ value }) => list.find((point) => point['name'] === value) ?? {})
  const seen = found.map(({ x, y, v }): Seen => (isNumber(x) && isNumber(y) && (v === 1 || v === 2) ? v : 0))
  return { points: found.map(({ x, y }, i): Point => (seen[i] === 0 ? [0, 0] : [Number(x), Number(y)])), seen }
}

type Members = Readonly<Record<string, unknown>>

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // a field that was filled in by hand, or nothing at all
    return null
  }
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function attributesOf(value: unknown): Attributes {
  return Object.fromEntries(Object.entries(membersOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function sizeOf(value: unknown): Size | null {
  const { w, h } = membersOf(value)
  return isNumber(w) && isNumber(h) && w > 0 && h > 0 ? { w, h } : null
}
