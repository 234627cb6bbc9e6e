import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addBackgroundWork } from '../main.ts'
import { newId, publicId, type IdPrefix } from '../platform/ids.ts'
import { startTestApp, type Client, type TestApp } from '../testing/index.ts'
import { anImage, aRouteWorld, someoneWhoMayEverything, type RouteWorld } from '../testing/route-world.ts'
import { addressOf, isApi, isRead, nameOf, routesOf, type Route } from '../testing/routes.ts'

let canut: TestApp
let world: RouteWorld
let foreign: RouteWorld
let routes: readonly Route[]
/** Owner of both organisations, steward, and holder of an assignment in each: nothing is refused for lack of a role. */
let everything: { as(): Client; values: Readonly<Record<string, string>> }

beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  world = await aRouteWorld(canut)
  foreign = await aRouteWorld(canut)
  const { person, assignments } = await someoneWhoMayEverything(canut, [world, foreign])
  const media = await anImage(canut, world)
  everything = { as: () => canut.as(person), values: { ...world.values, media, assignment: assignments[0] ?? '' } }
  routes = routesOf(canut.app)
}, 120_000)
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

const PREFIXES: Readonly<Record<string, IdPrefix>> = {
  organisation: 'org',
  project: 'prj',
  batch: 'bat',
  import: 'imp',
  assignment: 'asg',
  media: 'med',
  person: 'per',
  session: 'ses',
  token: 'tok',
  report: 'rep',
  approval: 'apv',
  run: 'run',
}
const idsIn = (route: Route) => route.params.filter((name) => name in PREFIXES)

/** Somebody who left the staff meanwhile is no wrong address: the list is shown again, and says so. */
const SHOWN_AGAIN = new Set(['person'])

/** Like ids, and none. The API may say what is wrong with their shape instead. */
const NO_IDS = ['x', '0', '%00', '%FF', '..%2F..', "'%20or%201=1", 'é', '9'.repeat(3000), '00000000-0000-0000-0000-000000000000']

async function send(route: Route, values: Readonly<Record<string, string>>, init: RequestInit = {}): Promise<Response> {
  const address = addressOf(route, values)
  const ask = everything.as()
  const headers = new Headers({ accept: 'application/json', ...Object.fromEntries(new Headers(init.headers)) })
  if (isRead(route) || init.body !== undefined) return ask(address, { ...init, method: route.method, headers })
  headers.set('content-type', isApi(route) ? 'application/json' : 'application/x-www-form-urlencoded')
  return ask(address, {
    ...init,
    method: route.method,
    headers,
    body: isApi(route) ? '{"answer":"thanks"}' : 'role=reviewer&answer=thanks',
  })
}

describe('an address', () => {
  test('that names a thing which does not exist, or no thing at all, is not found', async () => {
    const wrong: string[] = []
    for (const route of routes)
      for (const name of idsIn(route)) {
        const prefix = PREFIXES[name] ?? 'org'
        const otherKind = publicId(prefix === 'org' ? 'prj' : 'org', newId())
        for (const id of [publicId(prefix, newId()), otherKind, ...NO_IDS]) {
          const { status } = await send(route, { ...everything.values, [name]: id })
          const isReal = id.startsWith(`${prefix}_`)
          if (status !== 404 && !(status === 422 && (!isReal || SHOWN_AGAIN.has(name))))
            wrong.push(`${nameOf(route)} with :${name} = ${id.slice(0, 40)}: ${status}`)
        }
      }
    expect(wrong).toEqual([])
  }, 120_000)

  test('that names a thing of somebody else under a thing of mine, or mine under theirs, is not found', async () => {
    const nested = routes.filter((route) => idsIn(route).length > 1)
    expect(nested.length).toBeGreaterThan(0)
    const wrong: string[] = []
    for (const route of nested)
      for (const name of idsIn(route)) {
        const { status } = await send(route, { ...everything.values, [name]: foreign.values[name] ?? '' })
        if (status !== 404 && !(status === 422 && route.params.some((each) => SHOWN_AGAIN.has(each))))
          wrong.push(`${nameOf(route)} with a foreign :${name}: ${status}`)
      }
    expect(wrong).toEqual([])
  })
})

describe('another site', () => {
  test('cannot make a browser write anything', async () => {
    const wrong: string[] = []
    const forged = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    for (const route of routes.filter((each) => !isRead(each)))
      for (const headers of forged) {
        const answer = await send(route, everything.values, { headers })
        const { code } = (await answer.json()) as { code: string }
        if (answer.status !== 403 || code !== 'cross_site_request') wrong.push(`${nameOf(route)} ${JSON.stringify(headers)}: ${code}`)
      }
    expect(wrong).toEqual([])
  }, 60_000)
})

const JSON_TYPE = 'application/json'
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000)
const MULTIPART = 'multipart/form-data; boundary=x'
const FORM = 'application/x-www-form-urlencoded'
const BODIES: readonly (readonly [what: string, type: string, body: string | Uint8Array<ArrayBuffer>])[] = [
  ['nothing', JSON_TYPE, ''],
  ['half an object', JSON_TYPE, '{"name":'],
  ['null', JSON_TYPE, 'null'],
  ['a list', JSON_TYPE, '[]'],
  ['a text', JSON_TYPE, '"x"'],
  ['a number that no machine has', JSON_TYPE, '1e999'],
  ['a prototype', JSON_TYPE, '{"__proto__":{"name":"x"},"constructor":{}}'],
  ['bytes that are no text', JSON_TYPE, new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ['2 MB', JSON_TYPE, `{"name":"${'a'.repeat(2_000_000)}"}`],
  ['100,000 lists in one another', JSON_TYPE, DEEP],
  ['100,000 objects in one another', JSON_TYPE, '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ['a free value 100,000 lists deep', JSON_TYPE, `{"body":${DEEP},"response":${DEEP},"settings":${DEEP},"version":1,"name":"x"}`],
  ['plain text', 'text/plain', 'hello'],
  ['XML', 'application/xml', '<?xml version="1.0"?><a/>'],
  ['a type that is none', ';;;', 'hello'],
  ['an unknown charset', 'application/json; charset=klingon', '{}'],
  ['half a form', FORM, '%E0%A4%A&=&&a=%00&a[b]=c'],
  ['a form of 100,000 fields', FORM, 'a=1&'.repeat(100_000)],
  ['a multipart body without a boundary', 'multipart/form-data', 'hello'],
  ['a multipart body that breaks off', MULTIPART, '--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'],
  ['a multipart body without a name', MULTIPART, '--x\r\nContent-Type: image/png\r\n\r\nx\r\n--x--\r\n'],
  ['what is no multipart body', MULTIPART, 'hello'],
]

describe('a body', () => {
  test.each(BODIES)(
    'of %s breaks no route',
    async (_what, type, body) => {
      const broken: string[] = []
      for (const route of routes.filter((each) => !isRead(each))) {
        const answer = await send(route, everything.values, { headers: { 'content-type': type }, body })
        const text = await answer.text()
        if (answer.status >= 500) broken.push(`${nameOf(route)}: ${answer.status}`)
        // what a program is refused says why
        if (isApi(route) && answer.status >= 400 && !/"(code|problems)":/.test(text)) broken.push(`${nameOf(route)}: ${text.slice(0, 80)}`)
      }
      expect(broken).toEqual([])
    },
    60_000,
  )
})
