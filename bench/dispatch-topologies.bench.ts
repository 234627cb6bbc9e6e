/**
 * What do a second process, and a database that is far away, do to dispatch?
 *
 *   npx node bench/dispatch-topologies.bench.ts [--clients 16] [--seconds 8] [--runs 3] [--latency 20] [--json]
 *
 * The same load (each client leases one task and submits it, over HTTP) on one database, in turn: one process, directly; the same
 * one behind the proxy that the others need; two processes, to which the proxy gives connections in turn; one process that
 * reaches the database through a proxy by which each answer comes so many milliseconds later, half of them on either way.
 * The proxies are programs of ours on this machine (tcp-proxy.ts). Figures go to bench/results/. Ends with 0.
 */
import { parseArgs } from 'node:util'
import { describeMachine, noteOf, printTable, saveResults } from './bench-results.ts'
import { numberOption } from './bench-options.ts'
import { makeBigBatch } from './big-batch.ts'
import { closedLoad, loadWorkers, median, percentiles, rounded, type Load } from './http-load.ts'
import { abortOnInterrupt, loadReplay, queryOnce } from './own-canut.ts'
import { createCleanup, makeDatabase, startProxy, startServer, throughPort, type Cleanup } from './own-servers.ts'

const TASKS_PER_SECOND = 2000

interface Options {
  readonly clients: number
  readonly seconds: number
  readonly runs: number
  readonly latency: number
  readonly signal: AbortSignal
}

interface Topologies {
  readonly databaseUrl: string
  readonly batchId: string
  readonly tokens: readonly string[]
  /** where each of them answers */
  readonly ports: ReadonlyMap<string, number>
}

async function build({ clients, seconds, runs, latency, signal }: Options, cleanup: Cleanup): Promise<Topologies> {
  const replay = await loadReplay()
  const databaseUrl = await makeDatabase(cleanup)
  const first = await startServer(databaseUrl, cleanup)
  const second = await startServer(databaseUrl, cleanup)
  const databaseProxy = await startProxy([Number(new URL(databaseUrl).port || 5432)], latency / 2, cleanup)
  const remote = await startServer(throughPort(databaseUrl, databaseProxy), cleanup)
  const ports = new Map([
    ['one process', first.port],
    ['one process, behind the proxy', await startProxy([first.port], 0, cleanup)],
    ['two processes, behind the proxy', await startProxy([first.port, second.port], 0, cleanup)],
    [`one process, database ${latency} ms away`, remote.port],
  ])
  const stewardToken = await replay.makeSteward(databaseUrl)
  const api = replay.createApiClient({ url: first.url, connections: 1, signal })
  cleanup.add(() => api.close())
  const tasks = Math.max(10_000, seconds * runs * ports.size * TASKS_PER_SECOND)
  const batchId = await makeBigBatch(api, stewardToken, databaseUrl, { name: 'topologies', tasks })
  const accounts = await replay.makeAccounts(api, stewardToken, clients)
  return { databaseUrl, batchId, tokens: accounts.map(({ token }) => token), ports }
}

async function measureInTurn({ databaseUrl, batchId, tokens, ports }: Topologies, options: Options): Promise<Map<string, Load[]>> {
  const { clients, seconds, runs, signal } = options
  const workers = loadWorkers(tokens, batchId, 1)
  const loads = new Map<string, Load[]>([...ports.keys()].map((name) => [name, []]))
  for (let turn = 1; turn <= runs; turn += 1) {
    for (const [name, port] of ports) {
      await queryOnce(databaseUrl, 'checkpoint', [])
      const load = await closedLoad({ clients, ports: [port], workers, seconds, signal })
      if (!load.lasted) throw new Error('the batch was used up before the time was over')
      loads.get(name)?.push(load)
      process.stderr.write(`run ${turn}: ${name}: ${Math.round(load.cyclesPerSecond)} cycles a second\n`)
    }
  }
  return loads
}

function summaryOf(name: string, loads: readonly Load[], base: readonly Load[]) {
  const all = (pick: (load: Load) => readonly number[]) => percentiles(loads.flatMap(pick).toSorted((a, b) => a - b))
  const ratios = loads.map(({ cyclesPerSecond }, i) => cyclesPerSecond / (base[i]?.cyclesPerSecond ?? Number.NaN))
  return {
    name,
    cyclesPerSecond: rounded(median(loads.map(({ cyclesPerSecond }) => cyclesPerSecond))),
    runs: loads.map(({ cyclesPerSecond }) => Math.round(cyclesPerSecond)),
    /** to one process, run by run */
    ratio: rounded(median(ratios)),
    leaseMs: all(({ leaseMs }) => leaseMs),
    submitMs: all(({ submitMs }) => submitMs),
  }
}

async function measureAll(options: Options) {
  const cleanup = createCleanup()
  try {
    const topologies = await build(options, cleanup)
    const machine = await describeMachine(topologies.databaseUrl)
    const loads = await measureInTurn(topologies, options)
    const [base = []] = loads.values()
    const rows = [...loads].map(([name, own]) => summaryOf(name, own, base))
    const at = new Date()
    const { signal: _, ...given } = options
    const figures = { at: at.toISOString(), ...given, rows, machine }
    saveResults('dispatch-topologies', figures, {
      title: `Tasks leased and submitted a second, ${options.clients} clients`,
      note: noteOf(machine, at),
      unit: 'cycles a second',
      bars: rows.map(({ name, cyclesPerSecond }) => ({ label: name, value: cyclesPerSecond, group: 'median of the runs' })),
    })
    return figures
  } finally {
    await cleanup.run()
  }
}

const { values: given } = parseArgs({
  options: {
    clients: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '8' },
    runs: { type: 'string', default: '3' },
    latency: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})
const figures = await measureAll({
  clients: numberOption('clients', given.clients, { min: 1, max: 200 }),
  seconds: numberOption('seconds', given.seconds, { min: 1, max: 600 }),
  runs: numberOption('runs', given.runs, { min: 1, max: 99 }),
  latency: numberOption('latency', given.latency, { min: 0, max: 1000 }),
  signal: abortOnInterrupt(),
})
printTable(
  `Cycles a second, ${figures.clients} clients, median of ${figures.runs} runs`,
  figures.rows.map(({ name, cyclesPerSecond, ratio, leaseMs, submitMs }) => ({
    topology: name,
    'cycles/s': cyclesPerSecond,
    'to one': ratio,
    'lease p50 ms': leaseMs.p50,
    'p99 ms': leaseMs.p99,
    'submit p50 ms': submitMs.p50,
    'submit p99 ms': submitMs.p99,
  })),
)
if (given.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
