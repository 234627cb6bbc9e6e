export { createAllow, signedIn, SUBJECT_PARAMS, type Allow } from './guard.ts'
export { findStaffRole } from './subjects.store.ts'
