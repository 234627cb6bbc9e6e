import { err, ok, type Result } from '../result.ts'

export const STAFF_ROLES = ['owner', 'manager', 'reviewer'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

export interface StaffMember {
  readonly personId: string
  readonly role: StaffRole
}

export type OrganisationError = { kind: 'organisation_name_taken'; name: string }

export type StaffError =
  | { kind: 'person_unknown'; email: string }
  | { kind: 'already_staff'; role: StaffRole }
  | { kind: 'not_staff' }
  /** an organisation without an owner could never again choose its staff */
  | { kind: 'last_owner_stays' }

export function addStaff(staff: readonly StaffMember[], person: StaffMember): Result<StaffMember, StaffError> {
  const known = staff.find(({ personId }) => personId === person.personId)
  if (known !== undefined) return err({ kind: 'already_staff', role: known.role })
  return ok(person)
}

/** @returns the member with the new role; giving the role that the person has already changes nothing. */
export function changeStaffRole(staff: readonly StaffMember[], personId: string, role: StaffRole): Result<StaffMember, StaffError> {
  const member = staff.find((each) => each.personId === personId)
  if (member === undefined) return err({ kind: 'not_staff' })
  if (role !== 'owner' && isLastOwner(staff, member)) return err({ kind: 'last_owner_stays' })
  return ok({ personId, role })
}

export function removeStaff(staff: readonly StaffMember[], personId: string): Result<StaffMember, StaffError> {
  const member = staff.find((each) => each.personId === personId)
  if (member === undefined) return err({ kind: 'not_staff' })
  if (isLastOwner(staff, member)) return err({ kind: 'last_owner_stays' })
  return ok(member)
}

function isLastOwner(staff: readonly StaffMember[], member: StaffMember): boolean {
  return member.role === 'owner' && staff.filter(({ role }) => role === 'owner').length === 1
}
