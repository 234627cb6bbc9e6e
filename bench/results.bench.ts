/**
 * What does making a million responses one cost an instance, how much of it is written again when there are one per cent more, how
 * soon is a run that was cancelled at an end, and does what a page of results costs grow with the tasks?
 *
 *   npx node bench/results.bench.ts [--tasks 2000,200000] [--method auto]
 *
 * Ends with 0 when all runs ended well, a rerun wrote the new tasks and few others, and pages of the most tasks took no more than twice as
 * long as those of the fewest; 2 when not. Leaves bench/results/results.json and .svg.
 */
import { MethodView, RunView, type RunView as Run } from '@canut/contract'
import { parseArgs } from 'node:util'
import { describeMachine, noteOf, printTable, saveResults } from './bench-results.ts'
import { makeBigBatch } from './big-batch.ts'
import { judgeBatch } from './judged-batch.ts'
import { watchMemory } from './memory-of.ts'
import { abortOnInterrupt, loadReplay, queryOnce, tell, uuidOf } from './own-canut.ts'

const { values: given } = parseArgs({
  options: { tasks: { type: 'string', default: '2000,200000' }, method: { type: 'string', default: 'auto' } } as const,
})
const sizes = given.tasks
  .split(',')
  .map(Number)
  .toSorted((a, b) => a - b)
const PER_TASK = 5
/** of the tasks that were there before, a rerun may write so many anew: new responses tell a little more of everybody who gave them */
const CHANGED_MAX = 0.05
/** of the time that a page of the fewest tasks takes */
const PAGE_GROWTH_MAX = 2
const PAGE_ROUNDS = 21
const PAGES = {
  results: '/results',
  'least sure': '/results?order=least_sure',
  'what more would cost': '/results/more?below=95',
  contested: '/results/contested',
  'live page': '',
  review: '/review',
  people: '/people',
  exports: '/exports',
} as const
type PageName = keyof typeof PAGES

const { createApiClient, startOwnInstance } = await loadReplay()
const signal = abortOnInterrupt()
const instance = await startOwnInstance({ signal })
const api = createApiClient({ url: instance.url, connections: 2, signal })
try {
  const machine = await describeMachine(instance.databaseUrl())
  const measured: Measured[] = []
  for (const tasks of sizes) measured.push(await measure(tasks))
  const pages = await timePages(measured)
  const growth = Object.fromEntries(
    Object.entries(pages).map(([name, ms]) => [name, round2((ms.at(-1) ?? Number.NaN) / (ms[0] ?? Number.NaN))]),
  )
  const isRight = measured.every((of) => of.isRight) && Object.values(growth).every((times) => times <= PAGE_GROWTH_MAX)
  const figures = { machine, batches: measured.map((of) => of.figures), pageMilliseconds: pages, pageGrowth: growth, allRight: isRight }
  tell(`Results of ${sizes.map((tasks) => tasks * PER_TASK).join(' and ')} responses`, figures)
  printTable(
    'Milliseconds of a page, median',
    Object.entries(pages).map(([page, ms]) => ({ page, ...Object.fromEntries(sizes.map((tasks, i) => [`${tasks} tasks`, ms[i] ?? ''])) })),
  )
  saveResults('results', figures, {
    title: 'What a page of results takes',
    note: noteOf(machine, new Date()),
    unit: 'milliseconds',
    bars: Object.entries(pages).flatMap(([name, ms]) =>
      ms.map((value, i) => ({ label: name, value, group: `${sizes[i]?.toLocaleString('en')} tasks` })),
    ),
  })
  process.exitCode = isRight ? 0 : 2
} finally {
  api.close()
  await instance.stop()
}

interface Measured {
  readonly batch: string
  readonly figures: Readonly<Record<string, unknown>>
  readonly isRight: boolean
}

