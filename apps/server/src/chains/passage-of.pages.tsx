import type { Context } from 'hono'
import { batchOf, findTask, type BatchRow } from '../batches/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { findPassage, type PassageRow } from './passages.store.ts'

/** The project of the path; the access guard has found it before. */
export function projectOf(c: Context<AppEnv>): { projectId: string; organisationId: string } {
  const { projectId, organisationId } = c.var.subject
  if (projectId === null || organisationId === null) refuse({ kind: 'not_found' })
  return { projectId, organisationId }
}

/** The passage of the path, which must be one of the project in front of it. */
export async function passageOf(services: Services, c: Context<AppEnv>): Promise<PassageRow> {
  const id = parsePublicId('pas', c.req.param('passage') ?? '')
  const passage = id === null ? null : await findPassage(services.db, id)
  if (passage === null || passage.projectId !== projectOf(c).projectId) refuse({ kind: 'not_found' })
  return passage
}

type Task = NonNullable<Awaited<ReturnType<typeof findTask>>>

/** The task of the path, by the number it has in its batch. */
export async function taskOf(services: Services, c: Context<AppEnv>): Promise<{ batch: BatchRow; task: Task }> {
  const batch = await batchOf(services, c)
  const number = c.req.param('number') ?? ''
  const task = /^[1-9]\d{0,8}$/.test(number) ? await findTask(services.db, batch.id, Number(number)) : null
  return { batch, task: task ?? refuse({ kind: 'not_found' }) }
}
