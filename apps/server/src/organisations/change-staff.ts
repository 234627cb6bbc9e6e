import { addStaff, changeStaffRole, err, removeStaff, type Result, type StaffError, type StaffMember, type StaffRole } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { deleteStaff, findPersonIdByEmail, insertStaff, lockStaff, updateStaffRole } from './organisations.store.ts'

type Needs = Pick<Services, 'db' | 'now' | 'log'>
type Changed = Promise<Result<StaffMember, StaffError>>

export interface StaffToAdd {
  /** of somebody who has joined already */
  readonly email: string
  readonly role: StaffRole
}

export async function addToStaff(services: Needs, organisationId: string, by: string, { email, role }: StaffToAdd): Changed {
  const changed = await inTransaction(services.db, async (tx): Changed => {
    const personId = await findPersonIdByEmail(tx, email)
    if (personId === null) return err({ kind: 'person_unknown', email })
    const added = addStaff(await lockStaff(tx, organisationId), { personId, role })
    if (added.ok) await insertStaff(tx, organisationId, added.value, services.now())
    return added
  })
  return logged(services, 'staff_added', organisationId, by, changed)
}

export async function giveStaffRole(services: Needs, organisationId: string, by: string, member: StaffMember): Changed {
  const changed = await inTransaction(services.db, async (tx): Changed => {
    const given = changeStaffRole(await lockStaff(tx, organisationId), member.personId, member.role)
    if (given.ok) await updateStaffRole(tx, organisationId, given.value)
    return given
  })
  return logged(services, 'staff_role_changed', organisationId, by, changed)
}

export async function removeFromStaff(services: Needs, organisationId: string, by: string, personId: string): Changed {
  const changed = await inTransaction(services.db, async (tx): Changed => {
    const removed = removeStaff(await lockStaff(tx, organisationId), personId)
    if (removed.ok) await deleteStaff(tx, organisationId, personId)
    return removed
  })
  return logged(services, 'staff_removed', organisationId, by, changed)
}

function logged<R extends Awaited<Changed>>(services: Needs, what: string, organisationId: string, by: string, changed: R): R {
  if (changed.ok) services.log.info({ organisationId, personId: changed.value.personId, role: changed.value.role, by }, what)
  return changed
}
