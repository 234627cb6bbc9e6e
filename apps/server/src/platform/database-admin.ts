import pg from 'pg'

/** Creates the database, as a copy of `template` if one is given; the names come from us, never from a person. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const copy = template === undefined ? '' : ` template ${client.escapeIdentifier(template)}`
    await client.query(`create database ${client.escapeIdentifier(name)}${copy}`)
  })
}

export async function createDatabaseIfMissing(adminUrl: string, name: string): Promise<void> {
  const exists = await withClient(
    adminUrl,
    async (client) => (await client.query('select from pg_database where datname = $1', [name])).rowCount,
  )
  if (exists === 0) await createDatabase(adminUrl, name)
}

/** Ends the connections to the database and deletes it; deleting what is gone is fine. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) => client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`))
}

/** The same server and sign-in, another database. */
export function urlOfDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'canut-admin' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
