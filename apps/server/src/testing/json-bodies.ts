import type { App } from '../main.ts'
import { isApi, isRead, routesOf, type Route } from './routes.ts'

/** JSON Schema as the description of the API gives it. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly minimum?: number
  readonly maximum?: number
}
interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}

/** What the API says of a route; empty for a page. */
export function operationOf(app: App, route: Route): Operation {
  const { paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Canut', version: '1' } })
  const path = paths?.[route.path.replaceAll(/:(\w+)/g, '{$1}')] as Readonly<Record<string, Operation>> | undefined
  return path?.[route.method.toLowerCase()] ?? {}
}

/** The operations that take JSON, with the schema of their body. */
export function takersOfJson(app: App): readonly { route: Route; schema: Schema }[] {
  return routesOf(app).flatMap((route) => {
    const schema = isApi(route) && !isRead(route) ? operationOf(app, route).requestBody?.content?.['application/json']?.schema : undefined
    return schema === undefined ? [] : [{ route, schema }]
  })
}

/** A body of this shape whose free texts and unknown values are all this text, and whose ids are those of the world where it has one. */
export function bodyOf(schema: Schema, text: string, world: Readonly<Record<string, string>>): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const [alternative] = schema.anyOf ?? schema.oneOf ?? []
  if (alternative !== undefined) return bodyOf(alternative, text, world)
  if (schema.properties !== undefined)
    return Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, bodyOf(each, text, world)]))
  switch ([schema.type].flat()[0]) {
    case 'array':
      return [bodyOf(schema.items ?? {}, text, world)]
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      // the largest that is let in, when a large one is wanted
      return /^\d+$/.test(text) ? (schema.maximum ?? Number.MAX_SAFE_INTEGER) : (schema.minimum ?? 1)
    case 'string':
      return idOf(schema.pattern, world) ?? text
    default:
      return { label: text, values: { [text]: [text] } }
  }
}

function idOf(pattern: string | undefined, world: Readonly<Record<string, string>>): string | undefined {
  const prefix = /^\^([a-z]{3})_/.exec(pattern ?? '')?.[1]
  return prefix === undefined ? undefined : Object.values(world).find((value) => value.startsWith(`${prefix}_`))
}
