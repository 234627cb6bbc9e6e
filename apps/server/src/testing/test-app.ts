import { openSession, createPerson, hashPassword, type PersonToCreate } from '../identity/index.ts'
import { createApp, openServices, type App, type Opened } from '../main.ts'
import { readConfig, type Config } from '../platform/config.ts'
import type { Person } from '../platform/http/env.ts'
import { createLog } from '../platform/log.ts'
import type { Mail } from '../platform/mail/mailbox.ts'
import type { Services } from '../platform/services.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshDatabase } from './test-database.ts'

export const TEST_PASSWORD = 'a password for tests'
const TEST_SECRET = 'signs the cookies of tests, and of tests only'
const TEN_YEARS_SECONDS = 10 * 365 * 24 * 3600

/** Sends a request of one person (or of nobody) to the app, as a browser on this instance would. Redirects are not followed. */
export interface Client {
  (path: string, init?: RequestInit): Promise<Response>
  /** posts a form; a list gives the same field several times */
  form(path: string, fields: FormFields, init?: RequestInit): Promise<Response>
  /** sends JSON; POST unless told */
  json(path: string, body: unknown, method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'): Promise<Response>
}

export type FormFields = Readonly<Record<string, string | readonly string[]>>
export type FormSender = (path: string, fields: FormFields, headers?: Readonly<Record<string, string>>) => Promise<Response>

export interface TestClock {
  (): Date
  set(instant: Date | string): void
  advance(by: { seconds?: number; minutes?: number; hours?: number; days?: number }): void
}

export interface TestApp {
  readonly app: App
  readonly services: Services
  readonly databaseUrl: string
  /** signs session cookies */
  readonly secret: string
  readonly clock: TestClock
  /** every mail sent, oldest first */
  readonly mails: Mail[]
  /** A new person with TEST_PASSWORD, made without the slow way through the form. */
  signUp(person?: Partial<PersonToCreate>): Promise<Person>
  /** Requests with a session of this person. */
  as(person: Pick<Person, 'id'>): Client
  /** Requests of somebody who is not signed in. */
  readonly nobody: Client
  /** Posts forms from a network address of its own, one that no other call had unless told; rate limits count by address. */
  from(address?: string, headers?: Readonly<Record<string, string>>): FormSender
  /** Requests with a personal token. */
  withToken(token: string): Client
  /** Another process of the same instance, with connections of its own; its clock may go wrong. */
  anotherProcess(overrides?: { now?: () => Date }): Services
  close(): Promise<void>
}

export interface TestAppOptions {
  /** where the clock stands; Monday, 2 March 2026, 09:00 UTC unless told */
  readonly now?: Date | string
  /** settings as in the environment, such as PUBLIC_URL */
  readonly env?: Readonly<Record<string, string>>
  /** queues that take jobs which nobody does: the test does the work itself */
  readonly idleQueues?: readonly string[]
}

/** A whole Canut in this process, on a database and a data folder of its own: `const canut = await startTestApp()`. */
export async function startTestApp({ now = '2026-03-02T09:00:00Z', env = {}, idleQueues = [] }: TestAppOptions = {}): Promise<TestApp> {
  const database = await freshDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'canut-test-app-'))
  const config = testConfig({ CANUT_DATA: dataDir, DATABASE_URL: database.url, DATABASE_POOL_SIZE: '6', LOG_LEVEL: 'error', ...env })
  const mails: Mail[] = []
  const clock = createTestClock(now)
  const overrides = {
    now: clock,
    log: createLog(config),
    mailbox: {
      async send(mail: Mail) {
        mails.push(mail)
      },
    },
  }
  const opened = [openServices(config, database.url, overrides)] as [Opened, ...Opened[]]
  const [{ services }] = opened
  for (const queue of idleQueues) services.jobs.handle(queue, async () => undefined)
  if (idleQueues.length > 0) await services.jobs.start()
  const app = createApp(services, TEST_SECRET)
  let people = 0
  let addresses = 0

  return {
    app,
    services,
    databaseUrl: database.url,
    secret: TEST_SECRET,
    clock,
    mails,
    async signUp(person = {}) {
      people += 1
      const { password, ...rest } = { name: `Person ${people}`, email: `person-${people}@example.org`, ...person }
      const passwordHash = await (password === undefined ? sharedHash() : hashPassword(password))
      const created = await createPerson(services, { passwordHash, ...rest })
      if (!created.ok) throw new Error(`two people with the address ${created.error.email}`)
      return created.value
    },
    as(person) {
      const cookie = openSession(services, TEST_SECRET, person.id, TEN_YEARS_SECONDS)
      // The first request awaits it; a failure is reported there.
      cookie.catch(() => undefined)
      return createClient(app, config, async () => ({ cookie: await cookie }))
    },
    nobody: createClient(app, config, async () => ({})),
    from(address = `192.0.2.${(addresses += 1)}`, headers = {}) {
      const socket = { incoming: { socket: { remoteAddress: address } } }
      return async (path, fields, more = {}) =>
        app.request(
          new URL(path, config.publicUrl).href,
          { method: 'POST', headers: { ...headers, ...more }, body: formBody(fields) },
          socket,
        )
    },
    withToken: (token) => createClient(app, config, async () => ({ authorization: `Bearer ${token}` })),
    anotherProcess(own) {
      const another = openServices(config, database.url, { ...overrides, ...own })
      opened.push(another)
      return another.services
    },
    async close() {
      if (idleQueues.length > 0) await services.jobs.stop()
      await Promise.all(opened.map((each) => each.close()))
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function testConfig(env: Record<string, string>): Config {
  const read = readConfig(env)
  if (!read.ok) throw new Error(read.problems.join('; '))
  return read.config
}

let hash: Promise<string> | undefined
/** One hash for everybody: making one takes a twentieth of a second, on purpose. */
function sharedHash(): Promise<string> {
  return (hash ??= hashPassword(TEST_PASSWORD))
}

function createTestClock(start: Date | string): TestClock {
  let current = new Date(start).getTime()
  return Object.assign(() => new Date(current), {
    set(instant: Date | string) {
      current = new Date(instant).getTime()
    },
    advance({ seconds = 0, minutes = 0, hours = 0, days = 0 }: Parameters<TestClock['advance']>[0]) {
      current += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    },
  })
}

function formBody(fields: FormFields): URLSearchParams {
  return new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])))
}

/** The `Cookie` header of a browser that took what this response set. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

function createClient(app: App, config: Config, identity: () => Promise<Record<string, string>>): Client {
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    for (const [name, value] of Object.entries(await identity())) headers.set(name, value)
    return app.request(new URL(path, config.publicUrl).href, { ...init, headers })
  }
  return Object.assign(request, {
    form(path: string, fields: FormFields, init: RequestInit = {}) {
      return request(path, { method: 'POST', ...init, body: formBody(fields) })
    },
    json(path: string, body: unknown, method = 'POST') {
      const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
      return request(path, { method, headers, body: JSON.stringify(body) })
    },
  })
}
