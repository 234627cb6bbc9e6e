import type { Context } from 'hono'
import { signedIn } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import { parsePublicId, type IdPrefix } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { messages } from './identity.messages.ts'
import { Settings, type TypedSettings } from './me.sections.tsx'
import { listSessions } from './sessions.store.ts'
import { listTokens } from './tokens.store.ts'

type Done = keyof (typeof messages)['en']['me']['done']

interface Again {
  readonly typed?: TypedSettings
  readonly problems: readonly FormProblem[]
}

/** All settings on one page: every form on it comes back here, with what was typed when it has problems. */
export async function settingsPage(
  c: Context<AppEnv>,
  services: Services,
  { typed = {}, problems }: Again = { problems: [] },
): Promise<Response> {
  const { locale } = c.var
  const person = signedIn(c)
  const now = services.now()
  const [sessions, tokens] = await Promise.all([listSessions(services.db, person.id, now), listTokens(services.db, person.id, now)])
  const t = messages[locale].me
  const code = c.req.query('done') ?? ''
  const flash = Object.hasOwn(t.done, code) ? { tone: 'ok' as const, text: t.done[code as Done] } : null
  c.header('Cache-Control', 'no-store')
  return shell(
    c,
    { title: t.title, flash, ...(problems.length > 0 ? { status: 422 } : {}) },
    <Settings {...{ locale, person, sessions, tokens, typed, problems, now }} currentSession={c.var.sessionId} />,
  )
}

export function done(c: Context<AppEnv>, code: Done): Response {
  return c.redirect(`/me?done=${code}`, 303)
}

export function idParam(c: Context<AppEnv>, prefix: IdPrefix, name: string): string {
  return parsePublicId(prefix, c.req.param(name) ?? '') ?? refuse({ kind: 'not_found' })
}
