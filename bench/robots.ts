/**
 * Many robots take whatever work there is, through HTTP, as people would: lease, submit, again. Are there exactly as many
 * responses as were wanted, none twice by the same robot, none too many, and was no robot sent away while there was a
 * slot that it could have taken?
 *
 *   npx node bench/robots.ts [--robots 200] [--tasks 10000] [--redundancy 3] [--lease 1] [--profile <folder>]
 *
 * `--profile` leaves a CPU profile of the server in a folder, for Chromium's developer tools.
 * "Sent away" is measured: whenever the instance answers that there is nothing, the database is asked at once whether a
 * slot is open of a task that this robot never had. Robots return nothing and are too fast to let a lease lapse, so a slot
 * that is open after the answer was open before it.
 * Ends with 0 when all of that is true, 2 when it is not.
 */
import { LeasesView, ReceiptsView } from '@canut/contract'
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ApiClient, OpenBatch, ReplayAccount } from '../apps/server/src/replay/index.ts'
import { abortOnInterrupt, loadReplay, queryOnce, tell, uuidOf } from './own-canut.ts'
import { randomFrom } from './random-from.ts'

const LABELS = ['yes', 'no']
const WAIT_WHEN_TAKEN_MS = 50
const SAY_EVERY_MS = 5000

const replay = await loadReplay()

interface Tally {
  responses: number
  /** answers that there was nothing, by cause */
  empty: Record<string, number>
  /** of these, how often a slot was open that the robot could have taken */
  idleWhileOpen: number
  lapsed: number
}

/** Open to this worker: a slot of a task that they have no assignment on, or a task whose slots were not made yet. */
const OPEN_TO_WORKER = `
  select exists (select from task_slots s where s.batch_id = $1 and s.open > 0
      and not exists (select from assignments a where a.batch_id = s.batch_id and a.number = s.number and a.worker_id = p.id))
    or exists (select from batch_frontiers f join batches b on b.id = f.batch_id where f.batch_id = $1 and f.opened < b.task_count)
    as open
  from (select t.person_id as id from tokens t where t.secret_hash = sha256(convert_to($2, 'UTF8'))) p`

interface Robot {
  readonly api: ApiClient
  readonly batch: OpenBatch
  readonly token: string
  readonly lease: number
  readonly database: pg.Pool
  readonly tally: Tally
  readonly random: () => number
  readonly signal: AbortSignal
}

async function work({ api, batch, token, lease, database, tally, random, signal }: Robot): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const body = { batchId: batch.id, count: lease }
    const { leases, empty } = await api.call(LeasesView, { token, method: 'POST', path: '/api/v1/work/leases', body })
    if (empty !== null) {
      const { rows } = await database.query<{ open: boolean }>(OPEN_TO_WORKER, [uuidOf(batch.id), token])
      if (rows[0]?.open !== false) tally.idleWhileOpen += 1
      tally.empty[empty.cause] = (tally.empty[empty.cause] ?? 0) + 1
      if (empty.cause !== 'all_taken') return
      await sleep(WAIT_WHEN_TAKEN_MS, undefined, { signal })
      continue
    }
    const responses = leases.map(({ assignmentId }) => ({
      assignmentId,
      response: { label: LABELS[Math.floor(random() * LABELS.length)] },
    }))
    const path = '/api/v1/work/responses'
    const { outcomes } = await api.call(ReceiptsView, { token, method: 'POST', path, body: { responses }, mayRepeat: true })
    for (const [i, outcome] of outcomes.entries()) {
      if (!outcome.ok) throw new Error(`a response was not accepted: ${JSON.stringify(outcome)}`)
      if (outcome.receipt.submittedAt > (leases[i]?.leaseExpiresAt ?? '')) tally.lapsed += 1
      tally.responses += 1
    }
  }
}

interface Options {
  readonly robots: number
  readonly tasks: number
  readonly redundancy: number
  readonly lease: number
  readonly profile: string | undefined
  readonly signal: AbortSignal
}

