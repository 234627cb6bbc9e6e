import pg from 'pg'
import { StartupProblem } from './startup-problem.ts'

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

const CONNECT_TIMEOUT_MS = 15_000

/**
 * For an address that a person wrote in the settings: what is wrong with it is theirs to mend.
 *
 * @throws StartupProblem `database_unreachable`, with what the server or the network says and without the password
 */
export async function refuseUnreachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'canut-admin', connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  try {
    await client.connect()
    await client.query('select 1')
  } catch (cause) {
    const { host, pathname } = new URL(url)
    const reason = reasonOf(cause)
    throw new StartupProblem(
      'database_unreachable',
      {
        en: `The database ${pathname.slice(1)} on ${host} cannot be used: ${reason}. Check DATABASE_URL, and that the server runs and lets this machine in.`,
        fr: `La base ${pathname.slice(1)} sur ${host} ne peut pas être utilisée : ${reason}. Vérifiez DATABASE_URL, et que le serveur fonctionne et accepte cette machine.`,
      },
      { cause },
    )
  } finally {
    await client.end()
  }
}

/** Node tries each address of a name and reports them together, with an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join('; ')
  return error instanceof Error ? error.message : String(error)
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
