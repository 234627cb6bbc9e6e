import type { z } from 'zod'
import type { Issue } from '../task-type.ts'
import { isIssueCode } from '../issue-sentence.ts'
import { excerpt, type Params } from './text-value.ts'

type ZodIssue = z.core.$ZodIssue

/** A report of more is no help to a person, and a hostile response should not make a long one. */
const MOST_ISSUES = 20

/** Settings that are edited as lines of one text: an issue inside them names the line. */
const LINE_LISTS = new Set<PropertyKey>(['labels', 'choices', 'criteria', 'dimensions', 'relations', 'reasons', 'categories'])

/**
 * What zod found, as issues with sentences. The schemas write our code where zod wants a message; the rest is
 * translated from zod's own kinds.
 */
export function issuesOf(error: z.core.$ZodError, input: unknown): Issue[] {
  return error.issues.slice(0, MOST_ISSUES).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, MOST_ISSUES).map((key) => ({ path: excerpt(key), code: 'unknown_field', params: { name: excerpt(key) } }))
    }
    const { path, params } = placeOf(issue.path)
    return [{ path, code: codeOf(issue, valueAt(input, issue.path)), params: { ...params, ...figuresOf(issue) } }]
  })
}

function placeOf(path: readonly PropertyKey[]): { path: string; params: Params } {
  const list = path.findIndex((segment, index) => LINE_LISTS.has(segment) && typeof path[index + 1] === 'number')
  if (list === -1) return { path: path.map(String).join('.'), params: {} }
  return {
    path: path
      .slice(0, list + 1)
      .map(String)
      .join('.'),
    params: { line: Number(path[list + 1]) + 1 },
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  )
}

function codeOf(issue: ZodIssue, value: unknown): string {
  if (isIssueCode(issue.message)) return issue.message
  if (value === undefined || value === '') return 'required'
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string' ? 'too_long' : issue.origin === 'array' ? 'too_many' : 'too_large'
    case 'too_small':
      return issue.origin === 'array' ? 'too_few' : issue.origin === 'string' ? 'required' : 'too_small'
    case 'invalid_value':
      return 'not_a_choice'
    default:
      return 'wrong_type'
  }
}

function figuresOf(issue: ZodIssue): Params {
  switch (issue.code) {
    case 'too_big':
      return { max: Number(issue.maximum) }
    case 'too_small':
      return { min: Number(issue.minimum) }
    case 'custom':
      return (issue.params ?? {}) as Params
    default:
      return {}
  }
}
