import {
  ApprovalView,
  BatchStepView,
  EarningsView,
  LedgerVerificationView,
  RunView,
  StatementView,
  type RunView as Run,
} from '@canut/contract'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { readTable } from '../platform/tables/index.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { ApiRefusal, type ApiClient } from './api-client.ts'
import { replayMessages } from './replay.messages.ts'
import type { OpenBatch, ReplayAccount } from './set-up-batch.ts'

const POLL_MS = 200
const POLLED_FOR_MS = 10 * 60_000

/** Approves everything that waits, as a requester would with one click, and waits until it is paid. Returns how many were. */
export async function approveAll(api: ApiClient, token: string, batchId: string, signal: AbortSignal): Promise<number> {
  const path = `/api/v1/batches/${batchId}/approvals`
  const begun = await api.call(ApprovalView, { token, method: 'POST', path, body: { all: true }, mayRepeat: true })
  const done = await until(
    'approvals',
    signal,
    begun,
    ({ state }) => state === 'done',
    () => api.call(ApprovalView, { token, method: 'GET', path: `${path}/${begun.id}`, mayRepeat: true }),
  )
  return done.approved
}

/** The instance's own aggregation, finished. */
export async function aggregate(api: ApiClient, token: string, batchId: string, signal: AbortSignal): Promise<Run> {
  const path = `/api/v1/batches/${batchId}/aggregations`
  const begun = await api.call(RunView, { token, method: 'POST', path, mayRepeat: true })
  return until(
    'aggregations',
    signal,
    begun,
    ({ state }) => state === 'done' || state === 'failed',
    () => api.call(RunView, { token, method: 'GET', path: `${path}/${begun.id}`, mayRepeat: true }),
  )
}

/** Also when the answer to an earlier request was lost: a batch that is closed is closed. */
export async function closeBatch(api: ApiClient, token: string, batchId: string): Promise<void> {
  try {
    await api.call(BatchStepView, { token, method: 'POST', path: `/api/v1/batches/${batchId}/close`, mayRepeat: true })
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.code === 'batch_not_in_state' && error.params['state'] === 'closed')) throw error
  }
}

export interface ExportedResponse {
  readonly assignmentId: string
  readonly number: number
  /** pseudonym of this batch */
  readonly worker: string
  readonly state: string
  readonly surplus: boolean
  readonly label: string
}

/** The exported file of raw responses, read as anybody would. */
export async function exportResponses(api: ApiClient, token: string, batchId: string): Promise<ExportedResponse[]> {
  const file = api.stream({ token, method: 'GET', path: `/api/v1/batches/${batchId}/exports/responses.csv` })
  const exported: ExportedResponse[] = []
  for await (const { rows, problems } of readTable(Readable.from(file), { format: 'csv', delimiter: ',' })) {
    const [problem] = problems.filter(({ code }) => code !== 'no_rows')
    if (problem !== undefined) throw new Error(`the export has a bad line ${problem.line}: ${problem.code}`)
    for (const { values } of rows) {
      const cell = (name: string) => {
        const value = values[name]
        if (typeof value !== 'string') throw new Error(`the export has no column ${name}`)
        return value
      }
      exported.push({
        assignmentId: cell('assignment'),
        number: Number(cell('task')),
        worker: cell('worker'),
        state: cell('state'),
        surplus: cell('surplus') === 'true',
        label: cell('label'),
      })
    }
  }
  return exported
}

export interface MoneySeen {
  readonly deposited: bigint
  readonly left: bigint
  readonly reserved: bigint
  readonly spent: bigint
  /** by place of the worker in the crowd */
  readonly earned: readonly bigint[]
}

/** What the statement of the organisation and those of all workers say, each asked with their own token. */
export async function readMoney(
  api: ApiClient,
  token: string,
  { organisationId, currency }: OpenBatch,
  accounts: readonly ReplayAccount[],
  concurrency: number,
): Promise<MoneySeen> {
  const path = `/api/v1/organisations/${organisationId}/statement`
  const { balances } = await api.call(StatementView, { token, method: 'GET', path, mayRepeat: true })
  const own = balances.find(({ deposited }) => deposited.currency === currency)
  const earned: bigint[] = accounts.map(() => 0n)
  const waiting = accounts.entries()
  const ask = async () => {
    for (const [worker, account] of waiting) {
      const earnings = await api.call(EarningsView, { token: account.token, method: 'GET', path: '/api/v1/me/earnings', mayRepeat: true })
      earned[worker] = BigInt(earnings.balances.find(({ paid }) => paid.currency === currency)?.paid.micros ?? 0)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, ask))
  return {
    deposited: BigInt(own?.deposited.micros ?? 0),
    left: BigInt(own?.available.micros ?? 0),
    reserved: BigInt(own?.reserved.micros ?? 0),
    spent: BigInt(own?.spent.micros ?? 0),
    earned,
  }
}

export function verifyByApi(api: ApiClient, token: string): Promise<LedgerVerificationView> {
  return api.call(LedgerVerificationView, { token, method: 'GET', path: '/api/v1/steward/ledger', mayRepeat: true })
}

async function until<T>(what: string, signal: AbortSignal, first: T, isDone: (value: T) => boolean, ask: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + POLLED_FOR_MS
  let value = first
  while (!isDone(value)) {
    if (performance.now() > giveUpAt) {
      throw new StartupProblem('instance_refused', {
        en: replayMessages.en.api.stillRunning({ what }),
        fr: replayMessages.fr.api.stillRunning({ what }),
      })
    }
    await sleep(POLL_MS, undefined, { signal })
    value = await ask()
  }
  return value
}
