export { createAllow, signedIn, type Allow } from './guard.ts'
export { findStaffRole } from './subjects.store.ts'
