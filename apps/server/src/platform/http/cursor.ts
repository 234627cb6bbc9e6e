import { z } from 'zod'
import { refuse } from '../../problems/index.ts'

const Parts = z.tuple([z.iso.datetime(), z.uuid()])

/** Where a page of a list ends: an instant and an id, opaque to the reader. */
export function encodeCursor(at: Date, id: string): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')
}

/** null without a cursor; a cursor that is not one of ours is refused. */
export function decodeCursor(cursor: string | undefined): { at: Date; id: string } | null {
  if (cursor === undefined || cursor === '') return null
  const parsed = Parts.safeParse(tryJson(Buffer.from(cursor, 'base64url').toString()))
  if (!parsed.success) refuse({ kind: 'invalid_request', issues: [{ path: 'after', message: 'cursor' }] })
  return { at: new Date(parsed.data[0]), id: parsed.data[1] }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
