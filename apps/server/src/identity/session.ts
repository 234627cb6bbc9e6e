import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../platform/http/env.ts'
import { negotiateLocale, isLocale } from '../platform/i18n/index.ts'
import { createGrouping, type Grouped } from '../platform/grouping.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { readSessionToken, SESSION_SECONDS, writeSessionToken } from './session-cookie.ts'
import { findSessionsByTokens, prolongSession, type FoundSession } from './sessions.store.ts'
import { findPeopleByTokens, markTokenUsed, type FoundToken } from './tokens.store.ts'

/** "Last used" is written down at most this often, so that reading a page does not write a row each time. */
const NOTE_USE_EVERY_MS = { session: 60 * 60 * 1000, token: 60 * 1000 }

type Needs = Pick<Services, 'config' | 'db' | 'now'>

/** Who is asking, from the session cookie or a personal token, and in which language they read. */
export function identify(services: Needs, secret: string) {
  const who = lookUps(services)
  return createMiddleware<AppEnv>(async (c, next) => {
    c.set('person', null)
    c.set('sessionId', null)
    c.set('tokenScopes', null)
    const chosen = getCookie(c, 'locale')
    c.set('locale', negotiateLocale(c.req.header('accept-language') ?? null, isLocale(chosen) ? chosen : null))

    const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer === undefined) await identifyBySession(c, services, secret, who)
    else await identifyByToken(c, services, bearer, who)

    const own = c.get('person')?.locale ?? null
    if (own !== null && !isLocale(chosen)) c.set('locale', own)
    await next()
  })
}

/** Who is behind a token or a session: one statement for all requests that arrive while the one before is answered. */
interface LookUps {
  readonly token: Grouped<Buffer, FoundToken | null>
  readonly session: Grouped<string, FoundSession | null>
}

const TOGETHER = { keyOf: () => '', most: 100, lanes: 1 }

function lookUps({ db, now }: Needs): LookUps {
  return {
    token: createGrouping({
      ...TOGETHER,
      async carryOut(hashes: readonly Buffer[]) {
        const found = await findPeopleByTokens(db, hashes, now())
        return hashes.map((hash) => found.get(hash.toString('hex')) ?? null)
      },
    }),
    session: createGrouping({
      ...TOGETHER,
      async carryOut(tokens: readonly string[]) {
        const found = await findSessionsByTokens(db, tokens, now())
        return tokens.map((token) => found.get(token) ?? null)
      },
    }),
  }
}

/** A token that does not work is refused rather than ignored: its user would otherwise read "please sign in". */
async function identifyByToken(c: Context<AppEnv>, services: Needs, bearer: string, who: LookUps): Promise<void> {
  const now = services.now()
  const found = await who.token(hashToken(bearer))
  if (found === null) refuse({ kind: 'token_not_valid' })
  c.set('person', found.person)
  c.set('tokenScopes', found.scopes)
  if (isDue(found.usedAt, now, NOTE_USE_EVERY_MS.token)) await markTokenUsed(services.db, found.id, now)
}

/** A session in use is prolonged, so that only those left alone for the whole period end. */
async function identifyBySession(c: Context<AppEnv>, services: Needs, secret: string, who: LookUps): Promise<void> {
  const token = await readSessionToken(c, services.config, secret)
  if (token === null) return
  const now = services.now()
  const session = await who.session(token)
  if (session === null) return
  c.set('sessionId', session.id)
  c.set('person', session.person)
  if (!isDue(session.usedAt, now, NOTE_USE_EVERY_MS.session)) return
  await prolongSession(services.db, session.id, { now, expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000) })
  await writeSessionToken(c, services.config, secret, token)
}

function isDue(usedAt: Date | null, now: Date, everyMs: number): boolean {
  return usedAt === null || now.getTime() - usedAt.getTime() >= everyMs
}

/** Tokens are long and random, so a plain hash is enough: there is nothing to guess. */
export function hashToken(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
