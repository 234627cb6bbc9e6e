/**
 * How fast is work handed out and taken in, beside what the database itself can do, and beside other ways of choosing the
 * next task?
 *
 *   npx node bench/dispatch.bench.ts [--clients 16] [--seconds 10] [--lease 1|10] [--runs 3] [--rivals] [--json]
 *
 * N clients, each with a token and a connection of its own, lease and submit over HTTP against one server process. In turn with
 * them, on the same database server, pgbench with as many clients writes only the rows that one such cycle cannot do without (see
 * reference-cycle.ts for what that includes and leaves out). Without `--lease`, both one and ten tasks per request are measured.
 * What is compared is cycles: tasks leased and submitted. Ten per request is held against single cycles of pgbench; what pgbench
 * does with ten cycles in two transactions is printed beside it.
 *
 * Then 200 workers a second want a task whether or not the server keeps up, and each submits it as soon as it has it: how long
 * do the two requests take? `--rivals` adds the queries of other platforms (rival-shapes.ts), written anew on our tables.
 *
 * Uses an embedded PostgreSQL in a temporary folder, or the server of DATABASE_URL (a new database, dropped at the end).
 * Figures go to bench/results/. Ends with 0 when the targets are reached, 2 when not or when pgbench is missing.
 */
import { parseArgs } from 'node:util'
import { describeMachine, noteOf, printTable, processorSeconds, saveResults } from './bench-results.ts'
import { numberOption } from './bench-options.ts'
import { makeBigBatch } from './big-batch.ts'
import type { Bar } from './chart.ts'
import { closedLoad, loadWorkers, median, pacedLoad, percentiles, rounded, type ClosedLoad, type Load } from './http-load.ts'
import { abortOnInterrupt, loadReplay, queryOnce, uuidOf } from './own-canut.ts'
import { createCleanup, makeDatabase, startServer, type Cleanup, type OwnServer } from './own-servers.ts'
import { findPgbench, PGBENCH_MISSING } from './pgbench.ts'
import { prepareReference, type Reference, type Variant } from './reference-cycle.ts'
import { measureRivals, type RivalFigures } from './rival-shapes.ts'

const TARGETS = { 1: 0.35, 10: 0.6 } as const
const PACED = { perSecond: 200, workers: 64, p50Ms: 5, p99Ms: 50 } as const
const TASKS_PER_HTTP_SECOND = 5000
/** not counted: programs that were just started are not yet compiled */
const WARM_UP_SECONDS = 3
const REFERENCE_TASKS = 500_000

interface Options {
  readonly clients: number
  readonly seconds: number
  readonly sizes: readonly (1 | 10)[]
  readonly runs: number
  readonly rivals: boolean
  readonly program: string
  readonly signal: AbortSignal
}

interface World {
  readonly databaseUrl: string
  readonly server: OwnServer
  readonly stewardToken: string
  readonly tokens: readonly string[]
  readonly makeBatch: (name: string, tasks: number) => Promise<string>
}

async function makeWorld({ clients, rivals, signal }: Options, cleanup: Cleanup): Promise<World> {
  const replay = await loadReplay()
  const databaseUrl = await makeDatabase(cleanup)
  const server = await startServer(databaseUrl, cleanup)
  const stewardToken = await replay.makeSteward(databaseUrl)
  const api = replay.createApiClient({ url: server.url, connections: 1, signal })
  cleanup.add(() => api.close())
  const accounts = await replay.makeAccounts(api, stewardToken, Math.max(clients, PACED.workers, rivals ? 1000 : 0))
  return {
    databaseUrl,
    server,
    stewardToken,
    tokens: accounts.map(({ token }) => token),
    makeBatch: (name, tasks) => makeBigBatch(api, stewardToken, databaseUrl, { name, tasks }),
  }
}

interface Measured {
  readonly http: ReadonlyMap<1 | 10, readonly HttpFigures[]>
  /** cycles a second of each run, by the name of the variant */
  readonly reference: ReadonlyMap<string, readonly number[]>
}

interface HttpFigures {
  readonly load: Load
  readonly serverProcessors: number | null
}

const SINGLE: Variant = { size: 1, hold: true }
const VARIANTS = {
  'pgbench, one cycle': SINGLE,
  'pgbench, one cycle, without the hold': { size: 1, hold: false },
  'pgbench, ten cycles in two transactions': { size: 10, hold: true },
} as const satisfies Record<string, Variant>

