/**
 * Is an acknowledged answer kept and paid, whatever happens? Replays a recorded crowd while a requester approves
 * everything again and again, and ends the server and PostgreSQL with SIGKILL at random moments. Then compares every
 * receipt that a worker was given with the database and the export, and every payment with the receipts.
 *
 *   npx node bench/replay-kill.ts <labels.csv> [--kills 3] [--seed 1] [--concurrency 16] [--sabotage]
 *
 * `--sabotage` removes one acknowledged response at the end: a check that does not fail then checks nothing.
 * Ends with 0 when everything is there, 2 when something is not.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Acknowledged, ApiClient, OpenBatch, OwnInstance, RecordedCrowd } from '../apps/server/src/replay/index.ts'
import { abortOnInterrupt, loadReplay, queryOnce, tell, uuidOf } from './own-canut.ts'
import { randomFrom } from './random-from.ts'

const PATIENCE_MS = 180_000
const APPROVE_EVERY_MS = 150
/** After the chosen response was acknowledged, so that the kill falls anywhere within the requests under way. */
const DELAY_MAX_MS = 250

const replay = await loadReplay()

interface Kill {
  readonly afterResponses: number
  /** from SIGKILL until the instance was ready again */
  downMs: number
  acknowledgedBefore: number
}

async function workAndKill(own: OwnInstance, api: ApiClient, crowd: RecordedCrowd, batch: OpenBatch, options: Options) {
  const { signal, concurrency } = options
  const accounts = await replay.makeAccounts(api, own.token, crowd.workers.length)
  const random = randomFrom(options.seed)
  const moments = Array.from({ length: options.kills }, () => Math.ceil(crowd.responses * (0.05 + 0.85 * random()))).toSorted(
    (a, b) => a - b,
  )
  const kills: Kill[] = []
  let count = 0
  let killing = Promise.resolve()
  const killOnce = async (afterResponses: number, delayMs: number) => {
    await sleep(delayMs)
    const acknowledgedBefore = count
    const startedAt = performance.now()
    await own.kill()
    await own.restart()
    kills.push({ afterResponses, acknowledgedBefore, downMs: Math.round(performance.now() - startedAt) })
    process.stderr.write(`killed after ${acknowledgedBefore} responses, back after ${kills.at(-1)?.downMs} ms\n`)
  }

  let working = true
  const approving = (async () => {
    let approvals = 0
    while (working) {
      await replay.approveAll(api, own.token, batch.id, signal)
      approvals += 1
      await sleep(APPROVE_EVERY_MS, undefined, { signal })
    }
    return approvals
  })()
  const submitting = replay.submitCrowd(api, crowd, accounts, {
    batchId: batch.id,
    concurrency,
    signal,
    onAcknowledged(receipts) {
      count += receipts.length
      while (moments[0] !== undefined && count >= moments[0]) {
        const moment = moments.shift() ?? 0
        const delayMs = random() * DELAY_MAX_MS
        killing = killing.then(() => killOnce(moment, delayMs))
      }
    },
  })
  const submitted = await submitting.finally(() => {
    working = false
  })
  const approvals = await approving
  await killing
  return { submitted, kills, approvals }
}

/** Receipts without their response, or with another hash. */
async function missingOf(databaseUrl: string, acknowledged: readonly Acknowledged[]): Promise<number> {
  const rows = await queryOnce<{ missing: number }>(
    databaseUrl,
    `select count(*)::int as missing from unnest($1::uuid[], $2::text[]) as k(id, hash)
       left join assignments a on a.id = k.id
       left join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
     where encode(r.receipt_hash, 'hex') is distinct from k.hash or a.state <> 'approved'`,
    [acknowledged.map(({ assignmentId }) => uuidOf(assignmentId)), acknowledged.map(({ receiptHash }) => receiptHash)],
  )
  return rows[0]?.missing ?? -1
}

interface Counts {
  responses: number
  repeats: number
  overAssigned: number
  paid: number
  paidTwice: number
  notPaid: number
}

