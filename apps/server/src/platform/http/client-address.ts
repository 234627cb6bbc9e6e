import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { Config } from '../config.ts'

/**
 * The address a request came from: the socket's, or what the nearest proxy says when TRUST_PROXY is on. A proxy appends
 * to X-Forwarded-For, so only its last entry is the proxy's own word; the others are the client's.
 *
 * @returns null for a request made inside this process, which has no socket
 */
export function clientAddress(c: Context, config: Pick<Config, 'trustProxy'>): string | null {
  if (config.trustProxy) {
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    if (forwarded !== undefined && forwarded !== '') return forwarded
  }
  const env: unknown = c.env
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return null
  return getConnInfo(c).remote.address ?? null
}