async function letThemWork(api: ApiClient, batch: OpenBatch, accounts: readonly ReplayAccount[], databaseUrl: string, options: Options) {
  const tally: Tally = { responses: 0, empty: {}, idleWhileOpen: 0, lapsed: 0 }
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  const wanted = options.tasks * options.redundancy
  const before = api.durations.length
  const startedAt = performance.now()
  const saying = setInterval(() => process.stderr.write(`${tally.responses} of ${wanted} responses\n`), SAY_EVERY_MS)
  try {
    const robots = accounts.map(({ token }, i) =>
      work({ api, batch, token, lease: options.lease, database, tally, random: randomFrom(i), signal: options.signal }),
    )
    await Promise.all(robots)
  } finally {
    clearInterval(saying)
    await database.end()
  }
  const seconds = (performance.now() - startedAt) / 1000
  return { tally, seconds, durations: api.durations.slice(before).toSorted((a, b) => a - b) }
}

interface Counts {
  responses: number
  repeats: number
  overAssigned: number
  underAssigned: number
}

async function countsOf(databaseUrl: string, batchId: string): Promise<Counts | undefined> {
  const rows = await queryOnce<Counts>(
    databaseUrl,
    `with own as (select * from assignments where batch_id = $1 and state in ('leased', 'submitted', 'approved') and not surplus),
       tasks as (select t.number, count(own.id) as had from tasks t left join own on own.number = t.number where t.batch_id = $1 group by t.number),
       b as (select redundancy from batches where id = $1)
     select (select count(*)::int from responses where batch_id = $1) as responses,
       (select count(*)::int from (select from own group by number, worker_id having count(*) > 1) r) as repeats,
       (select count(*)::int from tasks, b where had > redundancy) as "overAssigned",
       (select count(*)::int from tasks, b where had < redundancy) as "underAssigned"`,
    [uuidOf(batchId)],
  )
  return rows[0]
}

async function run(options: Options): Promise<boolean> {
  const { robots, redundancy, signal } = options
  const nodeArguments = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`]
  const own = await replay.startOwnInstance({ signal, nodeArguments })
  const api = replay.createApiClient({ url: own.url, connections: robots, signal, patienceMs: 60_000 })
  try {
    const tasks = Array.from({ length: options.tasks }, (_, i) => `Task ${i + 1}`)
    const batch = await replay.setUpBatch(
      api,
      own.token,
      { name: 'robots', tasks, labels: LABELS, truth: new Map(), redundancy },
      new Date(),
    )
    const accounts = await replay.makeAccounts(api, own.token, robots)
    const { tally, seconds, durations } = await letThemWork(api, batch, accounts, own.databaseUrl(), options)
    const counts = await countsOf(own.databaseUrl(), batch.id)
    const wanted = options.tasks * redundancy
    const at = (share: number) => Math.round(durations[Math.floor(durations.length * share)] ?? 0)
    const ok =
      tally.responses === wanted &&
      counts?.responses === wanted &&
      [counts.repeats, counts.overAssigned, counts.underAssigned, tally.idleWhileOpen].every((n) => n === 0)
    tell(ok ? 'Every slot was filled once, and no robot was sent away from open work' : 'SOMETHING IS WRONG', {
      ok,
      robots,
      tasks: options.tasks,
      redundancy,
      leasedAtOnce: options.lease,
      acknowledged: tally.responses,
      wanted,
      ...counts,
      idleWhileOpen: tally.idleWhileOpen,
      emptyAnswers: tally.empty,
      lapsed: tally.lapsed,
      requests: durations.length,
      seconds: Math.round(seconds * 10) / 10,
      requestsPerSecond: Math.round(durations.length / seconds),
      responsesPerSecond: Math.round(wanted / seconds),
      latencyMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    })
    return ok
  } finally {
    api.close()
    await own.stop()
  }
}

const { values } = parseArgs({
  options: {
    robots: { type: 'string', default: '200' },
    tasks: { type: 'string', default: '10000' },
    redundancy: { type: 'string', default: '3' },
    lease: { type: 'string', default: '1' },
    profile: { type: 'string' },
  },
})
const ok = await run({
  robots: Number(values.robots),
  tasks: Number(values.tasks),
  redundancy: Number(values.redundancy),
  lease: Number(values.lease),
  profile: values.profile,
  signal: abortOnInterrupt(),
})
if (!ok) process.exitCode = 2
