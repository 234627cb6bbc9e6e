import type { Context } from 'hono'
import { generateSignedCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { randomBytes } from 'node:crypto'
import type { Config } from '../platform/config.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { insertSession } from './sessions.store.ts'

export const COOKIE_PREFIX = 'canut'
export const SESSION_SECONDS = 60 * 60 * 24 * 30

/**
 * Named and signed as the identity library does it (HMAC-SHA256 of the token), so that either side reads what the other
 * wrote. Browsers take a `__Secure-` cookie over https only.
 */
export function sessionCookieName(config: Pick<Config, 'publicUrl'>): string {
  return `${isHttps(config) ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`
}

export async function readSessionToken(c: Context, config: Pick<Config, 'publicUrl'>, secret: string): Promise<string | null> {
  const token = await getSignedCookie(c, secret, sessionCookieName(config))
  return typeof token === 'string' ? token : null
}

export async function writeSessionToken(c: Context, config: Pick<Config, 'publicUrl'>, secret: string, token: string): Promise<void> {
  await setSignedCookie(c, sessionCookieName(config), token, secret, cookieOptions(config))
}

/** Opens a session without a password (tests, replay) and returns the `Cookie` header that belongs to it. */
export async function openSession(
  services: Pick<Services, 'db' | 'config' | 'now'>,
  secret: string,
  personId: string,
  seconds: number = SESSION_SECONDS,
): Promise<string> {
  const at = services.now()
  const token = randomBytes(24).toString('base64url')
  await insertSession(services.db, {
    id: newId(),
    personId,
    token,
    at,
    expiresAt: new Date(at.getTime() + seconds * 1000),
    userAgent: null,
  })
  const cookie = await generateSignedCookie(sessionCookieName(services.config), token, secret, cookieOptions(services.config))
  return cookie.split(';')[0] ?? cookie
}

function cookieOptions(config: Pick<Config, 'publicUrl'>): CookieOptions {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(config), maxAge: SESSION_SECONDS }
}

function isHttps(config: Pick<Config, 'publicUrl'>): boolean {
  return config.publicUrl.startsWith('https://')
}
