import type pg from 'pg'
import { copyRows, IN_ORDER, uuidLiteral as literal, type CopiedRow } from '../platform/db/copy-rows.ts'

const counting = (batchId: string) => `
  from assignments a join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
  where a.batch_id = ${literal(batchId)} and r.batch_id = ${literal(batchId)} and a.state in ('submitted', 'approved') and not a.surplus`

/** Task, worker and label of every response that counts and has a label. */
export function copyLabels(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  return copyRows(pool, `select a.number, a.worker_id, r.label ${counting(batchId)} and r.label is not null`)
}

/** Task, worker, and as JSON the response with the payload of its task, of every response that counts; those of a task follow each other. */
export function copyBodies(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  const whole = `jsonb_build_object('response', r.body, 'payload', (select payload from tasks t where t.batch_id = ${literal(batchId)} and t.number = a.number))`
  return copyRows(pool, `select a.number, a.worker_id, ${whole} ${counting(batchId)} order by a.number, a.worker_id`, {
    settings: IN_ORDER,
  })
}

/** Number and truth (JSON) of every gold task. */
export function copyTruths(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  return copyRows(pool, `select number, truth from tasks where batch_id = ${literal(batchId)} and truth is not null`)
}
