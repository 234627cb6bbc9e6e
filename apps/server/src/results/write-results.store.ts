import { sql } from 'kysely'
import type pg from 'pg'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { inCopyTransaction } from '../platform/db/copy.ts'
import type { Tx } from '../platform/db/database.ts'
import { recountConfidences } from './confidence-counts.store.ts'
import { RESULT_COLUMNS } from './result-lines.ts'
import { RunCancelled } from './run-cancelled.ts'
import type { RunFigures } from './run-figures.ts'
import type { RunRow } from './runs.store.ts'

/**
 * A confidence that moved by less stays as it is. Each run learns a little more of every worker, and so moves every
 * confidence a little: without this, a hundred new responses would write a million rows anew.
 */
const CONFIDENCE_STEP = 0.01

export interface Write {
  readonly run: RunRow
  readonly figures: RunFigures
  /** of `resultLines` */
  readonly rows: AsyncIterable<string>
  /** whether what is stored was computed in the same way, so that only what changed must be written */
  readonly sameWay: boolean
  readonly now: Date
}

/**
 * Puts the results of a run in the place of those before, and ends the run: one transaction, so no reader sees half of them. The
 * new ones are copied beside, and only rows that differ are written: reading and comparing costs a fraction of writing. What is how sure
 * is counted with them, so that no page has to.
 *
 * @returns how many rows were written or removed.
 * @throws RunCancelled when somebody cancelled the run meanwhile; nothing has changed then.
 */
export async function writeResults(pool: pg.Pool, { run, figures, rows, sameWay, now }: Write): Promise<number> {
  return inCopyTransaction(pool, async (tx, client) => {
    await sql`
      create temp table new_results (
        number integer not null, label text, tied text[], response jsonb, confidence double precision, responses smallint not null,
        divided boolean not null) on commit drop`.execute(tx)
    await pipeline(Readable.from(rows), client.query(copyFrom(`copy new_results (${RESULT_COLUMNS.join(', ')}) from stdin`)))
    await sql`analyze new_results`.execute(tx)
    const changed = await mergeResults(tx, run, sameWay)
    await recountConfidences(tx, run.batch_id)
    await endRun(tx, run.id, figures, changed, now)
    return changed
  })
}

async function mergeResults(tx: Tx, { id, batch_id: batchId }: RunRow, sameWay: boolean): Promise<number> {
  const moved = sameWay
    ? sql`or (r.confidence is null) <> (n.confidence is null) or abs(r.confidence - n.confidence) >= ${CONFIDENCE_STEP}`
    : sql`or r.confidence is distinct from n.confidence`
  const gone = await sql`
    delete from results r where r.batch_id = ${batchId} and not exists (select from new_results n where n.number = r.number)`.execute(tx)
  const written = await sql`
    insert into results as r (batch_id, number, label, tied, response, confidence, responses, divided, run_id)
    select ${batchId}, n.number, n.label, n.tied, n.response, n.confidence, n.responses, n.divided, ${id}
    from new_results n left join (select * from results where batch_id = ${batchId}) r on r.number = n.number
    where r.number is null or (r.label, r.tied, r.response, r.responses, r.divided) is distinct from (n.label, n.tied, n.response, n.responses, n.divided) ${moved}
    on conflict (batch_id, number) do update set label = excluded.label, tied = excluded.tied, response = excluded.response,
      confidence = excluded.confidence, responses = excluded.responses, divided = excluded.divided, run_id = excluded.run_id`.execute(tx)
  return Number((gone.numAffectedRows ?? 0n) + (written.numAffectedRows ?? 0n))
}

async function endRun(tx: Tx, id: string, figures: RunFigures, changed: number, now: Date): Promise<void> {
  const { alpha } = figures
  const { numAffectedRows } = await sql`
    update aggregation_runs set state = 'done', finished_at = ${now}, phase = null, responses = ${figures.responses}, tasks = ${figures.tasks},
      workers = ${figures.workers}, method = ${figures.method}, reason = ${figures.reason}, compared = ${JSON.stringify(figures.compared)}, chosen_at = ${figures.chosenAt},
      parameters = ${JSON.stringify(figures.parameters)}, seconds = ${figures.seconds}, iterations = ${figures.iterations},
      converged = ${figures.converged}, classes = ${figures.classes}, agreement = ${figures.agreement}, alpha = ${alpha?.value ?? null},
      alpha_low = ${alpha?.low ?? null}, alpha_high = ${alpha?.high ?? null}, gold_tasks = ${figures.goldTasks},
      majority_vote_accuracy = ${figures.majorityVoteAccuracy}, accuracy = ${figures.accuracy},
      response_agreement = ${figures.responseAgreement}, response_accuracy = ${figures.responseAccuracy},
      calibration = ${JSON.stringify(figures.calibration)}, rows_changed = ${changed}, failure = ${figures.failure}
    where id = ${id} and state = 'running'`.execute(tx)
  if (numAffectedRows !== 1n) throw new RunCancelled()
}
