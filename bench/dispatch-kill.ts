/**
 * Is work handed out and taken in exactly once, whatever happens to the processes? 64 clients lease and submit at two processes
 * of one database. One of the two, taken at random, is ended with SIGKILL again and again, and started again. A client whose
 * request is not answered sends the same text to the other process. Some leases are never submitted, on purpose.
 *
 *   npx node bench/dispatch-kill.ts [--clients 64] [--tasks 4000] [--kills 5] [--abandon 0.05] [--seed 1] [--seconds 300] [--sabotage]
 *
 * Leases last 10 seconds (parameters of the instance). While clients work, the database is asked once a second for leases that ran
 * out more than 10 seconds ago and are still held. At the end it must hold: as many responses for each task as were wanted, and no
 * more; none twice by a worker; every response whose receipt a client was given; in every task, open slots and live assignments
 * that add up to what is wanted; a ledger that verifies.
 * `--sabotage` removes an acknowledged response, adds an assignment too many and holds an old lease at the end: a check that does
 * not fail then checks nothing. Ends with 0 when all is well, 2 when not, or when the work was not finished in time.
 */
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { numberOption } from './bench-options.ts'
import { makeBigBatch } from './big-batch.ts'
import { checkDispatch, sabotage, watchLapses, type Receipt } from './dispatch-checks.ts'
import { assignmentIds, loadWorker, percentiles, submitText, type LoadWorker } from './http-load.ts'
import { abortOnInterrupt, loadReplay, queryOnce, tell, uuidOf } from './own-canut.ts'
import { createCleanup, makeDatabase, startServer, type OwnServer } from './own-servers.ts'
import { randomFrom } from './random-from.ts'
import { openWire, type Answer, type Wire } from './wire.ts'

const REDUNDANCY = 3
const RETRY_MS = 50
const WAIT_WHEN_EMPTY_MS = 500
/** between a restart and the next kill; random, so that kills fall anywhere within requests */
const KILL_GAP_MS = { min: 1000, max: 4000 } as const
const LEASE_SECONDS = 10

interface Options {
  readonly clients: number
  readonly tasks: number
  readonly kills: number
  readonly abandon: number
  readonly seed: number
  readonly seconds: number
  readonly sabotage: boolean
}

interface Tally {
  readonly receipts: Receipt[]
  readonly latencies: number[]
  abandoned: number
  /** requests that were sent again, to the other process */
  repeated: number
  /** responses that came too late to be wanted */
  notNeeded: number
}

interface Caller {
  call(request: string): Promise<Answer>
}

/** Speaks to one process until that fails, then to the next. @throws when `signal` is aborted */
function caller(ports: readonly number[], first: number, tally: Tally, signal: AbortSignal): Caller {
  let current = first
  let wire: Wire | null = null
  signal.addEventListener('abort', () => wire?.close())
  const drop = () => {
    wire?.close()
    wire = null
    current += 1
  }
  return {
    async call(request) {
      for (;;) {
        signal.throwIfAborted()
        const startedAt = performance.now()
        try {
          wire ??= await openWire(ports[current % ports.length] ?? 0)
          const answer = await wire.send(request)
          tally.latencies.push(performance.now() - startedAt)
          if (answer.status < 500) return answer
        } catch (error) {
          // a broken connection is what this bench makes; anything else is a bug of its own
          if (!(error instanceof Error && /^(ECONNRESET|ECONNREFUSED|EPIPE|ECONNABORTED)$|closed/.test(codeOf(error)))) throw error
        }
        drop()
        tally.repeated += 1
        await sleep(RETRY_MS)
      }
    },
  }
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message
}

interface Client {
  readonly caller: Caller
  readonly worker: LoadWorker
  readonly random: () => number
  readonly tally: Tally
  readonly abandon: number
  readonly isFinished: () => boolean
}

