import { createMiddleware } from 'hono/factory'
import { randomUUID } from 'node:crypto'
import { randomPart } from '../random.ts'
import type { AppEnv } from './env.ts'

const FOR_ALL = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'same-origin'],
  ['X-Frame-Options', 'DENY'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
] as const

/** Request id, CSP nonce and the headers that every answer carries. No inline script or style is ever allowed that does not carry the nonce. */
export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  const nonce = randomPart(16).toString('base64')
  const requestId = /^[\w-]{8,64}$/.test(c.req.header('x-request-id') ?? '') ? (c.req.header('x-request-id') as string) : randomUUID()
  c.set('nonce', nonce)
  c.set('requestId', requestId)
  await next()
  // c.header would make a new Response of the finished one, each time
  const { headers } = c.res
  headers.set('X-Request-Id', requestId)
  // the frame of a template says itself who may embed it
  for (const [name, value] of FOR_ALL) if (!headers.has(name)) headers.set(name, value)
  if (!headers.has('Permissions-Policy')) headers.set('Permissions-Policy', permissionsPolicy([]))
  if (!headers.has('Content-Security-Policy')) {
    headers.set(
      'Content-Security-Policy',
      `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; media-src 'self' blob:; ` +
        `connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; worker-src 'self'; frame-ancestors 'none'; manifest-src 'self'`,
    )
  }
})

/** What the page may ask the browser for, the person willing; nothing else, and no page unless it says so. */
export function permissionsPolicy(asked: readonly ('microphone' | 'camera')[]): string {
  const of = (name: 'microphone' | 'camera') => `${name}=(${asked.includes(name) ? 'self' : ''})`
  return `${of('camera')}, geolocation=(), ${of('microphone')}, payment=()`
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses posts that another site made a browser send. Browsers say where a request comes from in Sec-Fetch-Site or
 * Origin; a client without either carries no cookies of a victim, so it has nothing to forge.
 */
export function isCrossSite(request: Request, publicUrl: string): boolean {
  if (SAFE.has(request.method)) return false
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const origin = request.headers.get('origin')
  if (origin === null) return false
  return origin !== new URL(request.url).origin && origin !== new URL(publicUrl).origin
}
