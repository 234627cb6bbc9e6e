import type { Context } from 'hono'
import { refuse } from '../../problems/index.ts'
import type { AppEnv } from './env.ts'

const ACCEPTED = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const

/**
 * The fields of a posted form; the size was limited before (body-limit.ts). Line breaks arrive as browsers send them,
 * CR LF, and are handed on as LF. Fields that hold a file are left out: see multipart.ts.
 */
export async function readForm(c: Context<AppEnv>): Promise<FormData> {
  const received = c.req.header('content-type') ?? ''
  const type = received.split(';')[0]?.trim().toLowerCase()
  if (!ACCEPTED.some((accepted) => accepted === type))
    refuse({ kind: 'wrong_media_type', received: received.slice(0, 100), accepted: ACCEPTED })

  const posted = await c.req.formData().catch(() => refuse({ kind: 'invalid_request', issues: [{ path: '', message: 'form-data' }] }))
  const form = new FormData()
  for (const [name, value] of posted) if (typeof value === 'string') form.append(name, value.replaceAll('\r\n', '\n'))
  return form
}

/** One field as text; empty when it was not sent. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** All values of a field that may be sent several times. */
export function textsOf(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === 'string')
}
