import type { DomainError } from '@canut/domain'

/** Refusals that come from the edge rather than from a rule. */
export type EdgeError =
  | { kind: 'sign_in_needed' }
  | { kind: 'token_not_valid' }
  | { kind: 'wrong_credentials' }
  | { kind: 'not_allowed' }
  | { kind: 'token_scope_missing'; scope: string }
  | { kind: 'tokens_not_accepted_here' }
  | { kind: 'not_found' }
  | { kind: 'cross_site_request' }
  | { kind: 'invalid_request'; issues: readonly { path: string; message: string }[] }
  | { kind: 'body_too_large'; maxBytes: number }
  | { kind: 'wrong_media_type'; received: string; accepted: readonly string[] }
  | { kind: 'too_many_requests'; retryAfterSeconds: number }
  | { kind: 'idempotency_key_reused' }
  | { kind: 'request_in_progress'; retryAfterSeconds: number }
  | { kind: 'answer_not_kept'; status: number }
  | { kind: 'unavailable' }
  | { kind: 'internal' }

export type Refusal = DomainError | EdgeError

/** A new refusal does not compile until it has a status here and a sentence in each language in problems.messages.ts. */
export const STATUS = {
  organisation_name_taken: 409,
  person_unknown: 422,
  already_staff: 409,
  not_staff: 404,
  last_owner_stays: 409,
  chain_shares_above_100: 422,
  disclosure_needed_while_open: 409,
  media_in_use: 409,
  media_wanted_by_import: 409,
  amount_not_a_number: 422,
  amount_too_fine: 422,
  amount_out_of_range: 422,
  amount_not_positive: 422,
  reference_missing: 422,
  deposit_already_recorded: 409,
  batch_not_in_state: 409,
  batch_not_ready: 409,
  balance_too_low: 409,
  redundancy_may_only_grow: 409,
  no_task_to_ask_about: 409,
  selection_has_grown: 409,
  task_settings_fixed: 409,
  too_many_tasks: 409,
  template_unknown: 422,
  template_of_another_kind: 422,
  import_running: 409,
  import_not_in_state: 409,
  passage_makes_a_circle: 409,
  passage_exists: 409,
  passage_leaves_the_project: 422,
  passage_condition_not_possible: 422,
  passage_columns_missing: 422,
  passage_source_unknown: 422,
  passage_unit_not_possible: 422,
  assignment_not_in_state: 409,
  too_many_leases_held: 409,
  renewals_used_up: 409,
  too_late_to_change: 409,
  task_not_available: 409,
  late_not_needed: 409,
  reported_broken: 409,
  answered_before: 409,
  stop_rule_needs_categories: 422,
  stop_rule_minimum_out_of_range: 422,
  stop_rule_threshold_out_of_range: 422,
  already_decided: 409,
  nothing_to_review: 409,
  own_response: 409,
  review_period_over: 409,
  instruction_line_not_found: 422,
  explanation_too_short: 422,
  subscription_projects_unknown: 422,
  subscription_missing: 409,
  break_not_offered: 409,
  break_needs_a_task: 409,
  break_used_up: 409,
  sign_in_needed: 401,
  token_not_valid: 401,
  wrong_credentials: 401,
  not_allowed: 403,
  token_scope_missing: 403,
  tokens_not_accepted_here: 403,
  not_found: 404,
  cross_site_request: 403,
  invalid_request: 422,
  body_too_large: 413,
  wrong_media_type: 415,
  too_many_requests: 429,
  idempotency_key_reused: 422,
  request_in_progress: 409,
  answer_not_kept: 409,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<Refusal['kind'], number>

/** Thrown only by code at the edge (guards, body parsing) to leave a handler; caught once, in the app's error handler. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

export function refuse(refusal: Refusal): never {
  throw new RefusedRequest(refusal)
}
