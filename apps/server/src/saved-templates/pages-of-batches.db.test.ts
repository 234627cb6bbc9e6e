import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../platform/ids.ts'
import { migrate } from '../platform/migrate.ts'
import { emptyDatabase } from '../testing/index.ts'

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname
const OWN = '0023_keep_templates_in_versions.sql'

let database: Awaited<ReturnType<typeof emptyDatabase>>
let client: Client
let before: string
beforeAll(async () => {
  database = await emptyDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
  before = mkdtempSync(join(tmpdir(), 'canut-before-templates-'))
  for (const name of readdirSync(MIGRATIONS)) if (name < OWN) copyFileSync(join(MIGRATIONS, name), join(before, name))
  await migrate(client, { dir: before })
})
afterAll(async () => {
  rmSync(before, { recursive: true })
  await client.end()
  await database.drop()
})

const [person, organisation, project, other] = [newId(), newId(), newId(), newId()]

async function insertBatch(projectId: string, name: string, taskType: string, settings: object): Promise<string> {
  const id = newId()
  await client.query(
    `insert into batches (id, project_id, organisation_id, name, task_type, settings, pseudonym_salt, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, projectId, organisation, name, taskType, settings, randomBytes(16), person],
  )
  return id
}

it('pages that batches had for themselves become templates of their projects, the same page once', async () => {
  await client.query(`insert into people (id, name, email) values ($1, 'Ada', 'ada@example.org')`, [person])
  await client.query(`insert into organisations (id, name, country, created_by) values ($1, 'Library', 'FR', $2)`, [organisation, person])
  for (const id of [project, other])
    await client.query(`insert into projects (id, organisation_id, name, task_type, created_by) values ($1, $2, 'P', 'template', $3)`, [
      id,
      organisation,
      person,
    ])
  const [one, two] = [
    { dialect: 'liquid', source: '1' },
    { dialect: 'liquid', source: '2' },
  ]
  const ids = [
    await insertBatch(project, 'First', 'template', one),
    await insertBatch(project, 'Second', 'template', two),
    await insertBatch(project, 'Third', 'template', { source: '1', dialect: 'liquid' }),
    await insertBatch(project, 'Fourth', 'text-class', { labels: [] }),
    await insertBatch(other, 'Fifth', 'template', one),
  ]
  await migrate(client, { dir: MIGRATIONS })

  const batches = await client.query<{ id: string }>(`select id, template, template_version as version from batches`)
  const byId = new Map(batches.rows.map(({ id, ...row }) => [id, row]))
  expect(ids.map((id) => byId.get(id))).toEqual([
    { template: 1, version: 1 },
    { template: 2, version: 1 },
    { template: 1, version: 1 },
    { template: null, version: null },
    { template: 1, version: 1 },
  ])
  const { rows } = await client.query(
    `select t.name, v.settings from templates t join template_versions v on (v.project_id, v.template) = (t.project_id, t.number)
      where t.project_id = $1 order by t.number`,
    [project],
  )
  expect(rows).toEqual([
    { name: 'First', settings: one },
    { name: 'Second', settings: two },
  ])
})
