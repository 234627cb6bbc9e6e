import type { z } from 'zod'
import { excerpt, membersOf } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'

/** One control collects everything, so every issue is about it; which shape is meant, counted from 1, stands in the sentence. */
export function drawingIssues(error: z.core.$ZodError, response: unknown, member: string): Issue[] {
  const list = membersOf(response)[member]
  if (!Array.isArray(list)) return [{ path: member, code: 'draw_or_nothing', params: {} }]
  const issues = error.issues.map((issue): Issue => {
    const [at, index, ...rest] = issue.path
    if (at !== member) return { path: member, code: 'drawing_size', params: {} }
    if (typeof index !== 'number')
      return { path: member, code: 'too_many', params: { max: issue.code === 'too_big' ? Number(issue.maximum) : 0 } }
    const shape = index + 1
    if (rest.length === 1 && rest[0] === 'label') {
      return { path: member, code: 'shape_label', params: { shape, value: excerpt(membersOf(list[index])['label'] ?? '') } }
    }
    return { path: member, code: rest[0] === 'attrs' ? 'shape_attributes' : 'shape_form', params: { shape } }
  })
  return distinct(issues).slice(0, 20)
}

/** A shape of which everything is wrong is one problem, not ten. */
function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Map(issues.map((issue) => [JSON.stringify(issue), issue]))
  return [...seen.values()]
}
