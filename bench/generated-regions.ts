import type { Box, Keypoint, Polygon, ResponseOf } from '../packages/aggregation/src/index.ts'
import { randomFrom } from './random-from.ts'

/** Crowds of people who draw in pictures, with what is really there. All of it follows from the seed. */
export interface GeneratedRegions {
  readonly boxes: Generated<Box>
  readonly keypoints: Generated<Keypoint>
  readonly polygons: Generated<Polygon>
}

export interface Generated<R> {
  readonly truth: ReadonlyMap<string, readonly R[]>
  readonly responses: readonly ResponseOf<readonly R[]>[]
}

interface Person {
  readonly id: string
  /** of an edge, as a share of the object's size */
  readonly coarseness: number
  readonly misses: number
  /** of objects that are not there, per picture */
  readonly inventions: number
  readonly mistakes: number
}

const SIDE = 640
const LABELS = ['car', 'person', 'sign']
const PARTS = ['nose', 'left eye', 'right eye', 'left hand', 'right hand', 'left foot', 'right foot']

/** Each picture is seen by `redundancy` of the people, and three in ten of these are careless. */
export function generateRegions(seed: number, pictures: number, people: number, redundancy: number): GeneratedRegions {
  const random = randomFrom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const everybody = Array.from({ length: people }, (_, n): Person => {
    const isCareless = n % 10 < 3
    const between = (low: number, high: number) => low + random() * (high - low)
    return {
      id: `w${n}`,
      coarseness: isCareless ? between(0.08, 0.2) : between(0.02, 0.07),
      misses: isCareless ? between(0.2, 0.5) : between(0.02, 0.15),
      inventions: isCareless ? between(0.5, 1) : between(0, 0.15),
      mistakes: isCareless ? 0.25 : 0.05,
    }
  })
  const made = { boxes: empty<Box>(), keypoints: empty<Keypoint>(), polygons: empty<Polygon>() }
  for (let n = 0; n < pictures; n += 1) {
    const task = `p${n}`
    const objects = Array.from({ length: 2 + Math.floor(random() * 6) }, () => randomBox(random))
    const outlines = objects.map((box) => outlineIn(box, random))
    const body = PARTS.filter(() => random() < 0.8).map((label) => ({ label, x: random() * SIDE, y: random() * SIDE }))
    made.boxes.truth.set(task, objects)
    made.polygons.truth.set(task, outlines)
    made.keypoints.truth.set(task, body)
    for (let k = 0; k < redundancy; k += 1) {
      const person = everybody[(n * 7 + k * 3) % people] as Person
      const seen = objects.map(() => random() >= person.misses)
      const invented = random() < person.inventions ? [randomBox(random)] : []
      const moved = (box: Box) => drawBox(box, person, random, normal)
      made.boxes.responses.push({ task, worker: person.id, value: [...objects.filter((_, i) => seen[i]).map(moved), ...invented] })
      const drawn = outlines.filter((_, i) => seen[i]).map((outline) => drawOutline(outline, person, normal))
      made.polygons.responses.push({ task, worker: person.id, value: [...drawn, ...invented.map((box) => outlineIn(box, random))] })
      made.keypoints.responses.push({ task, worker: person.id, value: markBody(body, person, random, normal) })
    }
  }
  return made
}

function empty<R>() {
  return { truth: new Map<string, readonly R[]>(), responses: [] as ResponseOf<readonly R[]>[] }
}

function randomBox(random: () => number): Box {
  const [width, height] = [40 + random() * 160, 40 + random() * 160]
  const label = LABELS[Math.floor(random() * LABELS.length)] as string
  return { x: random() * (SIDE - width), y: random() * (SIDE - height), width, height, label }
}

function drawBox({ x, y, width, height, label }: Box, person: Person, random: () => number, normal: () => number): Box {
  const off = () => normal() * person.coarseness * Math.sqrt(width * height)
  const [left, top, right, bottom] = [x + off(), y + off(), x + width + off(), y + height + off()]
  const given = random() < person.mistakes ? LABELS[Math.floor(random() * LABELS.length)] : label
  return { x: left, y: top, width: Math.max(4, right - left), height: Math.max(4, bottom - top), ...(given && { label: given }) }
}

/** Twenty corners round a box's middle, near its sides. */
function outlineIn({ x, y, width, height, label }: Box, random: () => number): Polygon {
  const points = Array.from({ length: 20 }, (_, n): [number, number] => {
    const [angle, reach] = [(n / 20) * 2 * Math.PI, 0.35 + random() * 0.15]
    return [x + width * (0.5 + reach * Math.cos(angle)), y + height * (0.5 + reach * Math.sin(angle))]
  })
  return { points, ...(label !== undefined && { label }) }
}

/** Shifted and swollen as a whole, and each corner a little off. */
function drawOutline({ points, ...rest }: Polygon, { coarseness }: Person, normal: () => number): Polygon {
  const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0) / points.length, 0)) as [number, number]
  const size = Math.sqrt(points.reduce((sum, [px, py]) => sum + ((px - x) ** 2 + (py - y) ** 2) / points.length, 0)) * 2
  const [dx, dy, swell] = [normal() * coarseness * size, normal() * coarseness * size, Math.exp(normal() * coarseness)]
  const corner = () => normal() * coarseness * size * 0.5
  const moved = points.map(([px, py]): [number, number] => [x + dx + (px - x) * swell + corner(), y + dy + (py - y) * swell + corner()])
  return { ...rest, points: moved }
}

/** Points within 4 to 40 pixels; the careless sometimes put one anywhere, or mark what cannot be seen. */
function markBody(body: readonly Keypoint[], person: Person, random: () => number, normal: () => number): Keypoint[] {
  const spread = person.coarseness * 200
  const anywhere = (label: string) => ({ label, x: random() * SIDE, y: random() * SIDE })
  const marked = body
    .filter(() => random() >= person.misses)
    .map(({ label, x, y }) =>
      random() < person.mistakes / 2 ? anywhere(label) : { label, x: x + normal() * spread, y: y + normal() * spread },
    )
  const hidden = PARTS.filter((part) => body.every(({ label }) => label !== part))
  return [...marked, ...hidden.filter(() => random() < person.inventions / 5).map(anywhere)]
}
