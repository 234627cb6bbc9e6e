import { POLICY, SCOPES, type Action, type PolicyLine, type Role, type Scope } from '@canut/domain'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../identity/index.ts'
import { addBackgroundWork } from '../main.ts'
import type { Person } from '../platform/http/env.ts'
import { startTestApp, type Client, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'
import { anImage, aPassage, aRouteWorld, someoneWhoMayEverything, type RouteWorld } from '../testing/route-world.ts'
import { addressOf, isApi, isRead, nameOf, routesOf, type Route } from '../testing/routes.ts'
import { isAllowed, rolesIn, WHO_MAY, type Asker } from './who-may.builders.ts'

interface Actor extends Asker {
  /** a way to ask that no earlier request has signed out */
  as(): Client
  /** the assignment that they ask for; that of the assignee unless they hold one themselves */
  readonly assignment?: string
}

interface Seen {
  readonly route: Route
  readonly actor: Actor
  readonly status: number
  readonly allowed: boolean
}

/** Nothing in a path of these leads to a thing that the world has: they are about the sessions and tokens of whoever asks. */
const PERSONAL = ['session', 'token']

let canut: TestApp
let world: RouteWorld
let actors: readonly Actor[]
let routes: readonly Route[]
/** what the walk through every route with every actor saw */
let walked: readonly Seen[]

beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  // some routes hand their work to a queue, which exists once jobs have started
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  world = await aRouteWorld(canut)
  actors = await everybody()
  routes = routesOf(canut.app)
  const seen: Seen[] = []
  for (const route of routes) for (const actor of actors) seen.push(await ask(route, actor))
  walked = seen
}, 300_000)
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

async function everybody(): Promise<readonly Actor[]> {
  const { built } = world
  const [otherResponse] = await someResponses(canut, built, [['no']])
  if (otherResponse === undefined) throw new Error('nobody responded')
  const foreign = await aRouteWorld(canut)
  const reviewer = await someStaff(canut, built, 'reviewer')
  const manager = await someStaff(canut, built, 'manager')
  const steward = await aSteward()

  // only what their token is for stands between this person and anything
  const { person: everything, assignments } = await someoneWhoMayEverything(canut, [world])
  const all: readonly Role[] = ['person', 'assignee', 'owner', 'steward']
  const withTokens = await Promise.all(
    SCOPES.map(async (scope) => ({
      ...(await withToken(everything, `token for ${scope} of one who may everything`, all, [scope])),
      assignment: assignments[0] ?? '',
    })),
  )
  return [
    { name: 'nobody', roles: ['anyone'], token: null, as: () => canut.nobody },
    signedIn('worker with another assignment', otherResponse.worker, ['person']),
    signedIn('worker whose assignment it is', world.worker, ['person', 'assignee']),
    signedIn('owner of another organisation', foreign.owner, ['person']),
    signedIn('reviewer', reviewer, ['person', 'reviewer']),
    signedIn('manager', manager, ['person', 'manager']),
    signedIn('owner', world.owner, ['person', 'owner']),
    signedIn('steward', steward, ['person', 'steward']),
    ...withTokens,
    await withToken(otherResponse.worker, 'token for work and request of a worker', ['person'], ['work', 'request']),
  ]
}

async function aSteward(): Promise<Person> {
  const person = await canut.signUp({ email: 'steward@example.org' })
  await canut.services.db.updateTable('people').set({ is_steward: true }).where('id', '=', person.id).execute()
  return person
}

const signedIn = (name: string, person: Pick<Person, 'id'>, roles: readonly Role[]): Actor => ({
  name,
  roles,
  token: null,
  as: () => canut.as(person),
})

async function withToken(person: Person, name: string, roles: readonly Role[], scopes: readonly Scope[]): Promise<Actor> {
  const made = await createToken(canut.services, { personId: person.id, name, scopes, expiresAt: null })
  if (!made.ok) throw new Error(made.error.kind)
  return { name, roles, token: scopes, as: () => canut.withToken(made.value.token) }
}

async function ask(route: Route, actor: Actor): Promise<Seen> {
  const address = addressOf(route, {
    ...world.values,
    assignment: actor.assignment ?? world.response.publicId,
    ...(route.params.includes('media') ? { media: await anImage(canut, world) } : {}),
    ...(route.params.includes('passage') ? { passage: await aPassage(canut, world) } : {}),
  })
  const answer = await send(actor.as(), route, address)
  await answer.body?.cancel()
  const toSignIn = answer.headers.get('location')?.startsWith('/sign-in') === true && actor.roles.includes('anyone')
  return { route, actor, status: answer.status, allowed: answer.status !== 401 && answer.status !== 403 && !toSignIn }
}

