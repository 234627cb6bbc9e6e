import pg from 'pg'
import { queryOnce } from './own-canut.ts'

/** What a client was given for a response: the assignment's UUID, and the hash in hexadecimal digits. */
export interface Receipt {
  readonly id: string
  readonly hash: string
}

export interface LapseWatch {
  /** every slot of the batch has its response */
  finished(): boolean
  /** @returns the longest that a lease which had run out was seen as still held */
  end(): Promise<{ worstSeconds: number; looks: number }>
}

const EVERY_MS = 1000

/** How long ago the oldest lease that is still held ran out; negative or null when none has. */
const OVERDUE = `select extract(epoch from now() - min(lease_expires_at))::float8 as overdue from assignments where batch_id = $1 and state = 'leased'`
const FINISHED = `
  select (select count(*) from assignments where batch_id = $1 and state in ('submitted', 'approved') and not surplus)
    >= (select task_count::bigint * redundancy from batches where id = $1) as finished`

/** Asks the database once a second, on a connection of its own, as nobody who hands out tasks would. */
export function watchLapses(databaseUrl: string, batchId: string): LapseWatch {
  const client = new pg.Client({ connectionString: databaseUrl })
  let [isFinished, worstSeconds, looks] = [false, 0, 0]
  const controller = new AbortController()
  const looking = (async () => {
    await client.connect()
    while (!controller.signal.aborted) {
      const { rows } = await client.query<{ overdue: number | null }>(OVERDUE, [batchId])
      worstSeconds = Math.max(worstSeconds, rows[0]?.overdue ?? 0)
      isFinished = (await client.query<{ finished: boolean }>(FINISHED, [batchId])).rows[0]?.finished ?? false
      looks += 1
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    await client.end()
  })()
  return {
    finished: () => isFinished,
    async end() {
      controller.abort()
      await looking
      return { worstSeconds, looks }
    },
  }
}

export interface Found {
  readonly counts: { readonly responses: number; readonly surplus: number; readonly lapsed: number }
  /** each must be 0 */
  readonly wrong: {
    /** tasks with more live assignments than wanted */
    readonly overAssigned: number
    /** tasks with fewer responses than wanted, though all work is done */
    readonly underAssigned: number
    /** workers with several responses to one task */
    readonly repeated: number
    /** receipts without their response, or with another one */
    readonly acknowledgedLost: number
    /** tasks whose open slots and live assignments do not add up to what is wanted */
    readonly slotsWrong: number
  }
  readonly overdueSeconds: number
}

export async function checkDispatch(databaseUrl: string, batchId: string, receipts: readonly Receipt[]): Promise<Found> {
  const [row] = await queryOnce<Found['counts'] & Omit<Found['wrong'], 'acknowledgedLost'>>(
    databaseUrl,
    `with own as (select * from assignments where batch_id = $1),
       live as (select number, count(*) filter (where state <> 'leased') as done, count(*) as held from own
         where state in ('leased', 'submitted', 'approved') and not surplus group by number),
       every as (select t.number, b.redundancy as wanted, coalesce(l.done, 0) as done, coalesce(l.held, 0) as held
         from batches b join tasks t on t.batch_id = b.id left join live l on l.number = t.number where b.id = $1)
     select (select count(*)::int from responses where batch_id = $1) as responses,
       (select count(*)::int from own where surplus) as surplus, (select count(*)::int from own where state = 'lapsed') as lapsed,
       (select count(*)::int from every where held > wanted) as "overAssigned",
       (select count(*)::int from every where done < wanted) as "underAssigned",
       (select count(*)::int from (select from responses where batch_id = $1 group by number, worker_id having count(*) > 1) r) as repeated,
       (select count(*)::int from task_slots s join every e using (number) where s.batch_id = $1 and s.open + e.held <> e.wanted) as "slotsWrong"`,
    [batchId],
  )
  const [lost] = await queryOnce<{ missing: number }>(
    databaseUrl,
    `select count(*)::int as missing from unnest($1::uuid[], $2::text[]) as k(id, hash)
       left join assignments a on a.id = k.id
       left join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
     where encode(r.receipt_hash, 'hex') is distinct from k.hash or a.state not in ('submitted', 'approved')`,
    [receipts.map(({ id }) => id), receipts.map(({ hash }) => hash)],
  )
  const [lease] = await queryOnce<{ overdue: number | null }>(databaseUrl, OVERDUE, [batchId])
  if (row === undefined || lost === undefined) throw new Error('an aggregate returned no row')
  const { responses, surplus, lapsed, ...wrong } = row
  return {
    counts: { responses, surplus, lapsed },
    wrong: { ...wrong, acknowledgedLost: lost.missing },
    overdueSeconds: lease?.overdue ?? 0,
  }
}

/** One fault of each kind. */
export async function sabotage(databaseUrl: string, batchId: string, receipts: readonly Receipt[]): Promise<void> {
  await queryOnce(
    databaseUrl,
    `delete from responses r using assignments a where a.id = $1 and r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id`,
    [receipts[0]?.id],
  )
  await queryOnce(
    databaseUrl,
    `insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at)
     select $1, 1, gen_random_uuid(), gen_random_uuid(), 'leased', 50000, 5000, 1, now() - interval '2 minutes', now() - interval '1 minute'`,
    [batchId],
  )
}
