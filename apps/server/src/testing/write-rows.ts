import pg from 'pg'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'

/**
 * Starts the database of the given folder and inserts rows until it is killed, printing the number of each one once
 * its commit is acknowledged. Run by the tests that kill it.
 */
const [dataDir] = process.argv.slice(2)
if (dataDir === undefined) throw new Error('usage: write-rows.ts <data folder>')

const log = { info: () => undefined, warn: () => undefined }
const { databaseUrl } = await startEmbeddedPostgres({ dataDir, log })
const client = new pg.Client({ connectionString: databaseUrl })
// The test may kill PostgreSQL first; what counts is what was acknowledged until then.
client.on('error', () => undefined)
await client.connect()
await client.query('create table rows (id int primary key)')
for (let id = 1; ; id += 1) {
  await client.query('insert into rows values ($1)', [id])
  process.stdout.write(`${id}\n`)
}
