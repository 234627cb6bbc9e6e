import { LEASES_MAX, LeasesView, ReceiptsView } from '@canut/contract'
import { ApiRefusal, type ApiClient } from './api-client.ts'
import type { RecordedCrowd, RecordedResponse } from './read-crowd.ts'
import type { ReplayAccount } from './set-up-batch.ts'

/** What the instance acknowledged: a response that has to be kept and paid. */
export interface Acknowledged {
  readonly assignmentId: string
  /** place of the worker in the crowd */
  readonly worker: number
  readonly number: number
  readonly label: string
  readonly receiptHash: string
  readonly surplus: boolean
}

export interface Submitted {
  readonly acknowledged: readonly Acknowledged[]
  /** leases that ended before their response was submitted */
  readonly lapsed: number
  /** recorded responses whose task the instance did not hand out */
  readonly notAvailable: number
}

export interface SubmitOptions {
  readonly batchId: string
  readonly concurrency: number
  readonly signal: AbortSignal
  /** after each answer */
  readonly onAcknowledged?: (receipts: readonly Acknowledged[]) => void
}

/**
 * Lets every recorded worker lease and submit what they answered then: `concurrency` of them at a time, each one request
 * after the other, twenty tasks a request.
 */
export async function submitCrowd(
  api: ApiClient,
  crowd: Pick<RecordedCrowd, 'workers' | 'tasks'>,
  accounts: readonly ReplayAccount[],
  options: SubmitOptions,
): Promise<Submitted> {
  const acknowledged: Acknowledged[] = []
  let lapsed = 0
  let notAvailable = 0
  const waiting = crowd.workers.entries()
  const work = async () => {
    for (const [worker, { responses }] of waiting) {
      const token = accounts[worker]?.token
      if (token === undefined) throw new Error(`no account for worker ${worker}`)
      const tally = await replayWorker(api, { ...options, worker, token, tasks: crowd.tasks }, responses)
      acknowledged.push(...tally.acknowledged)
      lapsed += tally.lapsed
      notAvailable += tally.notAvailable
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, work))
  return { acknowledged, lapsed, notAvailable }
}

interface Sitting extends SubmitOptions {
  readonly worker: number
  readonly token: string
  readonly tasks: readonly string[]
}

type Lease = (typeof LeasesView)['_zod']['output']['leases'][number]

async function replayWorker(api: ApiClient, sitting: Sitting, recorded: readonly RecordedResponse[]): Promise<Submitted> {
  const acknowledged: Acknowledged[] = []
  const labels = new Map(recorded.map(({ number, label }) => [number, label]))
  let lapsed = 0
  let refusals = 0
  while (labels.size > 0) {
    sitting.signal.throwIfAborted()
    const leases = await lease(api, sitting, [...labels.keys()].slice(0, LEASES_MAX), labels)
    if (leases.length === 0) {
      // some of the twenty may be free again by now; when twice none is, nobody will hand them out
      refusals += 1
      if (refusals > 1) for (const number of [...labels.keys()].slice(0, LEASES_MAX)) labels.delete(number)
      continue
    }
    refusals = 0
    const receipts = await submit(api, sitting, leases, labels)
    for (const { receipt, expiresAt } of receipts) {
      labels.delete(receipt.number)
      if (receipt.submittedAt > expiresAt) lapsed += 1
      acknowledged.push(receipt)
    }
    sitting.onAcknowledged?.(receipts.map(({ receipt }) => receipt))
  }
  return { acknowledged, lapsed, notAvailable: recorded.length - acknowledged.length }
}

async function lease(
  api: ApiClient,
  sitting: Sitting,
  numbers: readonly number[],
  open: ReadonlyMap<number, string>,
): Promise<readonly Lease[]> {
  const { token, batchId, tasks } = sitting
  const path = '/api/v1/work/leases'
  try {
    const { leases } = await api.call(LeasesView, { token, method: 'POST', path, body: { batchId, tasks: numbers }, mayRepeat: true })
    for (const { taskNumber, payload } of leases) {
      if ((payload as { text?: unknown }).text === tasks[taskNumber - 1]) continue
      throw new Error(`task ${taskNumber} shows ${JSON.stringify(payload)}, not ${tasks[taskNumber - 1]}`)
    }
    return leases
  } catch (error) {
    if (!(error instanceof ApiRefusal) || (error.code !== 'task_not_available' && error.code !== 'too_many_leases_held')) throw error
    // the answer to an earlier request may have been lost on the way: what this worker holds says so
    const held = await api.call(LeasesView, { token, method: 'GET', path: `${path}?batchId=${batchId}`, mayRepeat: true })
    return held.leases.filter(({ taskNumber }) => open.has(taskNumber))
  }
}

async function submit(api: ApiClient, { token, worker }: Sitting, leases: readonly Lease[], labels: ReadonlyMap<number, string>) {
  const responses = leases.map(({ assignmentId, taskNumber }) => ({ assignmentId, response: { label: labels.get(taskNumber) } }))
  const { outcomes } = await api.call(ReceiptsView, {
    token,
    method: 'POST',
    path: '/api/v1/work/responses',
    body: { responses },
    mayRepeat: true,
  })
  return outcomes.map((outcome, i) => {
    const held = leases[i]
    if (!outcome.ok || held === undefined) throw new Error(`a response was not accepted: ${JSON.stringify(outcome)}`)
    const { assignmentId, taskNumber, hash, surplus, submittedAt } = outcome.receipt
    const label = labels.get(taskNumber)
    if (assignmentId !== held.assignmentId || label === undefined) throw new Error(`a receipt is about another response: ${assignmentId}`)
    const receipt = { assignmentId, worker, number: taskNumber, label, receiptHash: hash, surplus, submittedAt }
    return { receipt, expiresAt: held.leaseExpiresAt }
  })
}
