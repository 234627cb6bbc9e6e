export { createAuth, type Auth } from './auth.ts'
export { identityRoutes } from './identity.pages.tsx'
export { hashToken, identify } from './session.ts'