/** In turn, so that what else the machine does falls on all of them. */
async function measureInTurn(world: World, reference: Reference, batchId: string, options: Options): Promise<Measured> {
  const { seconds, sizes, runs, databaseUrl } = { ...options, ...world }
  const http = new Map<1 | 10, HttpFigures[]>(sizes.map((size) => [size, []]))
  const measured = new Map<string, number[]>(Object.keys(VARIANTS).map((name) => [name, []]))
  for (let turn = 1; turn <= runs; turn += 1) {
    for (const size of sizes) {
      await queryOnce(databaseUrl, 'checkpoint', [])
      const figures = await measureHttp(world, batchId, size, options)
      http.get(size)?.push(figures)
      say(turn, `HTTP, ${size} per request`, figures.load.cyclesPerSecond)
    }
    for (const [name, variant] of Object.entries(VARIANTS)) {
      await queryOnce(databaseUrl, 'checkpoint', [])
      // what is printed beside the ratio needs less certainty than what the ratio is made of
      const { perSecond } = await reference.run(variant, variant === SINGLE ? seconds : Math.ceil(seconds / 2))
      measured.get(name)?.push(perSecond)
      say(turn, name, perSecond)
    }
  }
  return { http, reference: measured }
}

function httpLoad(world: World, batchId: string, size: 1 | 10, { clients, seconds, signal }: Options): ClosedLoad {
  const workers = loadWorkers(world.tokens.slice(0, clients), batchId, size)
  return { clients, ports: [world.server.port], workers, seconds, signal }
}

async function measureHttp(world: World, batchId: string, size: 1 | 10, options: Options): Promise<HttpFigures> {
  const before = processorSeconds(world.server.pid())
  const load = await closedLoad(httpLoad(world, batchId, size, options))
  const after = processorSeconds(world.server.pid())
  if (!load.lasted) throw new Error('the batch was used up before the time was over')
  return { load, serverProcessors: before === null || after === null ? null : (after - before) / load.seconds }
}

function say(turn: number, what: string, perSecond: number): void {
  process.stderr.write(`run ${turn}: ${what}: ${Math.round(perSecond)} cycles a second\n`)
}

/** Is the ratio of each run, as its two halves were measured side by side. */
function ratiosOf({ http, reference }: Measured): Record<string, { runs: number[]; median: number; target: number; reached: boolean }> {
  const single = reference.get('pgbench, one cycle') ?? []
  return Object.fromEntries(
    [...http].map(([size, figures]) => {
      const runs = figures.map(({ load }, i) => load.cyclesPerSecond / (single[i] ?? Number.NaN))
      const target = TARGETS[size]
      return [`${size} per request`, { runs: runs.map(rounded), median: rounded(median(runs)), target, reached: median(runs) >= target }]
    }),
  )
}

function httpSummary(figures: readonly HttpFigures[]) {
  const all = (pick: (load: Load) => readonly number[]) => figures.flatMap(({ load }) => pick(load)).toSorted((a, b) => a - b)
  return {
    cyclesPerSecond: figures.map(({ load }) => Math.round(load.cyclesPerSecond)),
    median: Math.round(median(figures.map(({ load }) => load.cyclesPerSecond))),
    leaseMs: percentiles(all(({ leaseMs }) => leaseMs)),
    submitMs: percentiles(all(({ submitMs }) => submitMs)),
    serverProcessors: rounded(median(figures.map(({ serverProcessors }) => serverProcessors ?? Number.NaN))),
    loadGeneratorProcessors: rounded(median(figures.map(({ load }) => load.ownProcessors))),
  }
}

async function measurePaced(world: World, batchId: string, { seconds, signal }: Options) {
  const workers = loadWorkers(world.tokens.slice(0, PACED.workers), batchId, 1)
  const load = await pacedLoad({ perSecond: PACED.perSecond, ports: [world.server.port], workers, seconds, signal })
  const [lease, submit] = [percentiles(load.leaseMs), percentiles(load.submitMs)]
  const reached = [lease, submit].every(({ p50, p99 }) => p50 <= PACED.p50Ms && p99 <= PACED.p99Ms)
  const { p50Ms, p99Ms } = PACED
  return {
    perSecondWanted: PACED.perSecond,
    perSecond: rounded(load.cyclesPerSecond),
    leaseMs: lease,
    submitMs: submit,
    p50Ms,
    p99Ms,
    reached,
  }
}

function barsOf(measured: Measured, rivals: RivalFigures | null): Bar[] {
  const canut = [...measured.http].map(([size, figures]) => ({
    label: `Canut over HTTP, ${size} per request`,
    value: median(figures.map(({ load }) => load.cyclesPerSecond)),
    group: 'Canut',
  }))
  const reference = [...measured.reference].map(([label, runs]) => ({ label, value: median(runs), group: 'the database alone' }))
  const shapes = Object.entries(rivals?.shapes ?? {}).map(([label, { leasesPerSecond }]) => ({
    label,
    value: leasesPerSecond,
    group: 'other ways of choosing (SQL alone)',
  }))
  const beside =
    rivals === null ? [] : [{ label: 'Canut over HTTP, half of 100,000 tasks done', value: rivals.canutLeasesPerSecond, group: 'Canut' }]
  return [...canut, ...reference, ...beside, ...shapes]
}