async function work({ caller: { call }, worker, random, tally, abandon, isFinished }: Client): Promise<void> {
  while (!isFinished()) {
    const leased = await call(worker.lease)
    const ids = leased.status === 200 ? assignmentIds(leased.body) : []
    if (leased.status !== 200 && !leased.body.includes('too_many_leases_held')) {
      throw new Error(`a lease was answered with ${leased.status}: ${leased.body}`)
    }
    if (ids.length === 0) {
      await sleep(WAIT_WHEN_EMPTY_MS)
      continue
    }
    if (random() < abandon) {
      tally.abandoned += ids.length
      continue
    }
    readReceipts(await call(submitText(worker.submitHead, ids)), tally)
  }
}

interface Outcomes {
  readonly outcomes: readonly ({ ok: true; receipt: { assignmentId: string; hash: string } } | { ok: false; code: string })[]
}

function readReceipts({ status, body }: Answer, tally: Tally): void {
  if (status !== 200) throw new Error(`responses were answered with ${status}: ${body}`)
  for (const outcome of (JSON.parse(body) as Outcomes).outcomes) {
    if (outcome.ok) tally.receipts.push({ id: uuidOf(outcome.receipt.assignmentId), hash: outcome.receipt.hash })
    else if (outcome.code === 'late_not_needed') tally.notNeeded += 1
    else throw new Error(`a response was not accepted: ${body}`)
  }
}

interface Killing {
  readonly killed: { process: number; acknowledgedBefore: number; downMs: number }[]
  readonly ended: Promise<void>
}

function killAtRandom(
  servers: readonly OwnServer[],
  kills: number,
  random: () => number,
  tally: Tally,
  isFinished: () => boolean,
): Killing {
  const killed: Killing['killed'] = []
  const ended = (async () => {
    while (killed.length < kills && !isFinished()) {
      await sleep(KILL_GAP_MS.min + random() * (KILL_GAP_MS.max - KILL_GAP_MS.min))
      const process = Math.floor(random() * servers.length)
      const [server, acknowledgedBefore, startedAt] = [servers[process], tally.receipts.length, performance.now()]
      await server?.kill()
      await server?.restart()
      killed.push({ process, acknowledgedBefore, downMs: Math.round(performance.now() - startedAt) })
      console.error(`process ${process} killed after ${acknowledgedBefore} responses, back after ${killed.at(-1)?.downMs} ms`)
    }
  })()
  return { killed, ended }
}

interface World {
  readonly databaseUrl: string
  readonly servers: readonly OwnServer[]
  readonly batchId: string
  readonly tokens: readonly string[]
  verifyLedger(): Promise<boolean>
}

async function makeWorld({ clients, tasks }: Options, cleanup: ReturnType<typeof createCleanup>, signal: AbortSignal): Promise<World> {
  const replay = await loadReplay()
  const databaseUrl = await makeDatabase(cleanup)
  const servers = [await startServer(databaseUrl, cleanup), await startServer(databaseUrl, cleanup)]
  await queryOnce(databaseUrl, `insert into parameters (name, value) values ('leaseMinSeconds', $1), ('leaseEstimateFactor', 1)`, [
    LEASE_SECONDS,
  ])
  const token = await replay.makeSteward(databaseUrl)
  const api = replay.createApiClient({ url: servers[0]?.url ?? '', connections: 1, signal })
  cleanup.add(() => api.close())
  const batchId = await makeBigBatch(api, token, databaseUrl, { name: 'kill', tasks, redundancy: REDUNDANCY, estimateSeconds: 1 })
  const accounts = await replay.makeAccounts(api, token, clients)
  const verifyLedger = async () => (await replay.verifyByApi(api, token)).ok
  return { databaseUrl, servers, batchId, tokens: accounts.map((account) => account.token), verifyLedger }
}