async function measure(tasks: number): Promise<Measured> {
  const fresh = Math.round(tasks / 100)
  // each gives about five hundred responses, however large the batch is: how far one more moves what is known of a person stays the same
  const workers = 2 * Math.round(tasks / 200) + 1
  // some tasks are never done: of a batch that is, a run would be asked for by itself
  const batch = await makeBigBatch(api, instance.token, instance.databaseUrl(), {
    name: `Bench ${tasks}`,
    tasks: tasks + fresh,
    redundancy: PER_TASK,
  })
  const judging = { batchId: uuidOf(batch), perTask: PER_TASK, workers }
  await choose(batch, given.method)
  await judgeBatch(instance.databaseUrl(), { ...judging, tasks })
  const memory = watchMemory(instance.serverPid() ?? Number.NaN)
  const first = await aggregate(batch)
  const again = await aggregate(batch)
  await judgeBatch(instance.databaseUrl(), { ...judging, tasks: fresh, after: tasks })
  const more = await aggregate(batch)
  const cancelled = await cancelOne(batch)
  memory.stop()
  const changedBefore = ((more.run.rowsChanged ?? tasks) - fresh) / tasks
  const isRight =
    [first, again, more].every(({ run }) => run.state === 'done') &&
    (again.run.rowsChanged ?? 1) === 0 &&
    (more.run.rowsChanged ?? 0) >= fresh &&
    changedBefore <= CHANGED_MAX &&
    cancelled.state === 'cancelled'
  const figures = {
    tasks,
    responses: tasks * PER_TASK,
    ...figuresOf('first', first),
    ...figuresOf('again', again),
    ...figuresOf('more', more),
    newTasks: fresh,
    newResponses: fresh * PER_TASK,
    // of the first run: what one per cent more responses cost when results are there
    moreOfFirstSeconds: round2(more.seconds / first.seconds),
    moreWithoutMethodSeconds: round2(more.seconds - (more.run.seconds ?? Number.NaN)),
    moreChangedOfFormerTasks: Math.round(changedBefore * 1000) / 1000,
    cancelledAfterSeconds: cancelled.seconds,
    serverMegabytesBefore: memory.beforeMegabytes,
    serverMegabytesPeak: memory.peakMegabytes(),
  }
  return { batch, figures, isRight }
}

/** Medians, by page and then by batch. Batches take turns: what else the machine does slows each of them alike. */
async function timePages(of: readonly Measured[]): Promise<Record<PageName, number[]>> {
  const names = Object.keys(PAGES) as PageName[]
  const times = names.map(() => of.map((): number[] => []))
  for (let round = 0; round < PAGE_ROUNDS; round++)
    for (const [i, name] of names.entries())
      for (const [k, { batch }] of of.entries()) times[i]?.[k]?.push(await timeOf(`/batches/${batch}${PAGES[name]}`))
  return Object.fromEntries(names.map((name, i) => [name, (times[i] ?? []).map(medianOf)])) as Record<PageName, number[]>
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

interface Ran {
  readonly run: Run
  readonly seconds: number
  /** while it ran, of the page of results */
  readonly slowestPageMs: number
  readonly phases: readonly string[]
}

function figuresOf(name: string, { run, seconds, slowestPageMs, phases }: Ran): Record<string, unknown> {
  return {
    [`${name}Seconds`]: seconds,
    [`${name}MethodSeconds`]: round2(run.seconds ?? Number.NaN),
    [`${name}Method`]: run.method,
    [`${name}RowsChanged`]: run.rowsChanged,
    [`${name}PhasesSeen`]: phases.join(' '),
    [`${name}SlowestPageMs`]: slowestPageMs,
  }
}

async function aggregate(batch: string): Promise<Ran> {
  const started = performance.now()
  let run = await ask(batch)
  const phases = new Set<string>()
  let slowestPageMs = 0
  while (run.finishedAt === null) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    slowestPageMs = Math.max(slowestPageMs, await timeOf(`/batches/${batch}/results`))
    run = await look(batch, run.id)
    if (run.progress !== null) phases.add(run.progress.phase)
  }
  return { run, seconds: round2((performance.now() - started) / 1000), slowestPageMs, phases: [...phases] }
}

/** From the cancelling until the process has let the batch go. */
async function cancelOne(batch: string): Promise<{ state: string; seconds: number }> {
  const { id } = await ask(batch)
  while ((await look(batch, id)).state === 'waiting') await new Promise((resolve) => setTimeout(resolve, 50))
  const started = performance.now()
  const path = `/api/v1/batches/${batch}/aggregations/${id}/cancel`
  const { state } = await api.call(RunView, { token: instance.token, method: 'POST', path })
  const held = `select from pg_locks where locktype = 'advisory' and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)`
  while ((await queryOnce(instance.databaseUrl(), held, [`aggregate:${uuidOf(batch)}`])).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 50))
  return { state, seconds: round2((performance.now() - started) / 1000) }
}

/** A choice asks for a run by itself: it is made, and its run waited for, before there is a response. */
async function choose(batch: string, method: string): Promise<void> {
  const path = `/api/v1/batches/${batch}/aggregation-method`
  let { run } = await api.call(MethodView, { token: instance.token, method: 'PUT', path, body: { method } })
  while (run !== null && run.finishedAt === null) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    run = await look(batch, run.id)
  }
}

async function ask(batch: string): Promise<Run> {
  return api.call(RunView, { token: instance.token, method: 'POST', path: `/api/v1/batches/${batch}/aggregations` })
}

async function look(batch: string, run: string): Promise<Run> {
  return api.call(RunView, { token: instance.token, method: 'GET', path: `/api/v1/batches/${batch}/aggregations/${run}` })
}

async function timeOf(path: string): Promise<number> {
  const started = performance.now()
  const answer = await fetch(instance.url + path, { headers: { Authorization: `Bearer ${instance.token}` } })
  await answer.text()
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return round2(performance.now() - started)
}

function round2(value: number): number {
  return Math.round(value * 100) / 100
}
