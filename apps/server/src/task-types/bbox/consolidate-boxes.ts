import { boxes, responsesOf, type AgreedBox } from '@canut/aggregation'
import type { BboxResponse, Box, Size } from '@canut/contract'
import { confidenceOf, consolidated, inOrder } from '../drawing/consolidate-drawings.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import { membersOf } from '../shared/text-value.ts'
import type { Consolidated, GivenResponse } from '../task-type.ts'

export const boxesOf = (response: unknown): readonly Box[] | null => {
  const { boxes: list } = membersOf(response)
  return Array.isArray(list) ? (list as readonly Box[]) : null
}

/** Intersection over union. */
export function overlapOf(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  if (w <= 0 || h <= 0) return 0
  return (w * h) / (a.w * a.h + b.w * b.h - w * h)
}

/** Boxes that are probably there, each side a robust mean; where labels tie, the first in code-unit order of those that tie. */
export function consolidateBoxes(responses: readonly GivenResponse[]): Consolidated {
  const given = inOrder(responses)
  const found = boxes(
    responsesOf(
      given.map(({ task, worker, response }) => ({
        task,
        worker,
        value: (boxesOf(response) ?? []).map(({ x, y, w, h, label }) => ({ x, y, width: w, height: h, label })),
      })),
    ),
  )
  const sizes = new Map(given.map(({ task, response }) => [task, (response as BboxResponse).size]))
  const counts = Map.groupBy(given, ({ task }) => task)
  const tasks = found.tasks.map((task, t) => {
    const all = found.boxes.slice(found.start[t], found.start[t + 1])
    const size = sizes.get(task) ?? { w: 1, h: 1 }
    const kept = all.filter(({ presence }) => presence > 0.5)
    return {
      task,
      response: { size, boxes: kept.map((box, index) => boxOf(box, index, size)) } satisfies BboxResponse,
      confidence: confidenceOf(all, counts.get(task)?.length ?? 0),
    }
  })
  const nearness = (a: unknown, b: unknown) => judgeShapes(boxesOf(a) ?? [], boxesOf(b) ?? [], overlapOf, { atLeast: 0, mistakes: 0 }).score
  return consolidated(given, tasks, nearness, { minOverlap: 0.4, iterations: found.iterations, converged: found.converged })
}

function boxOf(box: AgreedBox, index: number, size: Size): Box {
  const x = Math.min(Math.round(box.x), size.w - 1)
  const y = Math.min(Math.round(box.y), size.h - 1)
  const [right, bottom] = [Math.min(Math.round(box.x + box.width), size.w), Math.min(Math.round(box.y + box.height), size.h)]
  return { id: `s${index + 1}`, label: box.label ?? box.tied[0] ?? '', x, y, w: Math.max(1, right - x), h: Math.max(1, bottom - y) }
}