async function countsOf(databaseUrl: string, batchId: string): Promise<Counts | undefined> {
  const rows = await queryOnce<Counts>(
    databaseUrl,
    `with own as (select a.*, (select count(*) from transfers t where t.assignment_id = a.id and t.kind in ('pay', 'surplus_pay')) as payments
        from assignments a where a.batch_id = $1)
     select (select count(*)::int from responses where batch_id = $1) as responses,
       (select count(*)::int from (select from own where state in ('submitted', 'approved') group by number, worker_id having count(*) > 1) r) as repeats,
       (select count(*)::int from (select from own join batches b on b.id = own.batch_id where own.state in ('leased', 'submitted', 'approved')
          and not own.surplus group by number, redundancy having count(*) > redundancy) o) as "overAssigned",
       (select count(*)::int from own where payments > 0) as paid, (select count(*)::int from own where payments > 1) as "paidTwice",
       (select count(*)::int from own where payments = 0 and state in ('submitted', 'approved')) as "notPaid"`,
    [uuidOf(batchId)],
  )
  return rows[0]
}

async function sabotage(databaseUrl: string, { assignmentId }: Acknowledged): Promise<void> {
  await queryOnce(
    databaseUrl,
    `delete from responses r using assignments a where a.id = $1 and r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id`,
    [uuidOf(assignmentId)],
  )
}

interface Options {
  readonly file: string
  readonly kills: number
  readonly seed: number
  readonly concurrency: number
  readonly sabotage: boolean
  readonly signal: AbortSignal
}

async function run(options: Options): Promise<boolean> {
  const { file, signal } = options
  const crowd = await replay.readCrowd(file, null)
  const startedAt = performance.now()
  const own = await replay.startOwnInstance({ signal })
  const api = replay.createApiClient({ url: own.url, connections: options.concurrency + 1, signal, patienceMs: PATIENCE_MS })
  try {
    const batch = await replay.setUpBatch(api, own.token, { ...crowd, name: basename(file) }, new Date())
    const { submitted, kills, approvals } = await workAndKill(own, api, crowd, batch, options)
    await replay.approveAll(api, own.token, batch.id, signal)
    await replay.closeBatch(api, own.token, batch.id)

    const { acknowledged } = submitted
    const [first] = acknowledged
    if (options.sabotage && first !== undefined) await sabotage(own.databaseUrl(), first)
    const exported = new Map((await replay.exportResponses(api, own.token, batch.id)).map((response) => [response.assignmentId, response]))
    const ledger = await replay.verifyByApi(api, own.token)
    const counts = await countsOf(own.databaseUrl(), batch.id)
    const figures = {
      recorded: crowd.responses,
      acknowledged: acknowledged.length,
      missingInDatabase: await missingOf(own.databaseUrl(), acknowledged),
      missingInExport: acknowledged.filter(({ assignmentId, label }) => exported.get(assignmentId)?.label !== label).length,
      notAcknowledged: (counts?.responses ?? 0) - acknowledged.length,
      ...counts,
      ledger: ledger.ok ? 'verified' : 'not verified',
      kills,
      approvals,
      requests: api.durations.length,
      requestsRepeated: api.repeated(),
      seed: options.seed,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    }
    const ok =
      figures.acknowledged === figures.recorded &&
      [figures.missingInDatabase, figures.missingInExport, figures.notAcknowledged, figures.paidTwice, figures.notPaid].every(
        (n) => n === 0,
      ) &&
      [figures.repeats, figures.overAssigned].every((n) => n === 0) &&
      figures.paid === figures.recorded &&
      kills.length === options.kills &&
      ledger.ok
    tell(ok ? 'Nothing acknowledged was lost, nothing was paid twice' : 'SOMETHING IS WRONG', { ok, ...figures })
    return ok
  } finally {
    api.close()
    await own.stop()
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '16' },
    sabotage: { type: 'boolean', default: false },
  },
})
const [file] = positionals
if (file === undefined) {
  process.stderr.write('npx node bench/replay-kill.ts <labels.csv> [--kills 3] [--seed 1] [--concurrency 16] [--sabotage]\n')
  process.exitCode = 1
} else {
  const ok = await run({
    file,
    kills: Number(values.kills),
    seed: Number(values.seed),
    concurrency: Number(values.concurrency),
    sabotage: values.sabotage,
    signal: abortOnInterrupt(),
  })
  if (!ok) process.exitCode = 2
}
