/**
 * Who may do what: the one table. A person may hold several of these roles towards one thing; any of them suffices.
 *
 * - `anyone`: nobody needs to sign in
 * - `person`: anybody who is signed in (any signed-in person may work)
 * - `assignee`: the worker who holds or made the assignment
 * - `reviewer`, `manager`, `owner`: staff of the organisation that the thing belongs to
 * - `steward`: runs the instance
 */
export type Role = 'anyone' | 'person' | 'assignee' | 'reviewer' | 'manager' | 'owner' | 'steward'

/** What a personal token may be made for. */
export const SCOPES = ['work', 'request', 'steward'] as const
export type Scope = (typeof SCOPES)[number]

export interface PolicyLine {
  readonly who: readonly Role[]
  /** what a personal token must be made for to stand in for the person; `any`: whatever it is for; `null`: tokens are not accepted */
  readonly scope: Scope | 'any' | null
}

const STAFF = ['reviewer', 'manager', 'owner'] as const
const MANAGERS = ['manager', 'owner'] as const

export const POLICY = {
  'home.see': { who: ['anyone'], scope: null },
  'settings.locale': { who: ['anyone'], scope: null },
  'identity.sign_in': { who: ['anyone'], scope: null },
  'identity.sign_out': { who: ['anyone'], scope: null },
  'identity.own': { who: ['person'], scope: null },
  'identity.me': { who: ['person'], scope: 'any' },
  'rules.see': { who: ['anyone'], scope: null },
  'api.see': { who: ['anyone'], scope: null },
  'operation.health': { who: ['anyone'], scope: null },
  'operation.metrics': { who: ['steward'], scope: 'steward' },
  'media.see': { who: ['anyone'], scope: null },

  'organisations.list_own': { who: ['person'], scope: 'request' },
  'organisations.create': { who: ['person'], scope: 'request' },
  'organisations.see': { who: [...STAFF, 'steward'], scope: 'request' },
  'organisations.manage_staff': { who: ['owner'], scope: null },

  'projects.create': { who: MANAGERS, scope: 'request' },
  'projects.see': { who: STAFF, scope: 'request' },
  'projects.edit': { who: MANAGERS, scope: 'request' },
  'projects.upload_media': { who: MANAGERS, scope: 'request' },

  // whoever it is, a template gets the same empty page; what it shows is handed over by the page around it
  'templates.frame': { who: ['anyone'], scope: null },
  'templates.preview': { who: ['person'], scope: 'request' },
  'templates.see': { who: STAFF, scope: 'request' },
  'templates.edit': { who: MANAGERS, scope: 'request' },
  'templates.see_hosts': { who: [...STAFF, 'steward'], scope: 'request' },
  'templates.allow_hosts': { who: ['steward'], scope: 'steward' },

  'batches.create': { who: MANAGERS, scope: 'request' },
  'batches.see': { who: STAFF, scope: 'request' },
  'batches.edit': { who: MANAGERS, scope: 'request' },
  'batches.publish': { who: MANAGERS, scope: 'request' },
  'batches.steer': { who: MANAGERS, scope: 'request' },
  'batches.answer_report': { who: STAFF, scope: 'request' },
  'batches.try': { who: STAFF, scope: 'request' },
  'imports.run': { who: MANAGERS, scope: 'request' },
  'imports.see': { who: STAFF, scope: 'request' },

  'chains.see': { who: STAFF, scope: 'request' },
  'chains.edit': { who: MANAGERS, scope: 'request' },

  'work.list': { who: ['person'], scope: 'work' },
  'work.see_batch': { who: ['person'], scope: 'work' },
  'work.lease': { who: ['person'], scope: 'work' },
  'work.own_assignment': { who: ['assignee'], scope: 'work' },
  'digests.own': { who: ['person'], scope: null },
  'subscriptions.own': { who: ['person'], scope: 'work' },
  'exposure.own': { who: ['person'], scope: 'work' },
  'breaks.own': { who: ['person'], scope: 'work' },
  'work_files.see': { who: STAFF, scope: 'request' },
  'work.history': { who: ['person'], scope: 'work' },
  // their own responses and nobody else's: not those of the assignments of others, whatever the role
  'work.compare_own': { who: ['person'], scope: 'work' },

  'reviews.see': { who: STAFF, scope: 'request' },
  'reviews.decide': { who: STAFF, scope: 'request' },
  'results.see': { who: STAFF, scope: 'request' },
  'results.decide': { who: STAFF, scope: 'request' },
  'exports.read': { who: STAFF, scope: 'request' },

  'ledger.own_statement': { who: ['person'], scope: 'work' },
  'ledger.organisation_statement': { who: ['owner', 'manager', 'steward'], scope: 'request' },
  'ledger.deposit': { who: ['steward'], scope: 'steward' },
  'steward.see': { who: ['steward'], scope: 'steward' },
  'steward.make_replay_accounts': { who: ['steward'], scope: 'steward' },
} as const satisfies Record<string, PolicyLine>

export type Action = keyof typeof POLICY

export function mayDo(action: Action, roles: ReadonlySet<Role>): boolean {
  return (POLICY[action].who as readonly Role[]).some((role) => roles.has(role))
}

export function scopeFor(action: Action): PolicyLine['scope'] {
  return POLICY[action].scope
}
