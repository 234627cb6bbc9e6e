import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderStore } from '../platform/files/folder-store.ts'
import { newId } from '../platform/ids.ts'
import { listMigrations, migrateWithin } from '../platform/migrate.ts'
import { emptyDatabase, freshDatabase, startTestApp, type FreshDatabase, type TestApp } from '../testing/index.ts'
import { backUp, checkBackup, restoreBackup, type BackupReport } from './index.ts'

const silent = () => undefined
const never = new AbortController().signal
const NOW = new Date('2026-03-02T09:00:00Z')
/** what a careless text format would lose: separators, line ends, escapes, the mark for null, an end-of-data mark */
const AWKWARD = 'tab\tline\nreturn\r\nback\\slash \\N \\. « été » \u{1F9F5}'

let folder: string
let source: TestApp
let backup: BackupReport
const open: (() => Promise<void>)[] = []
const mediaBytes = randomBytes(9_000_000)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canut-backup-'))
  source = await startTestApp()
  await fill(source)
  backup = await takeBackup('good.canut')
})
afterAll(async () => {
  for (const close of open) await close()
  await source.close()
  rmSync(folder, { recursive: true })
})

const takeBackup = (name: string, signal = never) =>
  backUp({ databaseUrl: source.databaseUrl, files: source.services.files, path: join(folder, name), now: NOW, signal, progress: silent })

async function anEmptyDatabase(of: () => Promise<FreshDatabase> = emptyDatabase): Promise<FreshDatabase> {
  const database = await of()
  open.push(() => database.drop())
  return database
}

async function restoreInto(database: FreshDatabase, path = backup.path, filesIn = 'restored', signal = never) {
  const files = folderStore(join(folder, filesIn))
  const report = await restoreBackup({ path, openTarget: async () => ({ databaseUrl: database.url, files }), signal, progress: silent })
  return { report, files }
}

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Every row of every table as text, so that nothing is hidden by how a driver reads it. */
function allRows(url: string): Promise<Record<string, string[]>> {
  return inDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
    const rows: Record<string, string[]> = {}
    for (const { name } of tables) {
      const columns = name === 'migrations' ? 'name, checksum' : '*'
      const found = await client.query<{ row: string }>(`select r::text as row from (select ${columns} from ${name}) r order by 1`)
      rows[name] = found.rows.map(({ row }) => row)
    }
    return rows
  })
}

const tableNames = (url: string) =>
  inDatabase(
    url,
    async (client) => (await client.query<{ tablename: string }>(`select tablename from pg_tables where schemaname = 'public'`)).rows,
  )

