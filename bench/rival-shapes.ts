import { closedLoad, loadWorker, loadWorkers, rounded, type LoadWorker } from './http-load.ts'
import { queryOnce, uuidOf } from './own-canut.ts'
import { runPgbench } from './pgbench.ts'

const TASKS = 100_000
const WORKERS = 1000
const FINISHED = 50_000
const REDUNDANCY = 3
/** of the open tasks, those that have one response already */
const BEGUN = { first: 60_001, last: 85_000 } as const
const AT_ONCE = 20
const SHAPE_SECONDS = 10
const HISTORY_SECONDS_MAX = 240

export interface RivalFigures {
  /** how long the workers' past took to be made, through the server */
  readonly historySeconds: number
  readonly responses: number
  readonly openTasks: number
  readonly canutLeasesPerSecond: number
  readonly shapes: Readonly<Record<string, ShapeFigures>>
}

interface ShapeFigures {
  readonly leasesPerSecond: number
  readonly meanMs: number
  /** Canut's leases a second over HTTP, each with its submission, divided by the leases a second of this shape in SQL alone */
  readonly canutRatio: number
}

export interface RivalOptions {
  readonly databaseUrl: string
  readonly server: { readonly port: number }
  /** 1,000 of them */
  readonly tokens: readonly string[]
  readonly makeBatch: (name: string, tasks: number) => Promise<string>
  readonly clients: number
  readonly seconds: number
  readonly program: string
  readonly signal: AbortSignal
}

/**
 * How other open systems choose the next task, as SQL on our tables: one batch of 100,000 tasks of which 50,000 are open,
 * redundancy 3, 175,000 responses by 1,000 workers. Written anew after descriptions of what their queries do; only the queries,
 * without their web frameworks, so that the figures are the least that these ways of choosing cost, and no benchmark of the
 * products. Canut's own figure is over HTTP, and includes the submission.
 *
 * The past of the workers is made through the server, so that every row is as the product leaves it. A server too slow to make all of it
 * in four minutes leaves more tasks open, and the figures say how many.
 */
export async function measureRivals(options: RivalOptions): Promise<RivalFigures> {
  const { databaseUrl, server, tokens, clients, program, signal } = options
  const publicId = await options.makeBatch('rivals', TASKS)
  const batchId = uuidOf(publicId)
  const startedAt = performance.now()
  const responses = await makeHistory(options, publicId)
  const historySeconds = (performance.now() - startedAt) / 1000
  await prepareTables(databaseUrl, batchId)
  const openTasks = await countOpen(databaseUrl, batchId)
  const workers = loadWorkers(tokens.slice(0, clients), publicId, 1)
  const canut = await closedLoad({ clients, ports: [server.port], workers, seconds: Math.min(options.seconds, SHAPE_SECONDS), signal })

  const shapes: Record<string, ShapeFigures> = {}
  for (const [name, script] of Object.entries(shapesOf(batchId))) {
    signal.throwIfAborted()
    const { perSecond, meanMs } = await runPgbench({ program, databaseUrl, script, clients, seconds: SHAPE_SECONDS })
    shapes[name] = { leasesPerSecond: rounded(perSecond), meanMs: rounded(meanMs), canutRatio: rounded(canut.cyclesPerSecond / perSecond) }
    process.stderr.write(`${name}: ${rounded(perSecond)} leases a second\n`)
  }
  return { historySeconds: rounded(historySeconds), responses, openTasks, canutLeasesPerSecond: rounded(canut.cyclesPerSecond), shapes }
}

/** @returns how many responses were made */
async function makeHistory({ server, tokens, clients, signal }: RivalOptions, publicId: string): Promise<number> {
  const load = { clients, ports: [server.port], seconds: HISTORY_SECONDS_MAX, signal }
  const finished = await closedLoad({ ...load, workers: loadWorkers(tokens, publicId, AT_ONCE), cycles: FINISHED * REDUNDANCY })
  const begun: LoadWorker[] = []
  for (let first: number = BEGUN.first; first <= BEGUN.last; first += AT_ONCE) {
    const tasks = Array.from({ length: AT_ONCE }, (_, i) => first + i)
    begun.push(loadWorker(tokens[begun.length % WORKERS] ?? '', JSON.stringify({ batchId: publicId, tasks })))
  }
  const { cycles } = await closedLoad({ ...load, workers: begun, once: true })
  return finished.cycles + cycles
}

