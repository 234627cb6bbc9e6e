import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { refuse } from '../../problems/index.ts'
import type { AppEnv } from './env.ts'

/** The largest form or JSON body. Room for long instructions, none for filling the memory of the server. */
const BODY_MAX_BYTES = 1024 * 1024

/** Addresses that take files: they read the body as a stream and have limits of their own. */
export const TAKES_FILES = /\/(media|imports)$|\/assignments\/[^/]+\/files(\/[^/]+)?$/
/** The form of a new batch, which may bring a file with it: as a multipart body only. */
const MAY_TAKE_A_FILE = /^\/projects\/[^/]+\/batches$/

const limit = bodyLimit({ maxSize: BODY_MAX_BYTES, onError: () => refuse({ kind: 'body_too_large', maxBytes: BODY_MAX_BYTES }) })

/** Refuses a large body before any handler reads it, whatever the request says about its length. */
export const limitBodies = createMiddleware<AppEnv>(async (c, next) => {
  if (TAKES_FILES.test(c.req.path)) return next()
  if (MAY_TAKE_A_FILE.test(c.req.path) && isMultipart(c.req.header('content-type'))) return next()
  // A body of a stated length is not touched here: Node reads no more than was stated, and what looks at the stream of a
  // request makes it a slow one.
  const stated = c.req.header('content-length')
  if (stated !== undefined && c.req.header('transfer-encoding') === undefined) {
    if (Number(stated) > BODY_MAX_BYTES) refuse({ kind: 'body_too_large', maxBytes: BODY_MAX_BYTES })
    return next()
  }
  const answer = await limit(c, next)
  return answer ?? undefined
})

const isMultipart = (type: string | undefined): boolean => /^multipart\/form-data\s*;/i.test(type ?? '')
