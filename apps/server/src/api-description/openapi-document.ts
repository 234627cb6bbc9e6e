import { POLICY, type PolicyLine } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../platform/http/env.ts'
import { KEY_MAX_CHARACTERS, takesKey } from '../platform/http/repeated-requests.ts'
import { canutVersion } from '../platform/version.ts'
import { listOperations, pathParameters, type Document, type Operation, type OperationObject } from './operations.ts'

const DESCRIPTION = `Canut's API. Send a personal token as "Authorization: Bearer …"; make one in your settings, or with "canut token create".
Ids are public ids with a prefix (bat_…), instants are ISO 8601 in UTC, money is a string of micro-units (1 € = "1000000") with a currency.
Lists are paged: send nextCursor back as cursor until it is null. Refusals are RFC 9457 problems whose code never changes its meaning.`

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. The sentences are in the language of Accept-Language; the code is for programs.',
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'what was refused, such as batch_not_ready' },
    title: { type: 'string' },
    detail: { type: 'string', description: 'what is wrong, what was received, what to do' },
    params: { type: 'object', description: 'the figures of the sentence' },
    instance: { type: 'string', description: 'the request number, for the stewards' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } }, required: ['path', 'message'] },
    },
  },
  required: ['type', 'status', 'code', 'title', 'detail', 'params', 'instance'],
} as const satisfies NonNullable<NonNullable<Document['components']>['schemas']>[string]

export interface ApiDescription {
  readonly document: Document
  readonly operations: readonly Operation[]
}

/**
 * The whole API as OpenAPI 3.1, from the schemas that the routes check with. What the guard and the error handler add to every
 * route is added here: ids in the path, who may, and how a refusal looks. Call it once all routes are mounted.
 */
export function describeApi(app: OpenAPIHono<AppEnv>, publicUrl: string): ApiDescription {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Canut',
      version: canutVersion,
      description: DESCRIPTION,
      license: { name: 'EUPL-1.2' },
    },
    servers: [{ url: publicUrl }],
  })
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM },
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'a personal token' } },
  }
  const operations = listOperations(app, document.paths).map((operation) => ({ ...operation, described: completed(operation) }))
  for (const { path, method, described } of operations) {
    const item = document.paths?.[path]
    if (item !== undefined) item[method] = described
  }
  return { document, operations }
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'the same request with the same key is carried out once; the answer of the first is given again for 48 hours',
  schema: { type: 'string', minLength: 1, maxLength: KEY_MAX_CHARACTERS },
} as const

function completed({ id, method, path, action, described }: Operation): OperationObject {
  const parameters = described.parameters ?? []
  const declared = parameters.flatMap((parameter) => ('in' in parameter && parameter.in === 'path' ? [parameter.name] : []))
  return {
    ...described,
    operationId: id,
    parameters: [...pathParameters(path, declared), ...parameters, ...(takesKey(method, path) ? [IDEMPOTENCY_KEY] : [])],
    responses: { ...described.responses, default: { description: 'The refusal', content: problemContent } },
    ...security(POLICY[action]),
    'x-roles': [...POLICY[action].who],
  }
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/** OpenAPI 3.1 names what a bearer token must be made for after its scheme. Without a token only what is open to anyone answers. */
function security({ who, scope }: PolicyLine): Pick<OperationObject, 'security'> {
  if (who.includes('anyone')) return { security: [] }
  return scope === null ? {} : { security: [{ token: scope === 'any' ? [] : [scope] }] }
}
