import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase, type FreshDatabase } from '../testing/test-database.ts'
import { migrate } from './migrate.ts'

let database: FreshDatabase
let client: pg.Client
let dir: string

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'canut-migrations-'))
  database = await emptyDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.drop()
  rmSync(dir, { recursive: true })
})

const write = (name: string, sql: string) => writeFileSync(join(dir, name), sql)
const names = async () => (await client.query<{ name: string }>('select name from migrations order by name')).rows.map((row) => row.name)

const LOOMS = '0001_create_looms.sql'
const CARDS = '0002_create_cards.sql'
const writeBoth = () => {
  write(LOOMS, 'create table looms (id int primary key);')
  write(CARDS, 'create table cards (loom_id int references looms);\ninsert into looms values (1);\ninsert into cards values (1);')
}

describe('migrate', () => {
  it('applies new files in order, once', async () => {
    writeBoth()
    expect(await migrate(database.url, { dir })).toEqual([LOOMS, CARDS])
    expect(await migrate(client, { dir })).toEqual([])
    expect((await client.query('select * from cards')).rows).toEqual([{ loom_id: 1 }])
    write('0003_drop_cards.sql', 'drop table cards;')
    expect(await migrate(client, { dir })).toEqual(['0003_drop_cards.sql'])
  })

  it('accepts a folder without migrations, and one that does not exist', async () => {
    expect(await migrate(client, { dir })).toEqual([])
    expect(await migrate(client, { dir: join(dir, 'none') })).toEqual([])
  })

  it('refuses a file that was edited after it was applied, names it, and applies nothing', async () => {
    writeBoth()
    await migrate(client, { dir })
    write(LOOMS, 'create table looms (id bigint primary key);')
    write('0003_drop_cards.sql', 'drop table cards;')
    await expect(migrate(client, { dir })).rejects.toMatchObject({ code: 'migration_edited', message: expect.stringContaining(LOOMS) })
    expect(await names()).toEqual([LOOMS, CARDS])
  })

  it('does not take other line ends for an edit', async () => {
    write(LOOMS, 'create table looms (\n  id int\n);\n')
    await migrate(client, { dir })
    write(LOOMS, 'create table looms (\r\n  id int\r\n);\r\n')
    expect(await migrate(client, { dir })).toEqual([])
  })

  it('refuses a database with migrations it does not know, as made by a newer version', async () => {
    writeBoth()
    await migrate(client, { dir })
    rmSync(join(dir, CARDS))
    await expect(migrate(client, { dir })).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringMatching(/newer version.*0002_create_cards\.sql/),
    })
  })

  it('refuses a file that comes before one already applied', async () => {
    write(CARDS, 'create table cards (id int);')
    await migrate(client, { dir })
    write(LOOMS, 'create table looms (id int);')
    await expect(migrate(client, { dir })).rejects.toMatchObject({
      code: 'migration_out_of_order',
      message: expect.stringContaining(LOOMS),
    })
    expect(await names()).toEqual([CARDS])
  })

  it('undoes the whole of a file that fails, keeps those before it, and says where it failed', async () => {
    write(LOOMS, 'create table looms (id int primary key);')
    write(CARDS, 'create table cards (id int);\n\ninsert into carts values (1);')
    await expect(migrate(client, { dir })).rejects.toThrow(/0002_create_cards\.sql failed at line 3: .*carts/)
    expect(await names()).toEqual([LOOMS])
    expect((await client.query(`select to_regclass('cards') as found`)).rows).toEqual([{ found: null }])
  })

  it('applies each file once when many processes start together', async () => {
    writeBoth()
    const runs = await Promise.all(Array.from({ length: 8 }, () => migrate(database.url, { dir })))
    expect(runs.flat().toSorted()).toEqual([LOOMS, CARDS])
    expect((await client.query('select * from cards')).rowCount).toBe(1)
  })

  it.each(['1_create.sql', '0001_Create_looms.sql', '0001.sql'])('refuses the file name %s', async (name) => {
    write(name, 'select 1;')
    await expect(migrate(client, { dir })).rejects.toThrow(`${name} is not named NNNN_verb_object.sql`)
  })

  it('refuses two files with one number', async () => {
    writeBoth()
    write('0002_create_carts.sql', 'select 1;')
    await expect(migrate(client, { dir })).rejects.toThrow('two migrations have the number 0002')
  })
})
