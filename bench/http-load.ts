import { setTimeout as sleep } from 'node:timers/promises'
import { openWire, requestHead, requestText, type Answer, type Wire } from './wire.ts'

/** One worker's requests, made once. */
export interface LoadWorker {
  readonly lease: string
  readonly submitHead: string
}

/** @param leaseBody of the request for tasks, such as `{"batchId":"bat_…","count":1}` */
export function loadWorker(token: string, leaseBody: string): LoadWorker {
  return {
    lease: requestText('POST', '/api/v1/work/leases', token, leaseBody),
    submitHead: requestHead('POST', '/api/v1/work/responses', token),
  }
}

export function loadWorkers(tokens: readonly string[], batchId: string, count: number): LoadWorker[] {
  return tokens.map((token) => loadWorker(token, JSON.stringify({ batchId, count })))
}

export interface Load {
  /** tasks leased and submitted */
  readonly cycles: number
  readonly seconds: number
  readonly cyclesPerSecond: number
  /** milliseconds of each request, sorted */
  readonly leaseMs: readonly number[]
  readonly submitMs: readonly number[]
  /** of one processor, used by this process, which made the requests */
  readonly ownProcessors: number
  /** false: the batch had nothing left before the time was over */
  readonly lasted: boolean
}

interface Tally {
  cycles: number
  readonly leaseMs: number[]
  readonly submitMs: number[]
  isEmpty: boolean
}

const ID = '"assignmentId":"'
const ID_CHARACTERS = 36
const SUBMITTED = '"ok":true'

export function assignmentIds(body: string): string[] {
  const ids: string[] = []
  for (let at = body.indexOf(ID); at !== -1; at = body.indexOf(ID, at + ID_CHARACTERS)) {
    ids.push(body.slice(at + ID.length, at + ID.length + ID_CHARACTERS))
  }
  return ids
}

export function submitText(head: string, ids: readonly string[]): string {
  const body = `{"responses":[${ids.map((id) => `{"assignmentId":"${id}","response":{"label":"yes"}}`).join(',')}]}`
  return `${head}${body.length}\r\n\r\n${body}`
}

/** @param since when the worker wanted the task: later than that, the wait for a free connection counts too */
async function cycle(wire: Wire, worker: LoadWorker, tally: Tally, since: number): Promise<void> {
  const leased = await wire.send(worker.lease)
  const leasedAt = performance.now()
  demandOk(leased)
  const ids = assignmentIds(leased.body)
  if (ids.length === 0) {
    tally.isEmpty = true
    return
  }
  const submitted = await wire.send(submitText(worker.submitHead, ids))
  demandOk(submitted)
  if (submitted.body.split(SUBMITTED).length - 1 !== ids.length) throw new Error(`not all were taken in: ${submitted.body}`)
  tally.leaseMs.push(leasedAt - since)
  tally.submitMs.push(performance.now() - leasedAt)
  tally.cycles += ids.length
}

function demandOk({ status, body }: Answer): void {
  if (status !== 200) throw new Error(`the server answered ${status}: ${body.slice(0, 500)}`)
}

export interface ClosedLoad {
  /** one connection each, to the port at its place (the ports repeat) */
  readonly clients: number
  readonly ports: readonly number[]
  /** client i speaks for the workers i, i + clients, … one after the other */
  readonly workers: readonly LoadWorker[]
  /** ends at whichever comes first */
  readonly seconds: number
  readonly cycles?: number
  /** each worker's request is made once, instead of again and again */
  readonly once?: boolean
  readonly signal: AbortSignal
}

/** Each client leases and submits, and again as soon as it is answered. */
export async function closedLoad({ clients, ports, workers, seconds, cycles = Infinity, once = false, signal }: ClosedLoad): Promise<Load> {
  const wires = await Promise.all(Array.from({ length: clients }, (_, i) => openWire(ports[i % ports.length] ?? 0)))
  const tally: Tally = { cycles: 0, leaseMs: [], submitMs: [], isEmpty: false }
  return measured(wires, tally, async () => {
    const endAt = performance.now() + seconds * 1000
    const work = async (wire: Wire, client: number) => {
      for (let next = client; !tally.isEmpty && tally.cycles < cycles; next += clients) {
        if (next >= workers.length && !once) next = client
        const [now, worker] = [performance.now(), workers[next]]
        if (now >= endAt || worker === undefined) return
        signal.throwIfAborted()
        await cycle(wire, worker, tally, now)
      }
    }
    await Promise.all(wires.map(work))
  })
}

export interface PacedLoad extends Omit<ClosedLoad, 'cycles' | 'clients' | 'once'> {
  readonly perSecond: number
}

/**
 * So many workers a second want a task, whether or not the ones before were answered. One connection per worker, who is
 * chosen because they are free; when none is, the one who wants a task waits, and that wait is part of the time of the lease.
 */
export async function pacedLoad({ perSecond, ports, workers, seconds, signal }: PacedLoad): Promise<Load> {
  const wires = await Promise.all(workers.map((_, i) => openWire(ports[i % ports.length] ?? 0)))
  const tally: Tally = { cycles: 0, leaseMs: [], submitMs: [], isEmpty: false }
  return measured(wires, tally, async () => {
    const free = wires.map((_, i) => i)
    const wanted: number[] = []
    const running = new Set<Promise<void>>()
    const failures: unknown[] = []
    const serve = () => {
      while (wanted.length > 0 && free.length > 0) {
        const [i, since] = [free.shift() ?? 0, wanted.shift() ?? 0]
        const [wire, worker] = [wires[i], workers[i]]
        if (wire === undefined || worker === undefined) continue
        const task: Promise<void> = cycle(wire, worker, tally, since)
          .catch((error: unknown) => failures.push(error))
          .then(() => {
            running.delete(task)
            free.push(i)
            serve()
          })
        running.add(task)
      }
    }
    const startedAt = performance.now()
    for (let sent = 0; sent < perSecond * seconds && !tally.isEmpty && failures.length === 0;) {
      signal.throwIfAborted()
      for (let due = startedAt + (sent * 1000) / perSecond; due <= performance.now() && sent < perSecond * seconds;) {
        wanted.push(due)
        sent += 1
        due = startedAt + (sent * 1000) / perSecond
      }
      serve()
      await sleep(1)
    }
    while (running.size > 0) await Promise.all(running)
    if (failures.length > 0) throw new Error('a request failed', { cause: failures[0] })
  })
}

async function measured(wires: readonly Wire[], tally: Tally, work: () => Promise<void>): Promise<Load> {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  try {
    await work()
  } finally {
    for (const wire of wires) wire.close()
  }
  const seconds = (performance.now() - startedAt) / 1000
  const used = process.cpuUsage(cpu)
  return {
    cycles: tally.cycles,
    seconds,
    cyclesPerSecond: tally.cycles / seconds,
    leaseMs: tally.leaseMs.toSorted((a, b) => a - b),
    submitMs: tally.submitMs.toSorted((a, b) => a - b),
    ownProcessors: (used.user + used.system) / 1_000_000 / seconds,
    lasted: !tally.isEmpty,
  }
}

/** p50, p95 and p99 of sorted milliseconds, to a hundredth. */
export function percentiles(sorted: readonly number[]): { p50: number; p95: number; p99: number } {
  const at = (share: number) => rounded(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

/** To two places, for tables and JSON. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
