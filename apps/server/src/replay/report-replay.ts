import { accuracy, crowd, dawidSkene, majorityVote } from '@canut/aggregation'
import type { LedgerVerificationView, RunView } from '@canut/contract'
import type { RecordedCrowd } from './read-crowd.ts'
import type { OpenBatch } from './set-up-batch.ts'
import type { ExportedResponse, MoneySeen } from './settle-batch.ts'
import type { Acknowledged, Submitted } from './submit-crowd.ts'

export type CheckName = 'submitted' | 'exported' | 'repeats' | 'overAssigned' | 'approved' | 'paidOnce' | 'money' | 'escrow' | 'ledger'

export interface Check {
  readonly name: CheckName
  readonly ok: boolean
  readonly found: string
  readonly expected: string
}

/** Everything that was observed from outside while and after the crowd was replayed. */
export interface Observed {
  readonly crowd: RecordedCrowd
  readonly batch: OpenBatch
  readonly submitted: Submitted
  readonly exported: readonly ExportedResponse[]
  readonly money: MoneySeen
  readonly run: RunView
  readonly ledger: LedgerVerificationView
  readonly wallSeconds: number
  readonly workSeconds: number
  /** milliseconds of the requests while the crowd worked */
  readonly durations: readonly number[]
  readonly requestsRepeated: number
}

export interface ReplayReport {
  /** responses that the instance acknowledged and exports */
  readonly responses: number
  /** exported responses beyond the first of the same task and worker */
  readonly repeats: number
  /** tasks with more responses that count than the redundancy */
  readonly overAssigned: number
  /** leases that ended before their response was submitted */
  readonly lapsed: number
  /** fractions in [0, 1] of tasks with a known truth, from the exported responses; null without a truth */
  readonly accuracy: {
    /** a tie goes to the first label in code-unit order, as in the reference */
    readonly majorityVote: number | null
    /** a tie of m labels that has the truth among them counts 1/m */
    readonly majorityVoteTiesShared: number | null
    readonly dawidSkene: number | null
    readonly tasks: number
    readonly tied: number
    /** what the instance's own aggregation reports (ties shared): of the majority, and by the method of the batch */
    readonly ofInstance: { readonly majorityVote: number | null; readonly method: number | null }
  }
  /** responses paid, from the statements of the workers */
  readonly paid: number
  readonly ledger: 'verified' | 'not verified'
  readonly wallSeconds: number
  /** while the crowd worked */
  readonly requestsPerSecond: number
  readonly workSeconds: number
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number }
  readonly requestsRepeated: number
  readonly crowd: { tasks: number; workers: number; labels: number; redundancy: number; dropped: number; truthWithoutTask: number }
  /** micro-units as digits */
  readonly money: { currency: string; deposited: string; workers: string; fees: string; left: string }
  readonly checks: readonly Check[]
  readonly ok: boolean
}

/** The figures of a replay, and what must be true of them. Pure. */
export function reportReplay(observed: Observed): ReplayReport {
  const { crowd: recorded, batch, submitted, exported, money, run, ledger } = observed
  const counted = exported.filter(({ surplus }) => !surplus)
  const repeats = exported.length - new Set(exported.map(({ number, worker }) => `${number} ${worker}`)).size
  const overAssigned = [...Map.groupBy(counted, ({ number }) => number).values()].filter((own) => own.length > batch.redundancy).length
  const earned = money.earned.reduce((sum, micros) => sum + micros, 0n)
  const fees = money.spent - earned
  const paid = Number(earned / batch.priceMicros)
  const checks = [
    equal('submitted', submitted.acknowledged.length, recorded.responses),
    equal('exported', differences(submitted.acknowledged, exported), 0),
    equal('repeats', repeats, 0),
    equal('overAssigned', overAssigned, 0),
    equal('approved', exported.filter(({ state }) => state === 'approved').length, exported.length),
    equal('paidOnce', wronglyPaid(observed), 0),
    equal('money', money.spent + money.left, batch.deposited),
    equal('escrow', money.reserved, 0n),
    equal('ledger', ledger.problemCount + (ledger.events.intact ? 0 : 1), 0),
  ]
  return {
    responses: exported.length,
    repeats,
    overAssigned,
    lapsed: submitted.lapsed,
    accuracy: accuracies(counted, recorded.truth, run),
    paid,
    ledger: ledger.ok ? 'verified' : 'not verified',
    wallSeconds: round(observed.wallSeconds, 2),
    requestsPerSecond: round(observed.durations.length / observed.workSeconds, 1),
    workSeconds: round(observed.workSeconds, 2),
    latencyMs: percentiles(observed.durations),
    requestsRepeated: observed.requestsRepeated,
    crowd: {
      tasks: recorded.tasks.length,
      workers: recorded.workers.length,
      labels: recorded.labels.length,
      redundancy: recorded.redundancy,
      dropped: recorded.dropped,
      truthWithoutTask: recorded.truthWithoutTask,
    },
    money: {
      currency: batch.currency,
      deposited: money.deposited.toString(),
      workers: earned.toString(),
      fees: fees.toString(),
      left: money.left.toString(),
    },
    checks,
    ok: checks.every(({ ok }) => ok),
  }
}

function equal<T extends number | bigint>(name: CheckName, found: T, expected: T): Check {
  return { name, ok: found === expected, found: String(found), expected: String(expected) }
}

/** Acknowledged responses that the export lacks or has with another label or task, and exported ones that nobody acknowledged. */
function differences(acknowledged: readonly Acknowledged[], exported: readonly ExportedResponse[]): number {
  const found = new Map(exported.map((response) => [response.assignmentId, response]))
  let different = exported.length - found.size
  for (const { assignmentId, number, label } of acknowledged) {
    const response = found.get(assignmentId)
    found.delete(assignmentId)
    if (response?.number !== number || response.label !== label) different += 1
  }
  return different + found.size
}

/** Workers whose statement does not say exactly one payment for each response they have a receipt for. */
function wronglyPaid({ submitted, money, batch }: Observed): number {
  const due = money.earned.map(() => 0n)
  for (const { worker } of submitted.acknowledged) due[worker] = (due[worker] ?? 0n) + batch.priceMicros
  return due.filter((amount, worker) => amount !== money.earned[worker]).length
}

function accuracies(responses: readonly ExportedResponse[], truth: ReadonlyMap<number, string>, run: RunView): ReplayReport['accuracy'] {
  const built = crowd(responses.map(({ number, worker, label }) => ({ task: String(number), worker, label })))
  const truths = new Map(Array.from(truth, ([number, label]) => [String(number), label]))
  const majority = majorityVote(built)
  const shared = accuracy(majority, truths)
  return {
    majorityVote: accuracy(majority, truths, { ties: 'first' }).fraction,
    majorityVoteTiesShared: shared.fraction,
    dawidSkene: accuracy(dawidSkene(built), truths).fraction,
    tasks: shared.tasks,
    tied: shared.tied,
    ofInstance: run.accuracy,
  }
}

function percentiles(durations: readonly number[]): ReplayReport['latencyMs'] {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0, 1)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

function round(value: number, digits: number): number {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : 0
}
