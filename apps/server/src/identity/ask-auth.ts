import type { Context } from 'hono'
import { clientAddress } from '../platform/http/client-address.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { CLIENT_ADDRESS_HEADER, AUTH_PATH, type Auth } from './auth.ts'

const USER_AGENT_MAX = 300

/** What the identity library refuses, in its words; the pages say it in theirs. */
const REFUSALS = [
  'INVALID_EMAIL',
  'INVALID_EMAIL_OR_PASSWORD',
  'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
  'FAILED_TO_CREATE_USER',
  'INVALID_TOKEN',
  'INVALID_PASSWORD',
  'CREDENTIAL_ACCOUNT_NOT_FOUND',
  'USER_NOT_FOUND',
  'SESSION_NOT_FRESH',
] as const
export type AuthRefusal = (typeof REFUSALS)[number]

export type AuthAnswer = { ok: true } | { ok: false; refusal: AuthRefusal }

/**
 * Asks the identity library as if a browser had sent it a request, so that its rate limit applies, and hands its
 * cookies on. Nothing of the library is reachable from outside but through here.
 *
 * @throws RefusedRequest `too_many_requests`
 */
export async function askAuth(
  c: Context<AppEnv>,
  services: Pick<Services, 'config'>,
  auth: Auth,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<AuthAnswer> {
  const { origin } = new URL(services.config.publicUrl)
  const response = await auth.handler(
    new Request(`${origin}${AUTH_PATH}${path}`, { method: 'POST', headers: headersFor(c, services, origin), body: JSON.stringify(body) }),
  )
  if (response.status === 429) refuse({ kind: 'too_many_requests', retryAfterSeconds: Number(response.headers.get('x-retry-after')) || 60 })
  if (response.ok) {
    for (const cookie of response.headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true })
    return { ok: true }
  }
  const answer: unknown = await response.json().catch(() => null)
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : null
  const refusal = REFUSALS.find((known) => known === code)
  if (refusal === undefined) throw new Error(`the identity library answered ${response.status} ${String(code)} to ${path}`)
  return { ok: false, refusal }
}

/** Written anew: what the outside says in these headers, the client's address above all, does not get through. */
function headersFor(c: Context<AppEnv>, services: Pick<Services, 'config'>, origin: string): Headers {
  const headers = new Headers({ 'Content-Type': 'application/json', Origin: origin, 'Accept-Language': c.var.locale })
  const cookie = c.req.header('cookie')
  if (cookie !== undefined) headers.set('Cookie', cookie)
  const userAgent = c.req.header('user-agent')
  if (userAgent !== undefined) headers.set('User-Agent', userAgent.slice(0, USER_AGENT_MAX))
  headers.set(CLIENT_ADDRESS_HEADER, clientAddress(c, services.config) ?? '127.0.0.1')
  return headers
}
