import type { Action } from '@canut/domain'
import type { App } from '../main.ts'

export interface Route {
  readonly method: string
  readonly path: string
  /** the lines of the policy table that guard it; exactly one, or the walk through every route fails */
  readonly actions: readonly Action[]
  /** names of the parameters in its path */
  readonly params: readonly string[]
}

/** Served before anybody is asked who they are, to everybody alike. */
const UNGUARDED = new Set(['GET /assets/:name'])

/** Every route of the app, with what guards it. */
export function routesOf(app: App): readonly Route[] {
  const found = new Map<string, { method: string; path: string; actions: Action[] }>()
  for (const { method, path, handler } of app.routes) {
    const name = `${method} ${path}`
    if (method === 'ALL' || UNGUARDED.has(name)) continue
    const route = found.get(name) ?? { method, path, actions: [] }
    if ('action' in handler) route.actions.push(handler.action as Action)
    found.set(name, route)
  }
  return [...found.values()].map((route) => ({ ...route, params: [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name) }))
}

export const nameOf = (route: Route) => `${route.method} ${route.path}`
export const isApi = (route: Route) => route.path.startsWith('/api/')
export const isRead = (route: Route) => route.method === 'GET'

/** The path with its parameters filled in. */
export function addressOf(route: Route, values: Readonly<Record<string, string>>): string {
  return route.path.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_all, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the walk has no value for :${name} of ${nameOf(route)}: add one in route-world.ts`)
    return value
  })
}
