import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StartupProblem } from '../platform/startup-problem.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { diagnose } from './doctor.ts'

let canut: TestApp
let folder: string
beforeEach(async () => {
  canut = await startTestApp()
  folder = mkdtempSync(join(tmpdir(), 'canut-doctor-'))
})
afterEach(async () => {
  await canut.close()
  rmSync(folder, { recursive: true })
})

async function levels(env: Record<string, string> = {}): Promise<Record<string, string>> {
  const findings = await diagnose({
    env: { CANUT_DATA: folder, DATABASE_URL: canut.databaseUrl, ...env },
    nodeVersion: 'v24.0.0',
    now: () => new Date(),
    locale: 'en',
    openDatabase: async () => ({ databaseUrl: canut.databaseUrl, log: canut.services.log, close: async () => undefined }),
  })
  return Object.fromEntries(findings.map(({ check, level }) => [check, level]))
}

it('finds a new instance in order, apart from mail and a steward, which only people can set up', async () => {
  const { disk, ...others } = await levels()
  expect(disk).toBeDefined()
  expect(others).toEqual({
    settings: 'ok',
    node: 'ok',
    address: 'ok',
    data_folder: 'ok',
    files: 'ok',
    database: 'ok',
    connections: 'ok',
    clock: 'ok',
    migrations: 'ok',
    jobs: 'ok',
    ledger: 'ok',
    stewards: 'warning',
    mail: 'warning',
  })
})

it('sees a steward, an open data folder, running totals that differ and jobs that were given up', async () => {
  await canut.signUp({ isSteward: true })
  chmodSync(folder, 0o755)
  canut.services.jobs.handle('send-mail', async () => undefined)
  await canut.services.jobs.start()
  await canut.services.jobs.stop()
  await canut.services.pool.query(`insert into jobs.job (name, state) values ('send-mail', 'failed')`)
  await canut.services.pool.query(`
    with account as (insert into accounts (id, kind, currency) values (gen_random_uuid(), 'bank', 'EUR') returning id)
    insert into balances (account_id, shard, debit_micros) select id, 0, 5 from account`)
  expect(await levels()).toMatchObject({ stewards: 'ok', data_folder: 'warning', ledger: 'problem', jobs: 'warning' })
})

it('reports mail that nobody takes, and all wrong settings at once', async () => {
  expect(await levels({ SMTP_URL: 'smtp://127.0.0.1:9' })).toMatchObject({ mail: 'problem' })
  expect(await levels({ PORT: 'http', SMTP_URL: 'nowhere' })).toEqual({ settings: 'problem', node: 'ok' })
})

it('reports a database that cannot be reached, and goes on', async () => {
  const findings = await diagnose({
    env: { CANUT_DATA: folder, DATABASE_URL: 'postgres://127.0.0.1:9/none' },
    nodeVersion: 'v24.0.0',
    now: () => new Date(),
    locale: 'fr',
    openDatabase: async () => {
      throw new StartupProblem('database_unreachable', { en: 'no', fr: 'La base ne répond pas.' })
    },
  })
  expect(findings.find(({ check }) => check === 'database')).toMatchObject({ level: 'problem', found: 'La base ne répond pas.' })
  expect(findings.at(-1)?.check).toBe('mail')
})

it('does not start a database only to look at it', async () => {
  expect(await levels({ DATABASE_URL: '' })).toMatchObject({ database: 'ok', mail: 'warning' })
})
