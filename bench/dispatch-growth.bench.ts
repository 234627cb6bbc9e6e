/**
 * Does a lease take longer when a batch is large, when its tables are full of dead rows, or when the worker has done much of it?
 *
 *   npx node bench/dispatch-growth.bench.ts [--largest 7] [--rounds 5] [--seconds 2] [--churn 100000] [--done 100000] [--json]
 *
 * Three comparisons, each with one client and with 16, over HTTP (lease one task, submit it; the time is that of the lease):
 *  - batches with 10⁴, 10⁵ … 10^largest open tasks;
 *  - a batch of a million tasks after so many cycles during which nothing was vacuumed, for the workers who did them and for
 *    newcomers at their first lease, who have to pass what is finished; beside a small batch that nobody worked in;
 *  - one worker who has done so many tasks of a batch, beside newcomers in the same batch.
 * Everything compared is measured in turn, round after round, so that what else the machine does falls on all alike. The first
 * round is not counted, except that of newcomers: the first to pass dead rows makes it easier for those who follow. A visit ends
 * after so many seconds or some hundred leases, so that a small batch stays nearly as large as it is called.
 *
 * Tasks are written by SQL before the batch is published (big-batch.ts); everything else, the one worker's responses included, goes
 * through the server. 16 clients take ten tasks a request for the cycles; the one worker takes twenty a request, through four
 * connections and with the limit of tasks in hand raised to 100, only so that it takes less time.
 *
 * With 10⁷ tasks it needs some 5 GB of disk, and takes about ten minutes. Figures go to bench/results/.
 * Ends with 0 when no median is more than 1.5 times what it is compared with, 2 when one is.
 */
import { parseArgs } from 'node:util'
import { describeMachine, noteOf, printTable, saveResults } from './bench-results.ts'
import { numberOption } from './bench-options.ts'
import { makeBigBatch } from './big-batch.ts'
import { closedLoad, loadWorkers, percentiles, rounded, type LoadWorker } from './http-load.ts'
import { abortOnInterrupt, loadReplay, queryOnce } from './own-canut.ts'
import { createCleanup, makeDatabase, startServer, type Cleanup } from './own-servers.ts'

const RATIO_MAX = 1.5
const CLIENTS = 16
const CHURN_AT_ONCE = 10
const VETERAN = { atOnce: 20, connections: 4, heldMax: 100 } as const
/** newcomers of one round who each lease once */
const NEWCOMERS = { 1: 40, 16: 96 } as const
/** leases of one visit at most */
const VISIT_LEASES = { 1: 400, 16: 800 } as const
/** if the server is so slow that it takes longer, the figures are of what was done until then, and say so */
const PREPARE_SECONDS_MAX = 300

interface Options {
  readonly largest: number
  readonly rounds: number
  readonly seconds: number
  readonly churn: number
  readonly done: number
  readonly signal: AbortSignal
}

interface World {
  readonly databaseUrl: string
  readonly port: number
  readonly tokens: readonly string[]
  readonly makeBatch: (name: string, tasks: number) => Promise<string>
}

interface Case {
  readonly name: string
  readonly clients: 1 | 16
  /** of each round; newcomers lease once each */
  readonly workers: (round: number) => readonly LoadWorker[]
  readonly once: boolean
}

interface Row {
  readonly what: string
  readonly clients: number
  readonly leases: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly worst: number
  /** of the p50 to the one it is compared with; null for that one itself */
  readonly ratio: number | null
}

async function makeWorld({ rounds, signal }: Options, cleanup: Cleanup): Promise<World> {
  const replay = await loadReplay()
  const databaseUrl = await makeDatabase(cleanup)
  const server = await startServer(databaseUrl, cleanup)
  const stewardToken = await replay.makeSteward(databaseUrl)
  const api = replay.createApiClient({ url: server.url, connections: 1, signal })
  cleanup.add(() => api.close())
  const accounts = await replay.makeAccounts(api, stewardToken, CLIENTS + (rounds + 1) * (NEWCOMERS[1] + NEWCOMERS[16]))
  return {
    databaseUrl,
    port: server.port,
    tokens: accounts.map(({ token }) => token),
    makeBatch: async (name, tasks) => {
      const startedAt = performance.now()
      const id = await makeBigBatch(api, stewardToken, databaseUrl, { name, tasks })
      say(`${name}: published after ${seconds(startedAt)} s`)
      return id
    },
  }
}

