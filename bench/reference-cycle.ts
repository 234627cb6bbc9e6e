import { queryOnce } from './own-canut.ts'
import { runPgbench, type PgbenchFigures } from './pgbench.ts'

/** Escrow has so many rows of balances; a payment writes to one of them, taken at random. */
const SHARDS = 16
/** Each task of a block gets its second lease so many cycles after its first: by then nobody is busy with its rows. */
const BLOCK = 1000
const REDUNDANCY = 3

export interface Variant {
  /** cycles in each pair of transactions */
  readonly size: 1 | 10
  /** with the update of a balance */
  readonly hold: boolean
}

export interface Reference {
  /** Cycles, not transactions, a second. */
  run(variant: Variant, seconds: number): Promise<PgbenchFigures>
}

export interface ReferenceOptions {
  readonly program: string
  readonly databaseUrl: string
  /** published, with redundancy 3; nobody else may work in it */
  readonly batchId: string
  readonly tasks: number
  readonly clients: number
}

/**
 * The least that a database must write for one lease and its submission, as pgbench does it: no server in between, no choice
 * of a task, no check.
 *
 * Included, on the real tables with all their indexes, in two committed transactions like the two requests: the new row of the
 * assignment and one slot less of its task; then the assignment submitted, the response, and one balance changed (the hold).
 * Canut sets the money of a whole batch aside when it is published, and moves it when a response is approved, so its own cycle
 * has no hold: the figure without it is the closer one, the figure with it the one that other ledgers would have to meet.
 * Left out, though Canut writes it: counters of the batch and of its hour, the worker's place and share, submitted responses of
 * the task. Left out, though Canut reads it: who asks, the rules in force, the terms, the payload, what the worker holds.
 *
 * Tasks are taken in the order of the batch, like Canut does it, and each three times, by three different workers. Each client counts
 * its own cycles, and from the count follow task and worker, so no row is wanted by two clients at once and nothing waits but
 * for the disk and for pages of the indexes. Worker ids are made up; assignments do not refer to people.
 */
export async function prepareReference(options: ReferenceOptions): Promise<Reference> {
  const { program, databaseUrl, batchId, tasks, clients } = options
  const accountId = await fillReference(options)
  const [version] = await queryOnce<{ number: number }>(databaseUrl, `select current_setting('server_version_num')::int as number`, [])
  const newId = (version?.number ?? 0) >= 180_000 ? 'uuidv7()' : 'gen_random_uuid()'
  let firstCycle = 0
  return {
    async run(variant, seconds) {
      const script = cycleScript(variant, { batchId, accountId, clients, newId })
      const n = Math.ceil(firstCycle / (clients * variant.size))
      const figures = await runPgbench({ program, databaseUrl, script, clients, seconds, variables: { n } })
      const last = await lastTask(databaseUrl, batchId)
      if (last > tasks) throw new Error(`the reference ran out of tasks: it reached ${last} of ${tasks}`)
      firstCycle = Math.ceil(last / BLOCK) * BLOCK * REDUNDANCY
      return { perSecond: figures.perSecond * variant.size, meanMs: figures.meanMs }
    },
  }
}

async function fillReference({ databaseUrl, batchId, tasks }: ReferenceOptions): Promise<string> {
  await queryOnce(
    databaseUrl,
    `insert into task_slots (batch_id, number, open, wanted, position) select $1, n, $3::int, $3::int, n from generate_series(1, $2::int) n
     on conflict (batch_id, number) do nothing`,
    [batchId, tasks, REDUNDANCY],
  )
  await queryOnce(databaseUrl, 'vacuum (analyze) task_slots', [])
  const [account] = await queryOnce<{ id: string }>(databaseUrl, `select id from accounts where batch_id = $1`, [batchId])
  if (account === undefined) throw new Error('the batch of the reference has no escrow account')
  await queryOnce(
    databaseUrl,
    `insert into balances (account_id, shard) select $1, s from generate_series(0, $2::int - 1) s on conflict do nothing`,
    [account.id, SHARDS],
  )
  return account.id
}

async function lastTask(databaseUrl: string, batchId: string): Promise<number> {
  const [row] = await queryOnce<{ last: number | null }>(databaseUrl, `select max(number) as last from assignments where batch_id = $1`, [
    batchId,
  ])
  return row?.last ?? 0
}

interface ScriptTerms {
  readonly batchId: string
  readonly accountId: string
  readonly clients: number
  readonly newId: string
}

function cycleScript({ size, hold }: Variant, { batchId, accountId, clients, newId }: ScriptTerms): string {
  const worker = `('00000000-0000-7000-8000-' || lpad(to_hex(:w::int), 12, '0'))::uuid`
  // `of` is a row source with the number of each task
  const [number, from] = size === 1 ? [':number::int', ''] : ['n', ` from generate_series(:number::int, :number::int + ${size - 1}) n`]
  const isTask = size === 1 ? 'number = :number::int' : `number between :number::int and :number::int + ${size - 1}`
  const own = `batch_id = '${batchId}' and ${isTask} and worker_id = ${worker}`
  return `
\\set i (:n * ${clients} + :client_id) * ${size}
\\set number (:i / ${BLOCK * REDUNDANCY}) * ${BLOCK} + :i % ${BLOCK} + 1
\\set w ((:i / ${BLOCK}) % ${REDUNDANCY}) * ${clients} + :client_id
\\set shard random(0, ${SHARDS - 1})
\\set n :n + 1
begin;
insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at)
  select '${batchId}', ${number}, ${worker}, ${newId}, 'leased', 50000, 5000, 1, now(), now() + interval '1 hour'${from};
update task_slots set open = open - 1 where batch_id = '${batchId}' and ${isTask} and open > 0;
commit;
begin;
update assignments set state = 'submitted', submitted_at = now(), review_closes_at = now() + interval '7 days' where ${own} and state = 'leased';
insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
  select '${batchId}', ${number}, ${worker}, '{"label": "yes"}', 'yes', 1000, now(), decode(repeat('ab', 32), 'hex')${from};
${hold ? `update balances set debit_micros = debit_micros + ${55_000 * size} where account_id = '${accountId}' and shard = :shard::smallint;\n` : ''}commit;
`
}