async function workAndKill(world: World, options: Options, signal: AbortSignal) {
  const tally: Tally = { receipts: [], latencies: [], abandoned: 0, repeated: 0, notNeeded: 0 }
  const watch = watchLapses(world.databaseUrl, uuidOf(world.batchId))
  const over = AbortSignal.any([signal, AbortSignal.timeout(options.seconds * 1000)])
  const isFinished = () => over.aborted || watch.finished()
  const ports = world.servers.map(({ port }) => port)
  const killing = killAtRandom(world.servers, options.kills, randomFrom(options.seed), tally, isFinished)
  const body = JSON.stringify({ batchId: world.batchId, count: 1 })
  const clients = world.tokens.map((token, i) =>
    work({
      caller: caller(ports, i, tally, over),
      worker: loadWorker(token, body),
      random: randomFrom(options.seed + 1 + i),
      tally,
      abandon: options.abandon,
      isFinished,
    }),
  )
  const outcomes = await Promise.allSettled(clients)
  await killing.ended
  const lapses = await watch.end()
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => String(reason))
  return { tally, lapses, kills: killing.killed, failures: over.aborted ? ['the time was over', ...failures] : failures }
}

async function measure(options: Options, signal: AbortSignal): Promise<boolean> {
  const cleanup = createCleanup()
  try {
    const world = await makeWorld(options, cleanup, signal)
    const startedAt = performance.now()
    const { tally, lapses, kills, failures } = await workAndKill(world, options, signal)
    const seconds = (performance.now() - startedAt) / 1000
    const ledgerOk = await world.verifyLedger()
    const batchId = uuidOf(world.batchId)
    if (options.sabotage) {
      // nobody is left to mend it
      for (const server of world.servers) await server.kill()
      await sabotage(world.databaseUrl, batchId, tally.receipts)
    }
    const found = await checkDispatch(world.databaseUrl, batchId, tally.receipts)
    const worst = Math.max(lapses.worstSeconds, found.overdueSeconds)
    const isRight = Object.values(found.wrong).every((count) => count === 0) && ledgerOk && worst <= 10 && failures.length === 0
    const distinct = new Set(tally.receipts.map(({ id }) => id)).size
    tell(isRight ? 'Every response is there once, and every lapsed lease came back' : 'SOMETHING IS WRONG', {
      ok: isRight,
      clients: options.clients,
      tasks: options.tasks,
      wanted: options.tasks * REDUNDANCY,
      acknowledged: distinct,
      ...found.counts,
      ...found.wrong,
      ledgerOk,
      looksAtLeases: lapses.looks,
      longestLapsedAndHeldSeconds: Math.round(worst * 10) / 10,
      leasesNeverSubmitted: tally.abandoned,
      requestsSentAgain: tally.repeated,
      lateNotNeeded: tally.notNeeded,
      kills,
      failures: failures.slice(0, 5),
      seconds: Math.round(seconds),
      requestMs: percentiles(tally.latencies.toSorted((a, b) => a - b)),
    })
    return isRight
  } finally {
    await cleanup.run()
  }
}

const { values: given } = parseArgs({
  options: {
    clients: { type: 'string', default: '64' },
    tasks: { type: 'string', default: '4000' },
    kills: { type: 'string', default: '5' },
    abandon: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '300' },
    sabotage: { type: 'boolean', default: false },
  },
})
const isRight = await measure(
  {
    clients: numberOption('clients', given.clients, { min: 1, max: 200 }),
    tasks: numberOption('tasks', given.tasks, { min: 1, max: 1000000 }),
    kills: numberOption('kills', given.kills, { min: 0, max: 1000 }),
    abandon: numberOption('abandon', given.abandon, { min: 0, max: 0.9, whole: false }),
    seed: numberOption('seed', given.seed, { min: 0, max: 4294967295 }),
    seconds: numberOption('seconds', given.seconds, { min: 1, max: 600 }),
    sabotage: given.sabotage,
  },
  abortOnInterrupt(),
)
process.exitCode = isRight ? 0 : 2