async function send(client: Client, route: Route, address: string): Promise<Response> {
  if (isRead(route)) return client(address)
  if (isApi(route)) return client.json(address, {}, route.method as 'POST')
  return client.form(address, { organisation: world.values['organisation'] ?? '', row: '1' })
}

/** Where what was seen is not what the words say; a request that broke is no answer at all. */
function contradictions(seen: readonly Seen[]): string[] {
  return seen.flatMap(({ route, actor, status, allowed }) => {
    const line = WHO_MAY[route.actions[0] ?? '']
    const expected = line !== undefined && isAllowed(line, actor)
    if (status < 500 && allowed === expected) return []
    return [`${nameOf(route)} by ${actor.name}: ${status}, ${expected ? 'may' : 'may not'} ${route.actions.join(' and ')}`]
  })
}

describe('the one policy table', () => {
  test('says what we say in words, action by action', () => {
    expect(Object.keys(POLICY).toSorted()).toEqual(Object.keys(WHO_MAY).toSorted())
    for (const [action, line] of Object.entries<PolicyLine>(POLICY)) {
      const words = WHO_MAY[action]
      if (words === undefined) throw new Error(`nothing is said about ${action}`)
      expect([action, ...line.who.toSorted()]).toEqual([action, ...rolesIn(words).toSorted()])
      const token = line.scope === null ? 'no token' : line.scope === 'any' ? 'any token' : `token for ${line.scope}`
      expect([action, token]).toEqual([action, words.token])
    }
  })

  test('guards every route with exactly one of its lines, and each line guards a route', () => {
    expect(routes.filter(({ actions }) => actions.length !== 1).map(nameOf)).toEqual([])
    expect([...new Set(routes.flatMap(({ actions }) => actions))].toSorted()).toEqual(Object.keys(POLICY).toSorted())
  })

  test('lets everybody do exactly what it says, on every route', () => {
    expect(walked.length).toBe(routes.length * actors.length)
    expect(contradictions(walked)).toEqual([])
  })

  test('was asked about things that exist: somebody reached each of them', () => {
    const reached = new Set(walked.filter(({ allowed, status }) => allowed && status !== 404).map(({ route }) => route))
    const missed = routes.filter((route) => !reached.has(route) && !PERSONAL.some((name) => route.params.includes(name)))
    expect(missed.map(nameOf)).toEqual([])
  })

  test('cannot lose a line, a role or what a token must be for without this walk noticing', async () => {
    const unnoticed: string[] = []
    for (const action of Object.keys(POLICY) as Action[]) {
      const route = routes.find(({ actions, params }) => actions[0] === action && !params.includes('media')) ?? routeFor(action)
      // what is noticed below is noticed because of the change
      if (await noticed(route, () => true)) unnoticed.push(`${action} contradicts the words as it is`)
      for (const { change, line, concerns } of changesOf(action))
        await withLine(action, line, async () => {
          if (!(await noticed(route, concerns))) unnoticed.push(`${action} ${change}`)
        })
    }
    expect(unnoticed).toEqual([])
  }, 300_000)
})

interface Change {
  readonly change: string
  /** null: the line is removed */
  readonly line: PolicyLine | null
  /** who can feel it; the others are not asked again */
  readonly concerns: (actor: Actor) => boolean
}

const routeFor = (action: Action): Route => {
  const route = routes.find(({ actions }) => actions[0] === action)
  if (route === undefined) throw new Error(`${action} guards no route`)
  return route
}

function changesOf(action: Action): readonly Change[] {
  const { who, scope }: PolicyLine = POLICY[action]
  // everybody may use an open page, so what a token is for makes a difference there only when it is demanded
  const otherScopes = [...SCOPES, ...(who.includes('anyone') ? [] : (['any', null] as const))].filter((other) => other !== scope)
  return [
    { change: 'without its line', line: null, concerns: () => true },
    ...who.map((role) => ({
      change: `without ${role}`,
      line: { who: who.filter((other) => other !== role), scope },
      concerns: (actor: Actor) => actor.token === null && actor.roles.includes(role),
    })),
    ...otherScopes.map((other) => ({
      change: `with scope ${other}`,
      line: { who, scope: other },
      concerns: (actor: Actor) => actor.token !== null,
    })),
  ]
}

/** The real table, which the real guard reads, changed for a while. */
async function withLine(action: Action, line: PolicyLine | null, during: () => Promise<void>): Promise<void> {
  const table = POLICY as unknown as Record<string, PolicyLine>
  const before: PolicyLine = POLICY[action]
  if (line === null) Reflect.deleteProperty(table, action)
  else table[action] = line
  try {
    await during()
  } finally {
    table[action] = before
  }
}

async function noticed(route: Route, concerns: (actor: Actor) => boolean): Promise<boolean> {
  for (const actor of actors.filter(concerns)) if (contradictions([await ask(route, actor)]).length > 0) return true
  return false
}
