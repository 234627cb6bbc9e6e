import { err, ok, type OrganisationError, type Result } from '@canut/domain'
import { newId } from '../platform/ids.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { insertOrganisation, insertStaff, type OrganisationRow } from './organisations.store.ts'

export interface OrganisationToCreate {
  readonly name: string
  readonly country: string
  readonly website: string | null
  readonly isDemo?: boolean
}

/** Makes an organisation, whose first owner is the person who makes it. */
export async function createOrganisation(
  services: Pick<Services, 'db' | 'now' | 'log'>,
  by: string,
  organisation: OrganisationToCreate,
): Promise<Result<OrganisationRow, OrganisationError>> {
  const now = services.now()
  const row: OrganisationRow = {
    id: newId(),
    name: organisation.name,
    country: organisation.country,
    website: organisation.website,
    isDemo: organisation.isDemo ?? false,
    createdAt: now,
  }
  const inserted = await inTransaction(services.db, async (tx) => {
    if (!(await insertOrganisation(tx, { ...row, createdBy: by }))) return false
    await insertStaff(tx, row.id, { personId: by, role: 'owner' }, now)
    return true
  })
  if (!inserted) return err({ kind: 'organisation_name_taken', name: organisation.name })
  services.log.info({ organisationId: row.id, by }, 'organisation_created')
  return ok(row)
}
