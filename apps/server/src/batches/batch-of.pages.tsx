import type { Context } from 'hono'
import { findStaffRole, signedIn } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { findBatch, type BatchRow } from './batches.store.ts'

/** The batch of a page's path; the access guard has found it before. */
export async function batchOf(services: Services, c: Context<AppEnv>): Promise<BatchRow> {
  return (await findBatch(services.db, c.var.subject.batchId ?? '')) ?? refuse({ kind: 'not_found' })
}

/** Whether the reader may change the batch, or only look at it: buttons that would be refused are not shown. */
export async function mayChange(services: Services, c: Context<AppEnv>, batch: BatchRow): Promise<boolean> {
  const role = await findStaffRole(services.db, batch.organisation_id, signedIn(c).id)
  return role === 'owner' || role === 'manager'
}