describe('a backup', () => {
  it('brings back every row of every table, and every stored file', async () => {
    const database = await anEmptyDatabase()
    const { report, files } = await restoreInto(database)
    const restored = await allRows(database.url)
    expect(restored).toEqual(await allRows(source.databaseUrl))
    for (const table of ['people', 'media', 'tasks', 'transfers', 'entries', 'results'])
      expect({ table, filled: (restored[table] ?? []).length > 0 }).toEqual({ table, filled: true })
    expect(report).toMatchObject({ migrated: [], jobs: 2, manifest: { files: { count: 2, missing: 1 } } })
    expect(
      createHash('sha256')
        .update(await buffer(await files.open('media/big')))
        .digest('hex'),
    ).toBe(createHash('sha256').update(mediaBytes).digest('hex'))
    expect(await buffer(await files.open('media/empty'))).toHaveLength(0)
  })

  it('restores into a database that is set up but empty, as after canut migrate', async () => {
    const database = await anEmptyDatabase(freshDatabase)
    await restoreInto(database)
    expect(await allRows(database.url)).toEqual(await allRows(source.databaseUrl))
  })

  it('carries over jobs that were waiting or under way, not those that ended', async () => {
    const database = await anEmptyDatabase()
    await restoreInto(database)
    const jobs = await inDatabase(database.url, (client) =>
      client.query(`select name, data, singleton_key, state::text from jobs.job order by singleton_key nulls first`),
    )
    expect(jobs.rows).toEqual([
      { name: 'send-mail', data: { text: AWKWARD }, singleton_key: null, state: 'created' },
      { name: 'send-mail', data: { text: 'under way' }, singleton_key: 'one', state: 'created' },
    ])
  })

  it('shows one instant: what is written while it runs is in it altogether or not at all', async () => {
    const { db } = source.services
    let [writing, pairs] = [true, 0]
    const writer = (async () => {
      for (; writing; pairs += 1)
        await db.transaction().execute(async (tx) => {
          await tx
            .insertInto('parameters')
            .values({ name: `left-${pairs}`, value: 1 })
            .execute()
          await tx
            .insertInto('rate_limits')
            .values({ id: `right-${pairs}`, key: `right-${pairs}`, count: 1, last_request: 1n })
            .execute()
        })
    })()
    const report = await takeBackup('running.canut')
    writing = false
    await writer
    await db.deleteFrom('parameters').where('name', 'like', 'left-%').execute()
    await db.deleteFrom('rate_limits').where('id', 'like', 'right-%').execute()

    const database = await anEmptyDatabase()
    await restoreInto(database, report.path, 'running')
    const rows = await allRows(database.url)
    const halves = (name: string, half: string) => (rows[name] ?? []).filter((row) => row.includes(half)).length
    expect(halves('parameters', 'left-')).toBe(halves('rate_limits', 'right-'))
    expect(pairs).toBeGreaterThan(0)
  })

  it('of an older version is loaded as it was, and then brought up to date', async () => {
    const [last, ...later] = listMigrations()
      .map(({ name }) => name)
      .slice(-2)
    const older = await anEmptyDatabase()
    await inDatabase(older.url, async (client) => {
      await client.query('begin')
      await migrateWithin(client, { last: last ?? '' })
      await client.query(`insert into people (id, name, email) values ('${newId()}', 'Jacquard', 'jacquard@example.org')`)
      await client.query('commit')
    })
    const path = join(folder, 'older.canut')
    await backUp({ databaseUrl: older.url, files: source.services.files, path, now: NOW, signal: never, progress: silent })

    const database = await anEmptyDatabase()
    const { report } = await restoreInto(database, path, 'older')
    const rows = await allRows(database.url)
    expect(report.migrated).toEqual(later)
    expect(rows['people']).toEqual([expect.stringContaining('Jacquard')])
    expect(Object.keys(rows)).toEqual(Object.keys(await allRows(source.databaseUrl)))

    const ahead = await anEmptyDatabase(freshDatabase)
    await expect(restoreInto(ahead, path, 'ahead')).rejects.toMatchObject({ code: 'instance_not_empty' })
  })

  it('appears only when complete: stopped halfway, it leaves no file', async () => {
    const controller = new AbortController()
    const path = join(folder, 'stopped.canut')
    const stopped = backUp({
      databaseUrl: source.databaseUrl,
      files: source.services.files,
      path,
      now: NOW,
      signal: controller.signal,
      progress: ({ files }) => files === 1 && controller.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([])
  })

  it('never overwrites a file', async () => {
    await expect(takeBackup('good.canut')).rejects.toMatchObject({
      code: 'backup_not_written',
      message: expect.stringContaining('exists already') as unknown,
    })
    await expect(takeBackup('nowhere/x.canut')).rejects.toMatchObject({ code: 'backup_not_written' })
  })
})

describe('a restore refuses', () => {
  it('an instance that has data, and leaves it as it was', async () => {
    const database = await anEmptyDatabase(freshDatabase)
    await inDatabase(database.url, (client) => client.query(`insert into parameters (name, value) values ('review_days', 3)`))
    const before = await allRows(database.url)
    await expect(restoreInto(database, backup.path, 'unused')).rejects.toMatchObject({
      code: 'instance_not_empty',
      message: expect.stringContaining('parameters') as unknown,
    })
    expect(await allRows(database.url)).toEqual(before)
    expect(readdirSync(folder)).not.toContain('unused')
  })

  it('a database on which a Canut is running', async () => {
    const running = await startTestApp()
    open.push(() => running.close())
    await running.services.pool.query('select 1')
    await expect(restoreInto({ url: running.databaseUrl, drop: async () => undefined })).rejects.toMatchObject({ code: 'instance_running' })
  })

  it('a file cut short anywhere', async () => {
    const whole = readFileSync(backup.path)
    const path = join(folder, 'short.canut')
    writeFileSync(path, whole)
    for (const length of [whole.length - 1, whole.length - 400, Math.floor(whole.length / 2), 5_000, 9]) {
      truncateSync(path, length)
      await expect(checkBackup({ path, signal: never, progress: silent }), `${length} bytes`).rejects.toMatchObject({
        code: 'backup_not_usable',
      })
    }
  })

  it('a file with one changed byte, wherever it is', async () => {
    const whole = readFileSync(backup.path)
    const path = join(folder, 'changed.canut')
    for (const at of [0, 3, 40, 2_000, 60_000, Math.floor(whole.length / 2), whole.length - 300, whole.length - 6]) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      writeFileSync(path, changed)
      await expect(checkBackup({ path, signal: never, progress: silent }), `byte ${at}`).rejects.toMatchObject({
        code: 'backup_not_usable',
      })
    }
  })

  it('a file that is something else', async () => {
    const path = join(folder, 'letter.txt')
    writeFileSync(path, 'Dear co-operative,\n')
    for (const other of [path, folder])
      await expect(checkBackup({ path: other, signal: never, progress: silent })).rejects.toMatchObject({
        code: 'backup_not_usable',
        message: expect.stringContaining('not a backup made by Canut') as unknown,
      })
    await expect(checkBackup({ path: join(folder, 'missing'), signal: never, progress: silent })).rejects.toMatchObject({
      code: 'backup_not_usable',
      message: expect.stringContaining('no such file') as unknown,
    })
  })

  it('to leave anything behind when it is stopped halfway', async () => {
    const database = await anEmptyDatabase()
    const controller = new AbortController()
    const files = folderStore(join(folder, 'halfway'))
    await files.put('media/empty', Readable.from(['kept from before']), 'text/plain')
    const stopped = restoreBackup({
      path: backup.path,
      openTarget: async () => ({ databaseUrl: database.url, files }),
      signal: controller.signal,
      progress: ({ step }) => step === 'constraints' && controller.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect(await tableNames(database.url)).toEqual([])
    expect(readdirSync(join(folder, 'halfway/media'))).toEqual(['empty'])
  })
})

/** Rows of awkward content, a transfer, a result, stored files (one of them gone), and jobs in each state. */
async function fill(canut: TestApp): Promise<void> {
  const { services } = canut
  const person = await canut.signUp({ name: AWKWARD, email: 'awkward@example.org' })
  await canut.as(person)('/')
  const ids = Object.fromEntries(['organisation', 'project', 'batch', 'run', 'bank', 'org', 'transfer'].map((name) => [name, newId()]))
  await services.files.put('media/big', Readable.from([mediaBytes]), 'image/png')
  await services.files.put('media/empty', Readable.from([]), 'text/plain')
  await inDatabase(canut.databaseUrl, async (client) => {
    const insert = (table: string, row: Record<string, unknown>) => {
      const columns = Object.keys(row)
      return client.query(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(row),
      )
    }
    await insert('organisations', { id: ids['organisation'], name: AWKWARD, country: 'FR', created_by: person.id })
    await insert('projects', {
      id: ids['project'],
      organisation_id: ids['organisation'],
      name: '',
      task_type: 'text-class',
      sensitive_categories: ['a,b', '"c"', AWKWARD],
      created_by: person.id,
    })
    await insert('project_links', {
      project_id: ids['project'],
      position: 1,
      party: 'A',
      role: 'B',
      country: 'FR',
      share_percent: '12.345',
    })
    for (const name of ['big', 'empty', 'gone'])
      await insert('media', {
        id: newId(),
        project_id: ids['project'],
        name,
        content_type: 'image/png',
        bytes: 1,
        sha256: randomBytes(32),
        storage_key: `media/${name}`,
      })
    await insert('batches', {
      id: ids['batch'],
      project_id: ids['project'],
      organisation_id: ids['organisation'],
      name: 'Batch',
      task_type: 'text-class',
      settings: JSON.stringify({ labels: [AWKWARD, 'b'] }),
      pseudonym_salt: Buffer.from([0, 255, 92, 10]),
      created_by: person.id,
    })
    await client.query(
      `insert into tasks (batch_id, number, payload) select $1, n, jsonb_build_object('text', $2::text, 'n', n) from generate_series(1, 20000) n`,
      [ids['batch'], AWKWARD],
    )
    // an import read straight from the network, which left no file
    await insert('imports', {
      id: newId(),
      batch_id: ids['batch'],
      file_name: AWKWARD,
      storage_key: null,
      bytes_total: 0,
      created_by: person.id,
    })
    await insert('aggregation_runs', { id: ids['run'], batch_id: ids['batch'], state: 'done', agreement: 0.1 + 0.2, requested_at: NOW })
    await insert('results', {
      batch_id: ids['batch'],
      number: 1,
      confidence: 1 / 3,
      responses: 3,
      run_id: ids['run'],
    })
    await insert('accounts', { id: ids['bank'], kind: 'bank', currency: 'EUR' })
    await insert('accounts', { id: ids['org'], kind: 'organisation', currency: 'EUR', organisation_id: ids['organisation'] })
    await insert('transfers', { id: ids['transfer'], kind: 'deposit', currency: 'EUR', reference: AWKWARD, created_at: NOW })
    await client.query(
      `insert into entries (account_id, transfer_id, debit_micros, credit_micros)
        values ($1, $3, 9007199254740993, 0), ($2, $3, 0, 9007199254740993)`,
      [ids['bank'], ids['org'], ids['transfer']],
    )
  })
  services.jobs.handle('send-mail', async () => undefined)
  await fillJobs(canut)
}

/** The worker of the queue is stopped first, so that nothing is done with them. */
async function fillJobs({ services, databaseUrl }: TestApp): Promise<void> {
  await services.jobs.start()
  await services.jobs.stop()
  await inDatabase(databaseUrl, async (client) => {
    const add = (data: object, state: string, key: string | null) =>
      client.query(
        `insert into jobs.job (name, data, state, singleton_key, created_on) values ('send-mail', $1, $2, $3, clock_timestamp())`,
        [JSON.stringify(data), state, key],
      )
    await add({ text: AWKWARD }, 'created', null)
    await add({ text: 'under way' }, 'active', 'one')
    await add({ text: 'ended' }, 'completed', null)
  })
}

it('knows the migrations that it was made with', () => {
  expect(backup.manifest.about.migrations).toEqual(listMigrations())
})
