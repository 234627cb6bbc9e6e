import { afterAll, beforeAll, expect, test } from 'vitest'
import { addBackgroundWork } from '../main.ts'
import type { Person } from '../platform/http/env.ts'
import { startTestApp, type Client, type TestApp } from '../testing/index.ts'
import { bodyOf, takersOfJson } from '../testing/json-bodies.ts'
import { someStaff } from '../testing/responses-builder.ts'
import { anImage, aRouteWorld, someoneWhoMayEverything, type RouteWorld } from '../testing/route-world.ts'
import { addressOf, isRead, nameOf, routesOf } from '../testing/routes.ts'

type Values = Readonly<Record<string, string>>

let canut: TestApp
let world: RouteWorld
let values: Values
/** Owner of the organisation and holder of an assignment in it. */
let everything: () => Client

beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  world = await aRouteWorld(canut)
  const { person, assignments } = await someoneWhoMayEverything(canut, [world])
  everything = () => canut.as(person)
  values = { ...world.values, media: await anImage(canut, world), assignment: assignments[0] ?? '' }
}, 120_000)
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

/** What nobody outside may read of this program. */
const INSIDES = /node_modules|\.tsx?:\d+|\bat (async )?[\w.]+ \(/

async function brokenBy(what: string, answer: Promise<Response>): Promise<string[]> {
  const { status, text } = await answer.then(async (each) => ({ status: each.status, text: await each.text() }))
  return status >= 500 || (status >= 400 && INSIDES.test(text)) ? [`${what}: ${status} ${text.slice(0, 100)}`] : []
}

const MEMBERS: readonly unknown[] = [null, true, -1, 0.5, 1e308, '', 'x', [], {}, [null], [[[]]], { toString: 1 }, 'é'.repeat(5000)]

/** The body with one member, at any depth, of another type, or left out. */
function* changesOf(body: unknown): Generator {
  yield* MEMBERS
  if (Array.isArray(body)) for (const changed of changesOf(body[0])) yield [changed]
  else if (typeof body === 'object' && body !== null)
    for (const [name, member] of Object.entries(body)) {
      for (const changed of changesOf(member)) yield { ...body, [name]: changed }
      yield Object.fromEntries(Object.entries(body).filter(([other]) => other !== name))
    }
}

test('a member of another type, anywhere in a body of JSON, breaks no operation', async () => {
  const broken: string[] = []
  const takers = takersOfJson(canut.app)
  expect(takers.length).toBeGreaterThan(20)
  for (const { route, schema } of takers)
    for (const body of changesOf(bodyOf(schema, 'Plain words', values))) {
      const sent = everything().json(addressOf(route, values), body, route.method as 'POST')
      broken.push(...(await brokenBy(`${nameOf(route)} with ${JSON.stringify(body).slice(0, 200)}`, sent)))
    }
  expect(broken).toEqual([])
}, 300_000)

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000)
const BODIES: readonly (readonly [type: string, body: string | Uint8Array<ArrayBuffer>])[] = [
  ['application/json', '{"name":'],
  ['application/json', DEEP],
  ['application/json', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ['application/x-www-form-urlencoded', '%E0%A4%A&=&&a=%00&a[b]=c'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\n\u0000\r\n--x--\r\n'],
  ['text/plain', 'hello'],
]

test.each<[string, () => Promise<Pick<Person, 'id'> | null>]>([
  ['nobody', async () => null],
  ['a worker', () => canut.signUp()],
  ['the worker of the assignment', async () => world.worker],
  ['a reviewer', () => someStaff(canut, world.built, 'reviewer')],
  ['a manager', () => someStaff(canut, world.built, 'manager')],
  ['a steward', () => canut.signUp({ isSteward: true })],
])(
  'a body that is none, sent by %s, breaks no route',
  async (_who, find) => {
    const person = await find()
    const broken: string[] = []
    for (const route of routesOf(canut.app).filter((each) => !isRead(each)))
      for (const [type, body] of BODIES) {
        // anew each time, since some routes sign out
        const client = person === null ? canut.nobody : canut.as(person)
        const sent = client(addressOf(route, values), { method: route.method, headers: { 'content-type': type }, body })
        broken.push(...(await brokenBy(`${nameOf(route)} as ${type}`, sent)))
      }
    expect(broken).toEqual([])
  },
  180_000,
)
