import { serve } from '@hono/node-server'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSession } from '../identity/index.ts'
import { addBackgroundWork, createApp } from '../main.ts'
import { publicId } from '../platform/ids.ts'
import type { Person } from '../platform/http/env.ts'
import { aBatch, aBatchOfType } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'
import { aRouteWorld, someoneWhoMayEverything } from '../testing/route-world.ts'
import { addressOf, isRead, nameOf, routesOf } from '../testing/routes.ts'
import { leaseTasks } from '../work/index.ts'

/** What arrives through a real socket: connections that end in the middle, and requests that no client of ours would write. */

let canut: TestApp
let server: Server
let port: number
/** what the log says of requests that went wrong */
const failures: string[] = []
const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)

beforeAll(async () => {
  canut = await startTestApp({ now: new Date(), env: { LOG_LEVEL: 'silent' } })
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  const log = pino({ level: 'error' }, { write: (line: string) => failures.push(line) })
  const app = createApp({ ...canut.services, log }, canut.secret)
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  process.on('unhandledRejection', note)
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  server.close()
  server.closeAllConnections()
  await canut.services.jobs.stop()
  await canut.close()
})

const cookieFor = (person: Pick<Person, 'id'>) => openSession(canut.services, canut.secret, person.id, 3600)

/** Sends these bytes, waits a moment, and hangs up. Returns what was answered until then. */
async function send(bytes: string | Uint8Array, waitMs: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const received: Buffer[] = []
  socket.on('data', (piece: Buffer) => received.push(piece))
  // the server may hang up first, which is an answer as well
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  await once(socket, 'connect')
  socket.write(bytes)
  await Promise.race([sleep(waitMs), closed])
  socket.destroy()
  return Buffer.concat(received).toString('latin1')
}

const head = (line: string, headers: Readonly<Record<string, string>>) =>
  `${line} HTTP/1.1\r\nHost: localhost\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

async function expectAlive(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`)
  expect(answer.status).toBe(200)
  expect(failures).toEqual([])
  expect(unhandled).toEqual([])
}

describe('a line that breaks', () => {
  test('in the middle of the body, on every route that takes one, is nobody’s failure', async () => {
    const world = await aRouteWorld(canut)
    const { person, assignments } = await someoneWhoMayEverything(canut, [world])
    const cookie = await cookieFor(person)
    const routes = routesOf(canut.app).filter((route) => !isRead(route))
    expect(routes.length).toBeGreaterThan(50)
    const types = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
    const tried = routes.flatMap((route) => types.map((type) => ({ route, type })))
    const answers: string[] = []
    for (let i = 0; i < tried.length; i += 20) {
      const some = tried.slice(i, i + 20).map(async ({ route, type }) => {
        const address = addressOf(route, { ...world.values, assignment: assignments[0] ?? '' })
        const headers = { Cookie: cookie, 'Content-Type': type, 'Content-Length': '5000', 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0' }
        const answer = await send(`${head(`${route.method} ${address}`, headers)}{"name":"--x\r\n`, 150)
        if (/^HTTP\/1.1 5/.test(answer)) answers.push(`${nameOf(route)}: ${answer.slice(0, 20)}`)
      })
      await Promise.all(some)
    }
    expect(answers).toEqual([])
    await expectAlive()
  }, 120_000)

  test('in the middle of a piece keeps of a file what had arrived, and it goes on from there', async () => {
    const batch = await aBatchOfType(canut, 'voice')
    const worker = await canut.signUp()
    const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker.id, count: 1 })
    const assignment = publicId('asg', (leased.ok ? leased.value.leases[0]?.assignmentId : undefined) ?? '')
    const cookie = await cookieFor(worker)
    const made = await canut.as(worker)(`/api/v1/assignments/${assignment}/files`, {
      method: 'POST',
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '100000' },
    })
    const location = new URL(made.headers.get('location') ?? '', 'http://localhost').pathname
    const offset = async () => {
      const answer = await canut.as(worker)(location, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } })
      return Number(answer.headers.get('upload-offset'))
    }
    for (let round = 0; round < 3; round++) {
      const before = await offset()
      const headers = {
        Cookie: cookie,
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': String(before),
        'Content-Type': 'application/offset+octet-stream',
        'Content-Length': '50000',
      }
      await send(Buffer.concat([Buffer.from(head(`PATCH ${location}`, headers)), Buffer.alloc(9000, round)]), 100)
      // all of it, or nothing: never more than was sent
      await expect.poll(async () => [before, before + 9000].includes(await offset())).toBe(true)
    }
    await expectAlive()
  }, 60_000)

  test('in the middle of an export, by many at once, leaves no connection to the database behind', async () => {
    const batch = await aBatch(canut, { tasks: 300, redundancy: 1 })
    await someResponses(canut, batch, [Array.from({ length: 60 }, () => 'yes')])
    const cookie = await cookieFor(await someStaff(canut, batch, 'reviewer'))
    const names = ['responses.csv', 'responses.jsonl', 'results.csv', 'responses.parquet', 'responses.label-studio.json']
    for (let round = 0; round < 3; round++)
      await Promise.all(
        names.map((name) => send(head(`GET /api/v1/batches/${batch.publicId}/exports/${name}`, { Cookie: cookie }), round * 15)),
      )
    await expect.poll(() => canut.services.pool.totalCount - canut.services.pool.idleCount).toBeLessThanOrEqual(1)
    await expectAlive()
  }, 60_000)
})

describe('a request that nobody would write', () => {
  test.each([
    ['no HTTP at all', '\u0000\u0001\u0002 hello\r\n\r\n'],
    ['two lengths', 'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a length and pieces', 'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    [
      'pieces that are none',
      'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n',
    ],
    ['a head of 200 kB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(200_000)}\r\n\r\n`],
    ['an address of 60 kB', `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: \u0001[::\r\n\r\n'],
    ['a host with everything in it', 'GET / HTTP/1.1\r\nHost: a@b:99999/../?#\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a whole address', 'GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a broken address', 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a star', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a wrong escape', 'GET /batches/%E0%A4%A%00/..%2f HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a method of its own', 'STEAL / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a body where none belongs', 'GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc'],
    ['a cookie that is none', `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a=%;'.repeat(500)} session="\u0080\r\n\r\n`],
    ['a language that is none', 'GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: ;q=NaN,*;q=1e999,----\r\n\r\n'],
    ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('of %s is refused or answered, and the next one is served', async (_what, bytes) => {
    const answer = await send(Buffer.from(bytes, 'latin1'), 400)
    expect(answer).not.toMatch(/^HTTP\/1.1 5/)
    expect(answer).not.toMatch(/node_modules|at .*\.ts:\d+/)
    await expectAlive()
  })
})
