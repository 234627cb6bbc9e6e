import { Window } from 'happy-dom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addBackgroundWork } from '../main.ts'
import { startTestApp, type Client, type TestApp } from '../testing/index.ts'
import { bodyOf, operationOf, takersOfJson } from '../testing/json-bodies.ts'
import { anImage, aRouteWorld, someoneWhoMayEverything } from '../testing/route-world.ts'
import { addressOf, isApi, isRead, nameOf, routesOf, type Route } from '../testing/routes.ts'

/** What a database cannot keep, what no number holds, and what nobody can read. */
const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['a NUL', 'a\u0000b'],
  ['half a character', 'a\ud800b'],
  ['a number above 64 bits', '18446744073709551616'],
  ['a negative number', '-1'],
  ['100,000 letters', 'a'.repeat(100_000)],
]

type Values = Readonly<Record<string, string>>
let canut: TestApp
let as: () => Client
/** a batch that runs, and one that is still being prepared */
let worlds: readonly Values[]
let routes: readonly Route[]

beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  routes = routesOf(canut.app)
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

/** New ones for every text, since what one of them does to a batch may hide what the next would break. */
async function renewWorlds(): Promise<void> {
  const world = await aRouteWorld(canut)
  const { person, assignments } = await someoneWhoMayEverything(canut, [world])
  as = () => canut.as(person)
  const draft = await as().json(`/api/v1/projects/${world.values['project']}/batches`, {
    name: 'Draft',
    settings: { labels: [{ value: 'yes' }, { value: 'no' }] },
    price: { micros: '50000', currency: 'EUR' },
  })
  const { id } = (await draft.json()) as { id: string }
  const values = { ...world.values, assignment: assignments[0] ?? '', media: await anImage(canut, world) }
  worlds = [values, { ...values, batch: id }]
}

async function brokenBy(what: string, answer: Promise<Response>): Promise<string[]> {
  const { status, body } = await answer
  await body?.cancel()
  return status >= 500 ? [`${what}: ${status}`] : []
}

describe.each(TEXTS)('%s', { timeout: 180_000 }, (what, text) => {
  beforeAll(renewWorlds)

  test('breaks no operation of the API that takes JSON', async () => {
    const broken: string[] = []
    const takers = takersOfJson(canut.app)
    expect(takers.length).toBeGreaterThan(20)
    for (const { route, schema } of takers)
      for (const values of worlds) {
        const body = bodyOf(schema, text, worlds[0] ?? {})
        broken.push(...(await brokenBy(nameOf(route), as().json(addressOf(route, values), body, route.method as 'POST'))))
      }
    expect(broken).toEqual([])
  })

  test('breaks no address when it stands after the question mark', async () => {
    const broken: string[] = []
    const value = encodeURIComponent(text.toWellFormed()).slice(0, 2000)
    for (const route of routes.filter(isRead)) {
      const declared = (operationOf(canut.app, route).parameters ?? []).flatMap(({ name, in: place }) => (place === 'query' ? [name] : []))
      const names = isApi(route) ? declared : PAGE_PARAMETERS
      const queries = [
        names.map((name) => `${name}=${value}`).join('&'),
        ...(isThorough(what) ? names.map((name) => `${name}=${value}`) : []),
      ]
      const address = addressOf(route, worlds[0] ?? {})
      for (const query of queries) broken.push(...(await brokenBy(`${nameOf(route)}?${query.slice(0, 200)}`, as()(`${address}?${query}`))))
    }
    expect(broken).toEqual([])
  })

  test('breaks no form of any page, in one field or in all', async () => {
    const broken: string[] = []
    const forms = await everyForm()
    expect(forms.length).toBeGreaterThan(20)
    for (const { page, action, fields } of forms) {
      const free = fields.filter(({ isFree }) => isFree).map(({ name }) => name)
      const choices = [free, ...(isThorough(what) && free.length > 1 ? free.map((name) => [name]) : [])]
      for (const hostile of choices) {
        const filled = fields.map(({ name, value }) => [name, hostile.includes(name) ? text : value] as const)
        const sent = as()(action, { method: 'POST', body: new URLSearchParams(filled.map((pair) => [...pair])) })
        broken.push(...(await brokenBy(`${action} of ${page} with ${hostile.join(', ')}`, sent)))
      }
    }
    expect(broken).toEqual([])
  })
})

/** One field or parameter at a time is much slower, and what the others show is known by then. */
const isThorough = (what: string) => what === 'a NUL'

/** What pages read from their addresses; a page ignores what it does not know. */
const PAGE_PARAMETERS = [
  'after',
  'below',
  'count',
  'cursor',
  'done',
  'example',
  'from',
  'lang',
  'leases',
  'next',
  'order',
  'organisation',
  'q',
  'receipt',
  'refresh',
  'reports',
  'row',
  'state',
  'stored',
  'token',
  'type',
]

interface FoundForm {
  readonly page: string
  readonly action: string
  readonly fields: readonly { readonly name: string; readonly value: string; readonly isFree: boolean }[]
}

/** The forms that post, each once, as somebody who may do everything finds them. */
async function everyForm(): Promise<readonly FoundForm[]> {
  const found = new Map<string, FoundForm>()
  for (const route of routes.filter((each) => isRead(each) && !isApi(each)))
    for (const values of worlds) {
      const page = addressOf(route, values)
      const answer = await as()(page)
      const html = await answer.text()
      if (answer.headers.get('content-type')?.startsWith('text/html') !== true) continue
      for (const form of formsIn(page, html)) found.set(`${form.action} ${form.fields.map(({ name }) => name).join()}`, form)
    }
  return [...found.values()]
}

function formsIn(page: string, html: string): FoundForm[] {
  const { document } = new Window()
  document.write(html)
  return [...document.querySelectorAll('form')].flatMap((form) => {
    const action = form.getAttribute('action') ?? page
    if (form.getAttribute('method') !== 'post' || form.getAttribute('enctype') === 'multipart/form-data') return []
    const controls = [...form.querySelectorAll('input, select, textarea')].filter((control) => (control.getAttribute('name') ?? '') !== '')
    const fields = controls.map((control) => {
      const type = control.tagName === 'INPUT' ? (control.getAttribute('type') ?? 'text') : control.tagName.toLowerCase()
      const option = control.querySelector('option[value]:not([value=""])')?.getAttribute('value')
      return {
        name: control.getAttribute('name') ?? '',
        value: option ?? control.getAttribute('value') ?? (control.textContent || 'Plain words'),
        isFree: !['radio', 'checkbox'].includes(type),
      }
    })
    return [{ page, action, fields }]
  })
}
