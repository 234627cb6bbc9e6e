import { Readable } from 'node:stream'
import { publicId } from '../platform/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { jsonLine } from '../platform/tables/index.ts'
import { listOrigins } from './provenance.store.ts'

const ROWS_AT_ONCE = 2_000

/**
 * Where each task of a batch came from, as JSON Lines: a task that was imported has no line. It joins with every export of
 * the batch by the number of the task. Read page by page, so a slow reader holds no connection.
 */
export function streamOrigins(db: Db, batchId: string): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(lines(db, batchId), { objectMode: false })) as ReadableStream<Uint8Array>
}

async function* lines(db: Db, batchId: string): AsyncGenerator<Uint8Array> {
  for (let after = 0; ;) {
    const rows = await listOrigins(db, batchId, after, ROWS_AT_ONCE)
    const text = rows
      .map((row) =>
        jsonLine({
          task: row.task,
          from_batch: publicId('bat', row.batchId),
          from_batch_name: row.batchName,
          from_task: row.number,
          from_assignment: row.assignmentId === null ? null : publicId('asg', row.assignmentId),
          confidence: row.confidence,
          passed_at: row.passedAt.toISOString(),
        }),
      )
      .join('')
    if (text !== '') yield Buffer.from(text)
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_AT_ONCE) return
    after = last.task
  }
}