/** The same workers all the time. */
function regulars(name: string, batchId: string, clients: 1 | 16, tokens: readonly string[]): Case {
  const workers = loadWorkers(tokens.slice(0, clients), batchId, 1)
  return { name, clients, workers: () => workers, once: false }
}

/** Workers who never had a task of the batch. They may be newcomers in each of several batches. */
function newcomers(name: string, batchId: string, clients: 1 | 16, tokens: readonly string[]): Case {
  const before = clients === 1 ? 0 : NEWCOMERS[1]
  const perRound = NEWCOMERS[1] + NEWCOMERS[16]
  const of = (round: number) => {
    const first = CLIENTS + round * perRound + before
    return loadWorkers(tokens.slice(first, first + NEWCOMERS[clients]), batchId, 1)
  }
  return { name, clients, workers: of, once: true }
}

/** @returns one row per case, with its ratio to the case with as many clients of `base` */
async function measureInTurn(world: World, cases: readonly Case[], base: string, options: Options): Promise<Row[]> {
  const samples = new Map<Case, number[]>(cases.map((one) => [one, []]))
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const one of cases) {
      const { clients, once } = one
      const visit = { seconds: options.seconds, cycles: VISIT_LEASES[clients], once }
      const load = { clients, ports: [world.port], workers: one.workers(round), ...visit, signal: options.signal }
      const { leaseMs, lasted } = await closedLoad(load)
      if (!lasted) throw new Error(`${one.name}: the batch was used up`)
      if (round > 0 || once) samples.get(one)?.push(...leaseMs)
    }
  }
  const figures = new Map(
    [...samples].map(([one, all]) => [
      one,
      { leases: all.length, ...percentiles(all.toSorted((a, b) => a - b)), worst: rounded(Math.max(...all)) },
    ]),
  )
  return [...figures].map(([one, own]) => {
    const other = [...figures].find(([candidate]) => candidate.name === base && candidate.clients === one.clients)
    const ratio = one.name === base || other === undefined ? null : rounded(own.p50 / other[1].p50)
    return { what: one.name, clients: one.clients, ...own, ratio }
  })
}

const BOTH = [1, 16] as const

async function compareSizes(world: World, options: Options): Promise<Row[]> {
  const cases: Case[] = []
  const nameOf = (power: number) => `10^${power} open tasks`
  for (let power = 4; power <= options.largest; power += 1) {
    const batchId = await world.makeBatch(nameOf(power), 10 ** power)
    for (const clients of BOTH) cases.push(regulars(nameOf(power), batchId, clients, world.tokens))
  }
  return measureInTurn(world, cases, nameOf(4), options)
}

/** Newcomers pass what is finished, and dead rows are what they pass it through. */
async function compareChurned(world: World, options: Options): Promise<{ rows: Row[]; cycles: number }> {
  const { databaseUrl, port, tokens } = world
  const small = await world.makeBatch('fresh batch', 10_000)
  const large = await world.makeBatch('worked batch', 10 ** Math.min(6, options.largest))
  await setAutovacuum(databaseUrl, false)
  const startedAt = performance.now()
  const workers = loadWorkers(tokens.slice(0, CLIENTS), large, CHURN_AT_ONCE)
  const load = { clients: CLIENTS, ports: [port], workers, seconds: PREPARE_SECONDS_MAX, cycles: options.churn, signal: options.signal }
  const { cycles } = await closedLoad(load)
  say(`${cycles} cycles without vacuum after ${seconds(startedAt)} s`)
  const cases = BOTH.flatMap((clients) => [
    regulars('10^4 open tasks, nothing done', small, clients, tokens),
    regulars(`${cycles} cycles since the last vacuum`, large, clients, tokens),
  ])
  const first = BOTH.flatMap((clients) => [
    newcomers('first lease, 10^4 open tasks', small, clients, tokens),
    newcomers(`first lease, ${cycles} cycles since the last vacuum`, large, clients, tokens),
  ])
  const rows = await measureInTurn(world, cases, '10^4 open tasks, nothing done', options)
  rows.push(...(await measureInTurn(world, first, 'first lease, 10^4 open tasks', options)))
  await setAutovacuum(databaseUrl, true)
  return { rows, cycles }
}

