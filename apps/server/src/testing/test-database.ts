import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase, urlOfDatabase } from '../platform/database-admin.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Set by tools/test-database.ts, which starts one cluster for the whole run. */
    testDatabase: TestDatabaseServer
  }
}

export interface TestDatabaseServer {
  /** of a database nobody works in, to create and drop others from */
  readonly adminUrl: string
  /** name of the migrated database that others are copies of */
  readonly template: string
}

export interface FreshDatabase {
  readonly url: string
  /** Ends what is still connected, and deletes the database. */
  drop(): Promise<void>
}

/** A migrated, empty database of one's own, in some tens of milliseconds. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { adminUrl, template } = inject('testDatabase')
  return databaseFrom(adminUrl, template)
}

/** A database without any table, for the tests of the migrations themselves. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return databaseFrom(inject('testDatabase').adminUrl, 'template0')
}

async function databaseFrom(adminUrl: string, template: string): Promise<FreshDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await createDatabase(adminUrl, name, template)
  return { url: urlOfDatabase(adminUrl, name), drop: () => dropDatabase(adminUrl, name) }
}
