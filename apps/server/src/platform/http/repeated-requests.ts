import type { MiddlewareHandler } from 'hono'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { refuse } from '../../problems/index.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { refuseField } from './api.ts'
import { TAKES_FILES } from './body-limit.ts'
import type { AppEnv } from './env.ts'
import { claimKey, deleteAnswersBefore, findClaimed, keepAnswer, releaseKey, type KeptAnswer } from './repeated-requests.store.ts'

export const KEY_MAX_CHARACTERS = 200
const KEY = new RegExp(`^[\\x21-\\x7e]{1,${KEY_MAX_CHARACTERS}}$`)
const BODY_KEPT_BYTES = 64 * 1024
const KEPT_HOURS = 48
/** Longer than any request takes: a claim as old as this belongs to a process that ended. */
const ABANDONED_MINUTES = 10
const WAIT_MS = 3000
const LOOK_MS = 100
/** Refusals that say nothing of the request itself: it may be sent again as it is. */
const NOT_FINAL = new Set([401, 408, 425, 429])

type Given = Pick<Services, 'db' | 'now'>

/** Whether a request to this address may carry an `Idempotency-Key`. Files are read as they arrive, so they cannot be compared. */
export function takesKey(method: string, path: string): boolean {
  return method.toUpperCase() === 'POST' && path.startsWith('/api/v1/') && !TAKES_FILES.test(path)
}

/**
 * Carries out a request with an `Idempotency-Key` once: the same request with the same key gets the stored answer again. While
 * the first one is being carried out, the second waits for it, without holding a connection to the database.
 *
 * The claim is committed before the request is carried out and the answer after, in transactions of their own: a process that
 * is killed between them leaves a claim without an answer, and after ten minutes the request may be carried out again.
 */
export function answerOnce(services: Given): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key')
    const person = c.get('person')
    if (key === undefined || person === null || !takesKey(c.req.method, c.req.path)) return next()
    if (!KEY.test(key)) refuseField('Idempotency-Key', 'idempotency_key', c.var.locale)

    const of = { personId: person.id, key }
    // a token with other scopes may do other things, so what it asks is another request
    const scopes = c.var.tokenScopes === null ? 'session' : c.var.tokenScopes.toSorted().join(' ')
    const { pathname, search } = new URL(c.req.url)
    const requestHash = createHash('sha256')
      .update([scopes, c.req.method, pathname + search, await c.req.text()].join('\n'))
      .digest()

    const claim = await claimOrAnswer(services, of, requestHash)
    if ('answer' in claim) {
      const { status, contentType, body } = claim.answer
      if (body === null) refuse({ kind: 'answer_not_kept', status })
      const headers = new Headers({ 'Idempotent-Replay': 'true', ...(contentType === null ? {} : { 'Content-Type': contentType }) })
      return new Response(status === 204 ? null : body, { status, headers })
    }

    await next()
    const answer = await finalAnswer(c.res)
    await (answer === null ? releaseKey(services.db, claim.id, of) : keepAnswer(services.db, claim.id, of, answer))
    return undefined
  }
}

async function claimOrAnswer(
  { db, now }: Given,
  of: { personId: string; key: string },
  requestHash: Buffer,
): Promise<{ id: string } | { answer: KeptAnswer }> {
  const id = newId()
  for (const until = performance.now() + WAIT_MS; ; await sleep(LOOK_MS)) {
    const at = now()
    const before = (minutes: number) => new Date(at.getTime() - minutes * 60_000)
    const times = { now: at, abandonedBefore: before(ABANDONED_MINUTES), forgottenBefore: before(KEPT_HOURS * 60) }
    if (await claimKey(db, { ...of, id, requestHash, ...times })) return { id }
    const claimed = await findClaimed(db, of)
    // given free between the two statements
    if (claimed === null) continue
    if (!claimed.requestHash.equals(requestHash)) refuse({ kind: 'idempotency_key_reused' })
    if (claimed.answer !== null) return { answer: claimed.answer }
    if (performance.now() >= until) refuse({ kind: 'request_in_progress', retryAfterSeconds: 10 })
  }
}

/** null when the request may be sent again: it failed, or was not looked at. */
async function finalAnswer(response: Response): Promise<KeptAnswer | null> {
  const { status } = response
  if (status >= 500 || NOT_FINAL.has(status)) return null
  const contentType = response.headers.get('content-type')
  // such as a token that is shown once
  if (response.headers.get('cache-control')?.includes('no-store') === true) return { status, contentType, body: null }
  const body = await response.clone().text()
  return { status, contentType, body: Buffer.byteLength(body) > BODY_KEPT_BYTES ? null : body }
}

export async function forgetAnswers({ db, now }: Given): Promise<void> {
  await deleteAnswersBefore(db, new Date(now().getTime() - KEPT_HOURS * 3_600_000))
}