async function compareVeteran(world: World, options: Options): Promise<{ rows: Row[]; done: number; seconds: number }> {
  const { databaseUrl, port, tokens } = world
  const batchId = await world.makeBatch('batch of a veteran', options.done + 50_000)
  const [token = ''] = tokens
  await setHeldMax(databaseUrl, VETERAN.heldMax)
  const startedAt = performance.now()
  const workers = Array.from({ length: VETERAN.connections }, () => loadWorkers([token], batchId, VETERAN.atOnce)[0]).filter(
    (w) => w !== undefined,
  )
  const load = {
    clients: VETERAN.connections,
    ports: [port],
    workers,
    seconds: PREPARE_SECONDS_MAX,
    cycles: options.done,
    signal: options.signal,
  }
  const { cycles, seconds: took } = await closedLoad(load)
  say(`one worker has done ${cycles} tasks after ${seconds(startedAt)} s`)
  await setHeldMax(databaseUrl, null)
  const base = 'newcomers in the same batch'
  const cases = [regulars(`worker who has done ${cycles}`, batchId, 1, tokens), newcomers(base, batchId, 1, tokens)]
  return { rows: await measureInTurn(world, cases, base, options), done: cycles, seconds: rounded(took) }
}

async function setAutovacuum(databaseUrl: string, enabled: boolean): Promise<void> {
  const tables = await queryOnce<{ name: string }>(
    databaseUrl,
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
    [],
  )
  for (const { name } of tables) {
    await queryOnce(databaseUrl, `alter table ${name} ${enabled ? 'reset (autovacuum_enabled)' : 'set (autovacuum_enabled = false)'}`, [])
  }
}

async function setHeldMax(databaseUrl: string, value: number | null): Promise<void> {
  if (value === null) await queryOnce(databaseUrl, `delete from parameters where name = 'leasesHeldMax'`, [])
  else await queryOnce(databaseUrl, `insert into parameters (name, value) values ('leasesHeldMax', $1)`, [value])
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function seconds(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1)
}

async function measureAll(options: Options) {
  const cleanup = createCleanup()
  try {
    const world = await makeWorld(options, cleanup)
    const machine = await describeMachine(world.databaseUrl)
    const sizes = await compareSizes(world, options)
    printRows('Lease, by open tasks in the batch', sizes)
    const churned = await compareChurned(world, options)
    printRows('Lease, after cycles that nothing was vacuumed after', churned.rows)
    const veteran = await compareVeteran(world, options)
    printRows('Lease, by what the worker has done in the batch', veteran.rows)
    const rows = [...sizes, ...churned.rows, ...veteran.rows]
    const ok = rows.every(({ ratio }) => ratio === null || ratio <= RATIO_MAX)
    const { signal: _, ...given } = options
    const at = new Date()
    const figures = { at: at.toISOString(), ok, ...given, sizes, churned, veteran, ratioMax: RATIO_MAX, machine }
    saveResults('dispatch-growth', figures, {
      title: 'Time of a lease over HTTP, median',
      note: noteOf(machine, at),
      unit: 'milliseconds',
      bars: rows.map(({ what, clients, p50 }) => ({ label: what, value: p50, group: clients === 1 ? '1 client' : `${clients} clients` })),
    })
    return figures
  } finally {
    await cleanup.run()
  }
}

function printRows(title: string, rows: readonly Row[]): void {
  const shown = rows.map(({ what, clients, leases, p50, p95, p99, worst, ratio }) => ({
    what,
    clients,
    leases,
    'p50 ms': p50,
    'p95 ms': p95,
    'p99 ms': p99,
    'worst ms': worst,
    'p50 ratio': ratio ?? '–',
    [`≤ ${RATIO_MAX}`]: ratio === null ? '' : ratio <= RATIO_MAX ? 'yes' : 'NO',
  }))
  printTable(title, shown)
}

const { values: given } = parseArgs({
  options: {
    largest: { type: 'string', default: '7' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    churn: { type: 'string', default: '100000' },
    done: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
})
const figures = await measureAll({
  largest: numberOption('largest', given.largest, { min: 4, max: 7 }),
  rounds: numberOption('rounds', given.rounds, { min: 1, max: 99 }),
  seconds: numberOption('seconds', given.seconds, { min: 1, max: 600 }),
  churn: numberOption('churn', given.churn, { min: 1, max: 10000000 }),
  done: numberOption('done', given.done, { min: 1, max: 10000000 }),
  signal: abortOnInterrupt(),
})
if (given.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
process.exitCode = figures.ok ? 0 : 2
