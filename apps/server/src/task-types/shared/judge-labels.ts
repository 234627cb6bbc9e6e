import type { Judgement } from '../task-type.ts'

/** Right or wrong, nothing between: for responses that are compared by one label. */
export function judgeLabels(label: string | null, known: string | null): Judgement | null {
  if (label === null || known === null) return null
  return label === known ? { right: true, score: 1 } : { right: false, score: 0 }
}
