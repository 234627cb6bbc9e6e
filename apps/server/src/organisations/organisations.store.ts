import type { StaffMember, StaffRole } from '@canut/domain'
import type { Db, Tx } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'
import { publicId } from '../platform/ids.ts'

export interface OrganisationRow {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly website: string | null
  readonly isDemo: boolean
  readonly createdAt: Date
}

export interface StaffRow extends StaffMember {
  readonly name: string
  readonly email: string
  readonly addedAt: Date
}

const COLUMNS = [
  'organisations.id',
  'organisations.name',
  'organisations.country',
  'organisations.website',
  'organisations.is_demo as isDemo',
  'organisations.created_at as createdAt',
] as const

/** @returns false when another organisation has the name. */
export async function insertOrganisation(tx: Tx, row: OrganisationRow & { createdBy: string }): Promise<boolean> {
  const inserted = await tx
    .insertInto('organisations')
    .values({
      id: row.id,
      name: row.name,
      country: row.country,
      website: row.website,
      is_demo: row.isDemo,
      created_at: row.createdAt,
      created_by: row.createdBy,
    })
    .onConflict((conflict) => conflict.constraint('organisations_name_unique').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function getOrganisation(db: Db, id: string): Promise<OrganisationRow> {
  return db.selectFrom('organisations').select(COLUMNS).where('id', '=', id).executeTakeFirstOrThrow()
}

export type OwnOrganisation = OrganisationRow & { readonly role: StaffRole }

/** The organisations that a person belongs to, by name. */
export async function listOrganisationsOf(
  db: Db,
  personId: string,
  page: { after: string | null; limit: number },
): Promise<ListPage<OwnOrganisation>> {
  const rows = await db
    .selectFrom('staff')
    .innerJoin('organisations', 'organisations.id', 'staff.organisation_id')
    .select([...COLUMNS, 'staff.role'])
    .where('staff.person_id', '=', personId)
    .$if(page.after !== null, (query) =>
      query.where('organisations.name', '>', (of) =>
        of.selectFrom('organisations as last').select('last.name').where('last.id', '=', page.after),
      ),
    )
    .orderBy('organisations.name')
    .limit(page.limit + 1)
    .execute()
  return toPage(rows as OwnOrganisation[], page.limit, (row) => publicId('org', row.id))
}

export async function listStaff(db: Db, organisationId: string): Promise<StaffRow[]> {
  const rows = await db
    .selectFrom('staff')
    .innerJoin('people', 'people.id', 'staff.person_id')
    .select(['staff.person_id as personId', 'staff.role', 'staff.added_at as addedAt', 'people.name', 'people.email'])
    .where('staff.organisation_id', '=', organisationId)
    .orderBy('staff.added_at')
    .orderBy('staff.person_id')
    .execute()
  return rows as StaffRow[]
}

/**
 * The staff, with everybody else who wants to change it made to wait until the transaction ends. Two statements on
 * purpose: the second one sees what the transaction before us has written.
 */
export async function lockStaff(tx: Tx, organisationId: string): Promise<StaffMember[]> {
  await tx.selectFrom('organisations').select('id').where('id', '=', organisationId).forUpdate().executeTakeFirstOrThrow()
  const rows = await tx
    .selectFrom('staff')
    .select(['person_id as personId', 'role'])
    .where('organisation_id', '=', organisationId)
    .execute()
  return rows as StaffMember[]
}

export async function insertStaff(tx: Tx, organisationId: string, member: StaffMember, addedAt: Date): Promise<void> {
  await tx
    .insertInto('staff')
    .values({ organisation_id: organisationId, person_id: member.personId, role: member.role, added_at: addedAt })
    .execute()
}

export async function updateStaffRole(tx: Tx, organisationId: string, member: StaffMember): Promise<void> {
  await tx
    .updateTable('staff')
    .set({ role: member.role })
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', member.personId)
    .execute()
}

export async function deleteStaff(tx: Tx, organisationId: string, personId: string): Promise<void> {
  await tx.deleteFrom('staff').where('organisation_id', '=', organisationId).where('person_id', '=', personId).execute()
}

export async function findPersonIdByEmail(db: Db, email: string): Promise<string | null> {
  const row = await db.selectFrom('people').select('id').where('email', '=', email).executeTakeFirst()
  return row?.id ?? null
}
