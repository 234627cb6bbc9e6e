import type { Context } from 'hono'
import type { AppEnv } from '../platform/http/env.ts'
import { refuse } from '../problems/index.ts'
import { findTaskType, type TaskType } from '../task-types/index.ts'
import { TEMPLATE_TYPE } from './keep-version.ts'

/** The number of a template or a version as it stands in an address; null for anything else. */
export const numberOf = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null)

/** The project of the path; the access guard has found it before. */
export const projectIdOf = (c: Context<AppEnv>): string => c.var.subject.projectId ?? refuse({ kind: 'not_found' })

export const templateOf = (c: Context<AppEnv>): number => numberOf(c.req.param('template') ?? '') ?? refuse({ kind: 'not_found' })

export function templateType(): TaskType {
  const type = findTaskType(TEMPLATE_TYPE)
  if (type === null) throw new Error('there is no task type for templates')
  return type
}