async function run(options: Options) {
  const cleanup = createCleanup()
  const { clients, seconds, runs, program } = options
  try {
    const world = await makeWorld(options, cleanup)
    const { databaseUrl } = world
    const machine = await describeMachine(databaseUrl)
    const batchId = await world.makeBatch('dispatch', Math.max(20_000, seconds * runs * TASKS_PER_HTTP_SECOND))
    const referenceBatch = await world.makeBatch('reference', REFERENCE_TASKS)
    const reference = await prepareReference({ program, databaseUrl, batchId: uuidOf(referenceBatch), tasks: REFERENCE_TASKS, clients })
    await closedLoad({ ...httpLoad(world, batchId, 1, options), seconds: WARM_UP_SECONDS })
    const measured = await measureInTurn(world, reference, batchId, options)
    const paced = await measurePaced(world, batchId, options)
    const rivals = options.rivals ? await measureRivals({ ...world, ...options }) : null

    const ratios = ratiosOf(measured)
    const ok = paced.reached && Object.values(ratios).every(({ reached }) => reached)
    const http = Object.fromEntries([...measured.http].map(([size, figures]) => [`${size} per request`, httpSummary(figures)]))
    const references = Object.fromEntries(
      [...measured.reference].map(([name, all]) => [name, { runs: all.map(Math.round), median: Math.round(median(all)) }]),
    )
    const figures = { ok, clients, seconds, runs, http, reference: references, ratios, paced, rivals, machine }
    const at = new Date()
    saveResults(
      'dispatch',
      { at: at.toISOString(), ...figures },
      {
        title: `Tasks leased and submitted a second, ${clients} clients`,
        note: noteOf(machine, at),
        unit: rivals === null ? 'cycles a second' : 'cycles a second; for other ways of choosing, leases a second',
        bars: barsOf(measured, rivals),
      },
    )
    return figures
  } finally {
    await cleanup.run()
  }
}

type Figures = Awaited<ReturnType<typeof run>>

function printFigures(figures: Figures): void {
  printTable(
    `Cycles (a task leased and submitted) a second, ${figures.clients} clients, median of ${figures.runs} runs`,
    Object.entries(figures.http).map(([name, { median: perSecond, leaseMs, submitMs, serverProcessors, loadGeneratorProcessors }]) => ({
      'over HTTP': name,
      'cycles/s': perSecond,
      'lease p50 ms': leaseMs.p50,
      'p99 ms': leaseMs.p99,
      'submit p50 ms': submitMs.p50,
      'submit p99 ms': submitMs.p99,
      'processors of the server': serverProcessors,
      'of the clients': loadGeneratorProcessors,
    })),
  )
  printTable(
    'The database alone',
    Object.entries(figures.reference).map(([name, all]) => ({ reference: name, 'cycles/s': all.median, runs: all.runs.join(' ') })),
  )
  printTable(
    'HTTP ÷ pgbench, one cycle, run by run',
    Object.entries(figures.ratios).map(([name, { runs, median: ratio, target, reached }]) => ({
      ratio: name,
      median: ratio,
      target: `≥ ${target}`,
      reached: reached ? 'yes' : 'NO',
      runs: runs.join(' '),
    })),
  )
  const { paced, rivals } = figures
  printTable(
    `${paced.perSecondWanted} workers a second want a task (${paced.perSecond} were served); targets ${paced.p50Ms} and ${paced.p99Ms} ms: ${paced.reached ? 'reached' : 'NOT REACHED'}`,
    (['leaseMs', 'submitMs'] as const).map((request) => ({ request, ...paced[request] })),
  )
  if (rivals === null) return
  printTable(
    `Leases a second with ${rivals.openTasks} open tasks, ${rivals.responses} responses; Canut over HTTP: ${rivals.canutLeasesPerSecond}`,
    Object.entries(rivals.shapes).map(([shape, { leasesPerSecond, meanMs, canutRatio }]) => ({
      'way of choosing': shape,
      'leases/s': leasesPerSecond,
      'mean ms': meanMs,
      'Canut ÷ it': canutRatio,
    })),
  )
}

function sizesOf(lease: string | undefined): readonly (1 | 10)[] {
  if (lease === undefined) return [1, 10]
  if (lease === '1' || lease === '10') return [lease === '1' ? 1 : 10]
  console.error(`--lease must be 1 or 10, got "${lease.slice(0, 40)}"`)
  return process.exit(1)
}

const { values: given } = parseArgs({
  options: {
    clients: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '10' },
    lease: { type: 'string' },
    runs: { type: 'string', default: '3' },
    rivals: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const program = findPgbench()
if (program === null) {
  console.error(PGBENCH_MISSING)
  process.exit(2)
}
const figures = await run({
  clients: numberOption('clients', given.clients, { min: 1, max: 200 }),
  seconds: numberOption('seconds', given.seconds, { min: 1, max: 600 }),
  sizes: sizesOf(given.lease),
  runs: numberOption('runs', given.runs, { min: 1, max: 99 }),
  rivals: given.rivals,
  program,
  signal: abortOnInterrupt(),
})
printFigures(figures)
if (given.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
process.exitCode = figures.ok ? 0 : 2
