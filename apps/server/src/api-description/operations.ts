import type { Action } from '@canut/domain'
import { POLICY } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { SUBJECT_PARAMS } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'

/** The router's document, of which this module reads and completes the operations. */
export type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>
type PathItem = NonNullable<Document['paths']>[string]
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof METHODS)[number]
export type OperationObject = NonNullable<PathItem[Method]>

export interface Operation {
  /** `GET /api/v1/me`, which names the operation everywhere */
  readonly key: string
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly action: Action
  readonly described: OperationObject
}

const API_PREFIX = '/api/v1/'

/** Every operation of the API in the order of the application, with the line of the policy table that guards it. */
export function listOperations(app: OpenAPIHono<AppEnv>, paths: Document['paths'] = {}): Operation[] {
  const actions = actionsOf(app)
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const described = item[method]
      if (described === undefined) return []
      const key = `${method.toUpperCase()} ${path}`
      const action = actions.get(key)
      // every route has a guard, so this is a mistake in a route file and must not be published as "anyone"
      if (action === undefined) throw new Error(`the route ${key} has no line of the policy table`)
      return [{ key, id: operationId(method, path), method, path, action, described }]
    }),
  )
}

/** The API routes that the application answers, described or not: for the test that none is left out. */
export function listApiRoutes(app: OpenAPIHono<AppEnv>): string[] {
  return [
    ...new Set(
      app.routes
        .filter(({ method, path }) => method !== 'ALL' && path.startsWith(API_PREFIX))
        .map(({ method, path }) => `${method} ${braced(path)}`),
    ),
  ]
}

function actionsOf(app: OpenAPIHono<AppEnv>): Map<string, Action> {
  const found = new Map<string, Action>()
  for (const { method, path, handler } of app.routes) {
    if ('action' in handler && isAction(handler.action)) found.set(`${method} ${braced(path)}`, handler.action)
  }
  return found
}

function isAction(value: unknown): value is Action {
  return typeof value === 'string' && value in POLICY
}

/** `/batches/:batch` as documents write it: `/batches/{batch}` */
const braced = (path: string) => path.replaceAll(/:([^/{]+)(?:\{[^}]*\})?/g, '{$1}')

/** `GET /api/v1/batches/{batch}/tasks` becomes `getBatchesByBatchTasks`: unique because paths are. */
function operationId(method: Method, path: string): string {
  const words = path.slice(API_PREFIX.length).split('/')
  return method + words.map((word) => (word.startsWith('{') ? `By${capital(word.slice(1, -1))}` : capital(word))).join('')
}

const capital = (word: string) => word.replaceAll(/(?:^|[^a-z0-9]+)([a-z0-9])/gi, (_match, letter: string) => letter.toUpperCase())

/** Public ids in paths that the guard reads, so that routes need not declare them again. */
export function pathParameters(path: string, declared: readonly string[]) {
  return Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name = '']) => name)
    .filter((name) => !declared.includes(name))
    .map((name) => {
      const prefix = name in SUBJECT_PARAMS ? SUBJECT_PARAMS[name as keyof typeof SUBJECT_PARAMS] : null
      return {
        name,
        in: 'path' as const,
        required: true,
        schema: { type: 'string' as const, ...(prefix === null ? {} : { pattern: `^${prefix}_[0-9a-f]{32}$` }) },
      }
    })
}
