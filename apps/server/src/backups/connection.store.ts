import pg from 'pg'

export interface Connection {
  readonly client: pg.Client
  close(): Promise<void>
}

/**
 * A connection of one's own, for work that may take hours: no time limit, and values written the same way whatever the
 * server's settings. When the signal is given, the statement under way is cancelled.
 */
export async function connect(databaseUrl: string, signal?: AbortSignal): Promise<Connection> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'canut-backup' })
  // the statement under way fails with the same error; without a listener Node would stop the process
  client.on('error', () => undefined)
  await client.connect()
  await client.query(`set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
    set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set bytea_output = 'hex';
    set extra_float_digits = 1; set client_encoding = 'UTF8'`)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const cancel = () => {
    cancelStatement(databaseUrl, rows[0]?.pid ?? 0).catch(() => {
      // the server cannot be reached: then nothing runs there for us, and the statement fails by itself
    })
  }
  signal?.addEventListener('abort', cancel)
  return {
    client,
    async close() {
      signal?.removeEventListener('abort', cancel)
      await client.end()
    },
  }
}

async function cancelStatement(databaseUrl: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'canut-backup' })
  await client.connect()
  try {
    await client.query('select pg_cancel_backend($1)', [pid])
  } finally {
    await client.end()
  }
}