/** Every task gets its row of slots, which here stands for the state that others keep with the task. */
async function prepareTables(databaseUrl: string, batchId: string): Promise<void> {
  await queryOnce(
    databaseUrl,
    `insert into task_slots (batch_id, number, open, wanted, position) select $1, n, $3::int, $3::int, n from generate_series(1, $2::int) n
     on conflict (batch_id, number) do nothing`,
    [batchId, TASKS, REDUNDANCY],
  )
  await queryOnce(databaseUrl, 'create table bench_workers (position int primary key, id uuid not null)', [])
  await queryOnce(
    databaseUrl,
    `insert into bench_workers select row_number() over (order by worker_id), worker_id from assignments where batch_id = $1 group by worker_id`,
    [batchId],
  )
  for (const table of ['tasks', 'task_slots', 'assignments', 'responses', 'bench_workers']) {
    await queryOnce(databaseUrl, `vacuum (analyze) ${table}`, [])
  }
}

async function countOpen(databaseUrl: string, batchId: string): Promise<number> {
  const text = `select count(*)::int as open from task_slots where batch_id = $1 and submitted < wanted`
  const [row] = await queryOnce<{ open: number }>(databaseUrl, text, [batchId])
  return row?.open ?? 0
}

/**
 * In this order after: PyBossa's default scheduler, PyBossa's locked scheduler, Turkle on PostgreSQL, Label Studio's sequential
 * stream, Label Studio with redundancy over 1. The figures are shown by what the query does and not by product: they measure
 * queries of ours, on our tables.
 *
 * All priorities are the same, as they are by default; `wanted`, which no index holds, stands for them.
 */
function shapesOf(batchId: string): Record<string, string> {
  const batch = `'${batchId}'::uuid`
  const worker = '(select id from bench_workers where position = :w)'
  const unfinished = `tasks t join task_slots s on s.batch_id = t.batch_id and s.number = t.number`
  const responses = 'left join responses r on r.batch_id = t.batch_id and r.number = t.number'
  const where = `where t.batch_id = ${batch} and s.submitted < s.wanted`
  // by the index of each worker's submissions
  const own = `select a.number from assignments a where a.worker_id = ${worker} and a.submitted_at is not null and a.batch_id = ${batch}`
  const neverHad = `not exists (select from assignments a where a.batch_id = ${batch} and a.number = t.number and a.worker_id = ${worker})`
  const someone = `\\set w random(1, ${WORKERS})\n`
  const leaseOf = (task: string) => `
insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at)
  select ${batch}, ${task}, ${worker}, gen_random_uuid(), 'leased', 50000, 5000, 1, now(), now() + interval '1 hour' on conflict do nothing;`
  // others try one candidate after the other; here the first one is free, which is their best case
  const lockAndLease = `
begin;
select t.number, t.payload from ${unfinished} where t.batch_id = ${batch} and t.number = :candidate for update of s skip locked;
select count(*) from assignments where batch_id = ${batch} and number = :candidate and state = 'leased';${leaseOf(':candidate::int')}
commit;
`
  const candidate = `\\set candidate random(${BEGUN.last + 1}, ${TASKS})\n`
  const counted = `select t.number, count(r.number) as had from ${unfinished} ${responses} ${where} and t.number not in (${own}) group by t.number`
  return {
    'not among one’s own, by priority': `${someone}
select t.number, t.payload from ${unfinished} ${where} and t.number not in (${own}) order by s.wanted desc, t.number limit 1;
`,
    'join, group, having': `${someone}
select t.number, count(r.number) from ${unfinished} ${responses} ${where} and ${neverHad}
  group by t.number, s.wanted having count(r.number) < s.wanted order by s.wanted desc, t.number limit 20;
`,
    'lock every unfinished task, then choose': `${someone}
begin;
select t.number, t.payload from ${unfinished} ${where} for update of s;
select t.number as candidate from ${unfinished} left join assignments l on l.batch_id = t.batch_id and l.number = t.number
  ${where} and ${neverHad} group by t.number, s.wanted having count(l.id) < s.wanted order by t.number limit 1 \\gset${leaseOf(':candidate::int')}
commit;
`,
    'load every candidate, lock the first': `${someone}${candidate}
select t.number from ${unfinished} ${where} and t.number not in (${own}) order by t.number;${lockAndLease}`,
    'most responses first, counted each time': `${someone}${candidate}
select max(had) from (${counted}) c;
select c.number from (${counted}) c where c.had = (select max(had) from (${counted}) d) order by c.number;${lockAndLease}`,
  }
}
