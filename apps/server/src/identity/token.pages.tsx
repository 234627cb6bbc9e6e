import { NewTokenRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf, textsOf } from '../platform/http/form.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { createToken, endOfDay, type CreateTokenError } from './create-token.ts'
import { messages } from './identity.messages.ts'
import { MadeToken } from './me.sections.tsx'
import { readFields, typedText } from './read-fields.ts'
import { done, idParam, settingsPage } from './settings.pages.tsx'
import { revokeToken } from './tokens.store.ts'

export function tokenPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.post('/me/tokens/:token/revoke', allow('identity.own'), async (c) => {
    const revoked = await revokeToken(services.db, idParam(c, 'tok', 'token'), { personId: signedIn(c).id, at: services.now() })
    return revoked ? done(c, 'token') : refuse({ kind: 'not_found' })
  })

  routes.post('/me/tokens', allow('identity.own'), async (c) => {
    const { locale } = c.var
    const form = await readForm(c)
    const typed = { tokenName: textOf(form, 'token'), scopes: textsOf(form, 'scopes'), expires: textOf(form, 'expires') }
    const fields = { name: typed.tokenName, scopes: typed.scopes, expires: typed.expires }
    const read = readFields(NewTokenRequest, fields, locale)
    const again = (problems: FormProblem[]) =>
      settingsPage(c, services, { typed: { ...typed, tokenName: typedText(typed.tokenName) }, problems })
    if (!read.ok) return again(read.problems.map((problem) => tokenFieldProblem(problem, typed.scopes, locale)))

    const { name, scopes, expires } = read.value
    const made = await createToken(services, {
      personId: signedIn(c).id,
      name,
      scopes,
      expiresAt: expires === '' ? null : endOfDay(expires),
    })
    if (!made.ok) return again([tokenProblem(made.error, locale)])
    // Not behind a redirect: the token must not stand in an address, and is kept nowhere.
    c.header('Cache-Control', 'no-store')
    return shell(c, { title: messages[locale].me.tokens.madeTitle }, <MadeToken locale={locale} name={name} token={made.value.token} />)
  })
  return routes
}

/** The page has two fields called "name"; the token's is `token` in the form. */
function tokenFieldProblem({ field, message }: FormProblem, scopes: readonly string[], locale: AppEnv['Variables']['locale']): FormProblem {
  if (field === 'scopes' && scopes.length === 0) return { field, message: messages[locale].problems.scopeMissing }
  return { field: field === 'name' ? 'token' : field, message }
}

function tokenProblem(error: CreateTokenError, locale: AppEnv['Variables']['locale']): FormProblem {
  const t = messages[locale].problems
  return error.kind === 'token_scope_not_yours' ? { field: 'scopes', message: t.stewardScope } : { field: 'expires', message: t.expiryPast }
}
