export { leaseTasks, type Empty, type Lease, type LeaseOutcome } from './lease-tasks.ts'
export { submitResponses, type Receipt, type Submission, type SubmissionOutcome } from './submit-responses.ts'
export {
  renewAssignment,
  reportTask,
  resumeAssignment,
  returnAssignment,
  reviseResponse,
  saveDraft,
  type Holder,
} from './keep-assignment.ts'
export { canonicalJson, receiptHash } from './receipt.ts'
export { addToTally, readTally, type Tally, type TallyChange } from './tallies.store.ts'
export { workRoutes } from './work.routes.ts'
export { workPages } from './work.pages.tsx'
export { startWorkTasks } from './lapse-leases.ts'
export { pseudonymOf, pseudonymSql } from './pseudonym.store.ts'
