import { withOverrides, type Parameters, type ParameterName } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'

/**
 * The parameters in force: what the engine uses and what the page of rules shows. One select of a table with a handful of
 * rows, on purpose without a cache: a changed rule holds at once, in every process.
 */
export async function readParameters(db: Db): Promise<Parameters> {
  const rows = await db.selectFrom('parameters').select(['name', 'value']).execute()
  return withOverrides(new Map(rows.map(({ name, value }) => [name, Number(value)])))
}

/** When each overridden parameter got its value; those that are absent have their default since the beginning. */
export async function listParameterChanges(db: Db): Promise<ReadonlyMap<ParameterName, Date>> {
  const rows = await db.selectFrom('parameters').select(['name', 'changed_at']).execute()
  return new Map(rows.map(({ name, changed_at }) => [name as ParameterName, changed_at]))
}
