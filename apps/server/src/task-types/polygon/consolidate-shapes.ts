import { polygons, responsesOf, type AgreedPolygon } from '@canut/aggregation'
import type { Point, PolygonResponse, Shape, Size } from '@canut/contract'
import { confidenceOf, consolidated, inOrder, medoids } from '../drawing/consolidate-drawings.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import { membersOf } from '../shared/text-value.ts'
import type { Consolidated, GivenResponse } from '../task-type.ts'
import { shapeSimilarity } from './outline-similarity.ts'

export const shapesOf = (response: unknown): readonly Shape[] | null => {
  const { shapes } = membersOf(response)
  return Array.isArray(shapes) ? (shapes as readonly Shape[]) : null
}

/** - `polygons`: outlines that are probably there, voted cell by cell. - `medoid`: the response that is nearest to all others. */
export function consolidateShapes(method: string, responses: readonly GivenResponse[], distance: number): Consolidated {
  const given = inOrder(responses)
  const alike = shapeSimilarity(distance)
  const nearness = (a: unknown, b: unknown) => judgeShapes(shapesOf(a) ?? [], shapesOf(b) ?? [], alike, { atLeast: 0, mistakes: 0 }).score
  if (method === 'medoid') return consolidated(given, medoids(given, nearness), nearness, { distance })

  const found = polygons(
    responsesOf(
      given.map(({ task, worker, response }) => ({
        task,
        worker,
        value: (shapesOf(response) ?? []).map(({ points, label }) => ({ points, label })),
      })),
    ),
  )
  const sizes = new Map(given.map(({ task, response }) => [task, (response as PolygonResponse).size]))
  const counts = Map.groupBy(given, ({ task }) => task)
  const tasks = found.tasks.map((task, t) => {
    const all = found.polygons.slice(found.start[t], found.start[t + 1])
    const size = sizes.get(task) ?? { w: 1, h: 1 }
    const shapes = all
      .filter(({ presence }) => presence > 0.5)
      .map((each) => ({ ...each, points: wholePoints(each.points, size) }))
      .filter(({ points }) => points.length >= 3)
      .map(shapeOf)
    return {
      task,
      response: { size, shapes } satisfies PolygonResponse,
      confidence: confidenceOf(all, counts.get(task)?.length ?? 0),
    }
  })
  return consolidated(given, tasks, nearness, {
    minOverlap: 0.4,
    resolution: 256,
    iterations: found.iterations,
    converged: found.converged,
  })
}

const shapeOf = (outline: AgreedPolygon, index: number): Shape => ({
  id: `s${index + 1}`,
  label: outline.label ?? outline.tied[0] ?? '',
  closed: true,
  points: outline.points,
})

/** Without neighbours that fall on the same pixel. */
function wholePoints(points: readonly Point[], { w, h }: Size): Point[] {
  const whole = points.map(([x, y]): Point => [Math.min(w, Math.max(0, Math.round(x))), Math.min(h, Math.max(0, Math.round(y)))])
  return whole.filter(([x, y], i) => {
    const before = whole.at(i - 1)
    return before === undefined || before[0] !== x || before[1] !== y
  })
}
