import { mayDo, scopeFor, type Action, type Role } from '@canut/domain'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, Person, Subject } from '../platform/http/env.ts'
import { parsePublicId, type IdPrefix } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { findSubject, type SubjectKind } from './subjects.store.ts'

/** Guards a route with one line of the policy table: `routes.get(path, allow('batches.see'), handler)`. */
export type Allow = (action: Action) => MiddlewareHandler<AppEnv> & { readonly action: Action }

export const SUBJECT_PARAMS = {
  organisation: 'org',
  project: 'prj',
  batch: 'bat',
  import: 'imp',
  assignment: 'asg',
  media: 'med',
  workFile: 'fil',
} as const satisfies Record<SubjectKind, IdPrefix>

const NO_SUBJECT: Subject = {
  organisationId: null,
  projectId: null,
  batchId: null,
  importId: null,
  mediaId: null,
  workFileId: null,
  assignment: null,
}

export function createAllow(services: Pick<Services, 'db'>): Allow {
  return (action) => {
    const middleware = createMiddleware<AppEnv>(async (c, next) => {
      const [person, tokenScopes] = [c.get('person'), c.get('tokenScopes')]
      const roles = new Set<Role>(['anyone'])
      if (person !== null) roles.add('person')
      if (person?.isSteward === true) roles.add('steward')

      // nobody learns what exists before signing in
      if (person === null && !mayDo(action, roles)) refuse({ kind: 'sign_in_needed' })
      checkScope(action, tokenScopes)

      const found = await subjectOf(c.req.param(), person)
      c.set('subject', found?.subject ?? NO_SUBJECT)
      for (const role of found?.roles ?? []) roles.add(role)
      if (!mayDo(action, roles)) refuse({ kind: 'not_allowed' })
      await next()
    })
    return Object.assign(middleware, { action })
  }

  async function subjectOf(params: Record<string, string>, person: Person | null) {
    // the innermost thing of a path decides: /batches/:batch/assignments/:assignment is about the assignment
    const kinds = (Object.keys(SUBJECT_PARAMS) as SubjectKind[]).filter((name) => params[name] !== undefined)
    const kind = kinds.pop()
    if (kind === undefined) return null
    const idOf = (name: SubjectKind) => parsePublicId(SUBJECT_PARAMS[name], params[name] ?? '')
    const id = idOf(kind)
    const found = id === null ? null : await findSubject(services.db, kind, id, person?.id ?? null)
    if (found === null) refuse({ kind: 'not_found' })
    // an outer id in the path must be that of what the inner thing belongs to
    if (kinds.some((outer) => idOf(outer) === null || idOf(outer) !== idIn(found.subject, outer))) refuse({ kind: 'not_found' })
    return found
  }
}

function idIn(subject: Subject, kind: SubjectKind): string | null {
  return kind === 'assignment' ? (subject.assignment?.id ?? null) : subject[`${kind}Id`]
}

function checkScope(action: Action, tokenScopes: readonly string[] | null): void {
  if (tokenScopes === null) return
  const scope = scopeFor(action)
  if (scope === 'any') return
  if (scope === null) {
    if (!mayDo(action, new Set(['anyone']))) refuse({ kind: 'tokens_not_accepted_here' })
  } else if (!tokenScopes.includes(scope)) refuse({ kind: 'token_scope_missing', scope })
}

/** The signed-in person of a route whose policy demands one. */
export function signedIn(c: { var: { person: Person | null } }): Person {
  return c.var.person ?? refuse({ kind: 'sign_in_needed' })
}
