import type { Role, Scope } from '@canut/domain'

/**
 * Who may do what, said a second time and in words, so that the table which the app reads is compared with something.
 * Not derived from packages/domain/src/policies/policy.ts: whoever changes a line there says it here too, on purpose.
 */
type Words =
  | 'everybody'
  | 'whoever is signed in'
  | 'the worker whose it is'
  | 'its staff'
  | 'its staff, and stewards'
  | 'its managers and owners'
  | 'its managers and owners, and stewards'
  | 'its owners'
  | 'stewards'

/** What a personal token must be made for to stand in for the person. */
type Token = `token for ${Scope}` | 'any token' | 'no token'

export interface Line {
  readonly who: Words
  readonly token: Token
}

const may = (who: Words, token: Token): Line => ({ who, token })

export const WHO_MAY: Readonly<Record<string, Line>> = {
  'home.see': may('everybody', 'no token'),
  'settings.locale': may('everybody', 'no token'),
  'identity.sign_in': may('everybody', 'no token'),
  'identity.sign_out': may('everybody', 'no token'),
  'identity.own': may('whoever is signed in', 'no token'),
  'identity.me': may('whoever is signed in', 'any token'),
  'rules.see': may('everybody', 'no token'),
  'digests.own': may('whoever is signed in', 'no token'),
  'api.see': may('everybody', 'no token'),
  'operation.health': may('everybody', 'no token'),
  'operation.metrics': may('stewards', 'token for steward'),
  'media.see': may('everybody', 'no token'),
  'organisations.list_own': may('whoever is signed in', 'token for request'),
  'organisations.create': may('whoever is signed in', 'token for request'),
  'organisations.see': may('its staff, and stewards', 'token for request'),
  'organisations.manage_staff': may('its owners', 'no token'),
  'projects.create': may('its managers and owners', 'token for request'),
  'projects.see': may('its staff', 'token for request'),
  'projects.edit': may('its managers and owners', 'token for request'),
  'projects.upload_media': may('its managers and owners', 'token for request'),
  'templates.frame': may('everybody', 'no token'),
  'templates.preview': may('whoever is signed in', 'token for request'),
  'templates.see': may('its staff', 'token for request'),
  'templates.edit': may('its managers and owners', 'token for request'),
  'templates.see_hosts': may('its staff, and stewards', 'token for request'),
  'templates.allow_hosts': may('stewards', 'token for steward'),
  'batches.create': may('its managers and owners', 'token for request'),
  'batches.see': may('its staff', 'token for request'),
  'batches.edit': may('its managers and owners', 'token for request'),
  'batches.publish': may('its managers and owners', 'token for request'),
  'batches.steer': may('its managers and owners', 'token for request'),
  'batches.answer_report': may('its staff', 'token for request'),
  'batches.try': may('its staff', 'token for request'),
  'imports.run': may('its managers and owners', 'token for request'),
  'imports.see': may('its staff', 'token for request'),
  'chains.see': may('its staff', 'token for request'),
  'chains.edit': may('its managers and owners', 'token for request'),
  'work.list': may('whoever is signed in', 'token for work'),
  'work.see_batch': may('whoever is signed in', 'token for work'),
  'work.lease': may('whoever is signed in', 'token for work'),
  'work.own_assignment': may('the worker whose it is', 'token for work'),
  'subscriptions.own': may('whoever is signed in', 'token for work'),
  'breaks.own': may('whoever is signed in', 'token for work'),
  'exposure.own': may('whoever is signed in', 'token for work'),
  'work_files.see': may('its staff', 'token for request'),
  'work.history': may('whoever is signed in', 'token for work'),
  'work.compare_own': may('whoever is signed in', 'token for work'),
  'reviews.see': may('its staff', 'token for request'),
  'reviews.decide': may('its staff', 'token for request'),
  'results.see': may('its staff', 'token for request'),
  'results.decide': may('its staff', 'token for request'),
  'exports.read': may('its staff', 'token for request'),
  'ledger.own_statement': may('whoever is signed in', 'token for work'),
  'ledger.organisation_statement': may('its managers and owners, and stewards', 'token for request'),
  'ledger.deposit': may('stewards', 'token for steward'),
  'steward.see': may('stewards', 'token for steward'),
  'steward.make_replay_accounts': may('stewards', 'token for steward'),
}

const MEANING: Readonly<Record<Words, readonly Role[]>> = {
  everybody: ['anyone'],
  'whoever is signed in': ['person'],
  'the worker whose it is': ['assignee'],
  'its staff': ['reviewer', 'manager', 'owner'],
  'its staff, and stewards': ['reviewer', 'manager', 'owner', 'steward'],
  'its managers and owners': ['manager', 'owner'],
  'its managers and owners, and stewards': ['manager', 'owner', 'steward'],
  'its owners': ['owner'],
  stewards: ['steward'],
}

export const rolesIn = (line: Line): readonly Role[] => MEANING[line.who]

/** Somebody who asks: what they are towards the thing that a path names, and what their token is for, if they use one. */
export interface Asker {
  readonly name: string
  readonly roles: readonly Role[]
  readonly token: readonly Scope[] | null
}

export function isAllowed(line: Line, asker: Asker): boolean {
  if (line.who === 'everybody') return true
  if (!rolesIn(line).some((role) => asker.roles.includes(role))) return false
  if (asker.token === null || line.token === 'any token') return true
  return asker.token.some((scope) => line.token === `token for ${scope}`)
}
