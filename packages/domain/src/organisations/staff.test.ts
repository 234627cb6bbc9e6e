import { describe, expect, test } from 'vitest'
import { addStaff, changeStaffRole, removeStaff, type StaffMember } from './staff.ts'

const ada: StaffMember = { personId: 'ada', role: 'owner' }
const bo: StaffMember = { personId: 'bo', role: 'owner' }
const cy: StaffMember = { personId: 'cy', role: 'reviewer' }

describe('the staff of an organisation', () => {
  test('a person is added once, and a second time learns the role they have', () => {
    expect(addStaff([ada], cy)).toEqual({ ok: true, value: cy })
    expect(addStaff([ada, cy], { personId: 'cy', role: 'owner' })).toEqual({
      ok: false,
      error: { kind: 'already_staff', role: 'reviewer' },
    })
  })

  test('the last owner can neither leave nor take another role', () => {
    expect(removeStaff([ada, cy], 'ada')).toEqual({ ok: false, error: { kind: 'last_owner_stays' } })
    expect(changeStaffRole([ada, cy], 'ada', 'manager')).toEqual({ ok: false, error: { kind: 'last_owner_stays' } })
    expect(changeStaffRole([ada, cy], 'ada', 'owner')).toEqual({ ok: true, value: ada })
  })

  test('one of two owners may leave or take another role', () => {
    expect(removeStaff([ada, bo], 'ada')).toEqual({ ok: true, value: ada })
    expect(changeStaffRole([ada, bo], 'bo', 'reviewer')).toEqual({ ok: true, value: { personId: 'bo', role: 'reviewer' } })
  })

  test('somebody who is not there can be neither changed nor removed', () => {
    expect(removeStaff([ada], 'cy')).toEqual({ ok: false, error: { kind: 'not_staff' } })
    expect(changeStaffRole([ada], 'cy', 'owner')).toEqual({ ok: false, error: { kind: 'not_staff' } })
  })
})
