export { addToStaff } from './change-staff.ts'
export { createOrganisation } from './create-organisation.ts'
export { organisationPages } from './organisations.pages.tsx'
export { organisationApi } from './organisations.routes.ts'
