export * from './result.ts'
export * from './money/money.ts'
export * from './ledger/ledger.ts'
export * from './parameters/parameters.ts'
export * from './organisations/staff.ts'
export * from './projects/project.ts'
export * from './projects/chain.ts'
export * from './projects/edit-project.ts'
export * from './batches/batch.ts'
export * from './chains/passage.ts'
export * from './work/assignment.ts'
export * from './work/broken-time.ts'
export * from './work/stop-rule.ts'
export * from './reviews/review.ts'
export * from './policies/policy.ts'
export * from './digests/digest.ts'
export * from './exposure/exposure.ts'
export * from './breaks/break.ts'
export * from './subscriptions/subscription.ts'
export * from './subscriptions/completion-estimate.ts'
export { shareOut, type ShareClaim, type ShareOutcome } from './shares/share-out.ts'
export * from './shares/turns.ts'
import type { AmountError } from './money/money.ts'
import type { LedgerError } from './ledger/ledger.ts'
import type { OrganisationError, StaffError } from './organisations/staff.ts'
import type { ProjectError } from './projects/edit-project.ts'
import type { BatchError } from './batches/batch.ts'
import type { PassageError } from './chains/passage.ts'
import type { AssignmentError } from './work/assignment.ts'
import type { StopRuleError } from './work/stop-rule.ts'
import type { ReviewError } from './reviews/review.ts'
import type { BreakError } from './breaks/break.ts'
import type { SubscriptionError } from './subscriptions/subscription.ts'

/** Every refusal that the rules can give. */
export type DomainError =
  | OrganisationError
  | StaffError
  | ProjectError
  | AmountError
  | LedgerError
  | BatchError
  | PassageError
  | AssignmentError
  | StopRuleError
  | ReviewError
  | BreakError
  | SubscriptionError
