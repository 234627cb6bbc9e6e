import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { findRunningProcess } from './running-process.ts'

const log = { info: () => undefined, warn: () => undefined }
let parent: string
let dataDir: string
const running: EmbeddedPostgres[] = []

beforeEach(() => {
  parent = mkdtempSync(join(temporaryFolder(), 'canut-embedded-'))
  dataDir = join(parent, 'data')
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()))
  rmSync(parent, { recursive: true, force: true })
})

async function start(of: { port?: number; dataDir?: string } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log, ...of })
  running.push(postgres)
  return postgres
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** Another Node process that starts the database of the folder and then acknowledges one committed row after the other. */
function anotherCanut(): { process: ChildProcess; acknowledged: number[]; firstRows: Promise<void> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../testing/write-rows.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: number[] = []
  const firstRows = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      acknowledged.push(Number(line))
      if (acknowledged.length === 20) resolve()
    })
    child.once('exit', () => reject(new Error('the other Canut ended before it wrote 20 rows')))
  })
  return { process: child, acknowledged, firstRows }
}

const kill9 = async (child: ChildProcess) => {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('the embedded PostgreSQL', () => {
  it('is stopped by stop(), and a second start finds the data again', async () => {
    const first = await start()
    await query(first.databaseUrl, 'create table woven as select 42 as metres')
    expect(findEmbeddedPostgres(dataDir)).toEqual({ databaseUrl: first.databaseUrl, port: first.port, pid: first.pid })
    await Promise.all([first.stop(), first.stop()])
    expect(findRunningProcess(first.pid)).toBeNull()
    expect(findEmbeddedPostgres(dataDir)).toBeNull()

    const second = await start()
    expect(await query(second.databaseUrl, 'select metres from woven')).toEqual([{ metres: 42 }])
  })

  it('keeps every commit on the disk, in UTF-8, with checksums', async () => {
    const { databaseUrl } = await start()
    const [settings] = await query(
      databaseUrl,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
         current_setting('server_encoding') as encoding, current_setting('listen_addresses') as address`,
    )
    expect(settings).toEqual({ fsync: 'on', commit: 'on', checksums: 'on', encoding: 'UTF8', address: '127.0.0.1' })
  })

  it('lets nobody in without the password, and keeps password and log from other accounts', async () => {
    const { databaseUrl } = await start()
    const stranger = new URL(databaseUrl)
    stranger.password = 'guess'
    await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed')
    for (const file of ['postgres-password', 'postgres.log', 'canut.lock']) expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0)
  })

  it('refuses a second Canut on the folder while the first one runs', async () => {
    const first = await start()
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toMatchObject({ code: 'data_folder_in_use' })
    expect(await query(first.databaseUrl, 'select 1 as alive')).toEqual([{ alive: 1 }])
  })

  it('outlives a Ctrl-C in the terminal, because it has a process group of its own', async () => {
    const { pid } = await start()
    const group = spawnSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    expect(group).toBe(String(pid))
  })

  it('loses no acknowledged row when Canut is killed, and its orphan does not block the next start', async () => {
    const canut = anotherCanut()
    await canut.firstRows
    await kill9(canut.process)
    const orphan = findEmbeddedPostgres(dataDir)
    expect(orphan).not.toBeNull()

    const { databaseUrl, pid } = await start()
    expect(pid).not.toBe(orphan?.pid)
    expect(findRunningProcess(orphan?.pid ?? 0)).toBeNull()
    const kept = new Set((await query(databaseUrl, 'select id from rows')).map((row) => (row as { id: number }).id))
    expect(canut.acknowledged.filter((id) => !kept.has(id))).toEqual([])
  })

  it('loses no acknowledged row when Canut and PostgreSQL are both killed', async () => {
    const canut = anotherCanut()
    await canut.firstRows
    process.kill(findEmbeddedPostgres(dataDir)?.pid ?? 0, 'SIGKILL')
    await kill9(canut.process)

    const { databaseUrl } = await start()
    const kept = new Set((await query(databaseUrl, 'select id from rows')).map((row) => (row as { id: number }).id))
    expect(canut.acknowledged.filter((id) => !kept.has(id))).toEqual([])
  })

  it('finds an orphan again under a new name of the folder', async () => {
    const canut = anotherCanut()
    await canut.firstRows
    await kill9(canut.process)
    const moved = join(parent, 'moved')
    renameSync(dataDir, moved)
    const { databaseUrl } = await start({ dataDir: moved })
    expect(await query(databaseUrl, 'select count(*) > 0 as found from rows')).toEqual([{ found: true }])
  })

  it('starts although the number of the dead server now belongs to an unrelated process', async () => {
    const first = await start()
    await first.stop()
    writeFileSync(
      join(dataDir, 'pgdata/postmaster.pid'),
      `${process.pid}\n${join(dataDir, 'pgdata')}\n0\n5432\n\n127.0.0.1\n0 0\nready   \n`,
    )
    const { databaseUrl } = await start()
    expect(await query(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('says that it died when it is killed alone, and can be started again', async () => {
    const postgres = await start()
    process.kill(postgres.pid, 'SIGKILL')
    expect(await postgres.died).toContain('ready to accept connections')
    await postgres.stop()
    await start()
  })

  it('names the port that another program listens on', async () => {
    const first = await start()
    await expect(start({ dataDir: join(parent, 'other'), port: first.port })).rejects.toMatchObject({
      code: 'database_port_taken',
      message: expect.stringContaining(`127.0.0.1:${first.port}`),
    })
    expect(existsSync(join(parent, 'other/canut.lock'))).toBe(false)
  })

  it('refuses files of another major version of PostgreSQL', async () => {
    await (await start()).stop()
    const file = join(dataDir, 'pgdata/PG_VERSION')
    const ours = readFileSync(file, 'utf8').trim()
    writeFileSync(file, '99\n')
    await expect(start()).rejects.toMatchObject({
      code: 'database_files_other_major',
      message: expect.stringContaining(`made by PostgreSQL 99, and this Canut brings PostgreSQL ${ours}`),
    })
  })

  it.runIf(process.platform === 'linux')('works under a folder that is closed to other accounts', async () => {
    chmodSync(parent, 0o700)
    const { databaseUrl } = await start()
    expect(await query(databaseUrl, 'select 1 as alive')).toEqual([{ alive: 1 }])
  })
})
