import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createToken } from '../identity/index.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

const metricsOf = async (app: TestApp) => (await app.as(await app.signUp({ isSteward: true }))('/metrics')).text()

describe('GET /healthz', () => {
  it('answers anybody without touching the database', async () => {
    const response = await canut.nobody('/healthz')
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})

describe('GET /readyz', () => {
  it('says what is checked while all is well', async () => {
    const response = await canut.nobody('/readyz')
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ready', checks: { process: 'ok', database: 'ok', migrations: 'ok' } },
    ])
  })

  it.each([
    ['behind this version', `delete from migrations where name = (select max(name) from migrations)`],
    ['ahead of this version', `insert into migrations (name, checksum) values ('9999_add_later.sql', 'x')`],
  ])('asks for no requests on a database that is %s', async (_case, statement) => {
    const other = await startTestApp()
    await other.services.pool.query(statement)
    const response = await other.nobody('/readyz')
    expect([response.status, await response.json()]).toMatchObject([503, { checks: { database: 'ok', migrations: 'failed' } }])
    await other.close()
  })

  it('asks for no requests when the database does not answer, and still says so', async () => {
    const other = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
    await other.services.pool.end()
    const response = await other.nobody('/readyz')
    expect([response.status, await response.json()]).toMatchObject([503, { status: 'not_ready', checks: { database: 'failed' } }])
    await other.close()
  })

  it('asks for no new requests once the process is stopping, and serves those that come', async () => {
    const other = await startTestApp()
    other.services.lifecycle.stop()
    const response = await other.nobody('/readyz')
    expect([response.status, await response.json()]).toMatchObject([503, { checks: { process: 'stopping', database: 'ok' } }])
    expect((await other.nobody('/healthz')).status).toBe(200)
    await other.close()
  })
})

describe('GET /metrics', () => {
  it('is for stewards and their tokens', async () => {
    const steward = await canut.signUp({ isSteward: true })
    const token = async (scopes: ('steward' | 'work')[]) => {
      const made = await createToken(canut.services, { personId: steward.id, name: 'prometheus', scopes, expiresAt: null })
      if (!made.ok) throw new Error(made.error.kind)
      return made.value.token
    }
    expect((await canut.nobody('/metrics', { headers: { accept: 'application/json' } })).status).toBe(401)
    expect((await canut.as(await canut.signUp())('/metrics')).status).toBe(403)
    expect((await canut.withToken(await token(['work']))('/metrics')).status).toBe(403)
    expect((await canut.as(steward)('/metrics')).status).toBe(200)
    const response = await canut.withToken(await token(['steward']))('/metrics')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  })

  it('counts requests by the pattern of their route and by status, and never by their path', async () => {
    await canut.nobody('/api/v1/batches/bat_0000000000000000000000000a', { headers: { accept: 'application/json' } })
    for (const path of ['/no-such-page-1', '/no-such-page-2']) await canut.nobody(path)
    const text = await metricsOf(canut)
    expect(text).toMatch(/canut_http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} \d+/)
    expect(text).toMatch(/route="none",status="404"\} 2\n/)
    expect(text).not.toContain('no-such-page')
    expect(text).not.toContain('bat_0')
  })

  it('shows the pool, the jobs, the event loop and the counters of the features', async () => {
    const { jobs, metrics, pool } = canut.services
    jobs.handle('send-mail', async () => undefined)
    await jobs.start()
    await jobs.stop()
    await pool.query(
      `insert into jobs.job (name, state, start_after) values ('send-mail', 'created', now()), ('send-mail', 'failed', now())`,
    )
    metrics.count('leases_granted', 'Leases.', 3)
    metrics.count('leases_granted', 'Leases.', 2)
    const text = await metricsOf(canut)
    expect(text).toContain('canut_jobs{queue="send-mail",state="waiting"} 1')
    expect(text).toContain('canut_jobs{queue="send-mail",state="failed"} 1')
    expect(text).toContain('canut_leases_granted_total 5')
    expect(text).toMatch(/canut_database_connections\{state="idle"\} \d/)
    expect(text).toMatch(/nodejs_eventloop_lag_seconds \S+/)
    expect(text).toMatch(/canut_info\{version="\d+\.\d+\.\d+"\} 1/)
  })
})
