import { z } from 'zod'
import { InstantView, publicIdOf } from './common.ts'
import { CountryCode, lineText, webAddress } from './text.ts'

export const StaffRole = z.enum(['owner', 'manager', 'reviewer'])

export const OrganisationInput = z.strictObject({
  name: lineText(120, 1),
  country: CountryCode,
  website: webAddress.nullish(),
})
export type OrganisationInput = z.infer<typeof OrganisationInput>

export const OrganisationView = z.object({
  id: publicIdOf('org'),
  name: z.string(),
  country: z.string(),
  website: z.string().nullable(),
  createdAt: InstantView,
  /** the caller's role; null for a steward who belongs to another organisation */
  role: StaffRole.nullable(),
})
export type OrganisationView = z.infer<typeof OrganisationView>

export const StaffInput = z.object({ email: z.string().trim().toLowerCase().max(320).pipe(z.email()), role: StaffRole })
export type StaffInput = z.infer<typeof StaffInput>
