import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { refuse } from '../../problems/index.ts'
import { sentenceOfIssue, type ReadIssue } from '../i18n/issues.ts'
import type { AppEnv } from './env.ts'

/** A router for pages or API routes, whose invalid requests are refused with all their problems in the reader's language. */
export function apiRoutes(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook(result, c: Context<AppEnv>) {
      if (result.success) return
      refuse({ kind: 'invalid_request', issues: issuesIn(result.error.issues, c.var.locale) })
    },
  })
}

export function issuesIn(issues: readonly ReadIssue[], locale: AppEnv['Variables']['locale']): { path: string; message: string }[] {
  return issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: sentenceOfIssue(issue, locale) }))
}
