import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { refuse } from '../../problems/index.ts'
import { sentenceOfIssue, type CustomIssue, type Locale, type ReadIssue } from '../i18n/index.ts'
import { parsePublicId, type IdPrefix } from '../ids.ts'
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

export function issuesIn(issues: readonly ReadIssue[], locale: Locale): { path: string; message: string }[] {
  return issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: sentenceOfIssue(issue, locale) }))
}

/** Refuses what a schema cannot know, such as a code that is not in a list of ours. */
export function refuseField(path: string, code: CustomIssue, locale: Locale): never {
  return refuse({ kind: 'invalid_request', issues: issuesIn([customIssue(path, code)], locale) })
}

export function customIssue(path: string, code: CustomIssue): ReadIssue {
  return { code: 'custom', path: path.split('.'), message: code, params: { code } }
}

/** The id inside a cursor that is the public id of the last thing shown; null at the beginning of a list. */
export function idInCursor(prefix: IdPrefix, cursor: string | undefined, locale: Locale): string | null {
  if (cursor === undefined || cursor === '') return null
  return parsePublicId(prefix, cursor) ?? refuseField('cursor', 'cursor_unknown', locale)
}

/** The content of a JSON body or answer, as createRoute wants it. */
export const json = <Schema>(schema: Schema) => ({ 'application/json': { schema } })

/** One answer of a route, as createRoute wants it. */
export const answer = <Schema>(description: string, schema: Schema) => ({ description, content: json(schema) })
