import { MeView } from '@canut/contract'
import { StartupProblem } from '../platform/startup-problem.ts'
import { ApiRefusal, createApiClient, type ApiClient } from './api-client.ts'
import type { RecordedCrowd } from './read-crowd.ts'
import { reportReplay, type ReplayReport } from './report-replay.ts'
import { replayMessages } from './replay.messages.ts'
import { makeAccounts, setUpBatch, type OpenBatch } from './set-up-batch.ts'
import { aggregate, approveAll, closeBatch, exportResponses, readMoney, verifyByApi } from './settle-batch.ts'
import { submitCrowd } from './submit-crowd.ts'

const SCOPES = ['request', 'steward']
const ABANDON_WITHIN_MS = 30_000

export type ReplayStep = 'setUp' | 'accounts' | 'approve' | 'aggregate' | 'export' | 'close' | 'verify' | 'abandon'

export interface ReplayOptions {
  readonly url: string
  /** of a steward, for requests and stewardship */
  readonly token: string
  readonly crowd: RecordedCrowd
  /** what the crowd is called in the project it gets */
  readonly name: string
  readonly concurrency: number
  readonly now: Date
  readonly signal: AbortSignal
  readonly onStep: (step: ReplayStep) => void
  readonly onWork: (done: number, requestsPerSecond: number) => void
}

/** The whole main job through HTTP: a requester publishes, recorded people work, everything is paid, exported, checked. */
export async function replayCrowd(options: ReplayOptions): Promise<ReplayReport> {
  const { url, token, crowd, concurrency, signal, onStep } = options
  const api = createApiClient({ url, connections: concurrency, signal })
  let open: OpenBatch | null = null
  try {
    const startedAt = performance.now()
    await demandSteward(api, token)
    onStep('setUp')
    const batch = await setUpBatch(api, token, { ...crowd, name: options.name }, options.now)
    open = batch
    onStep('accounts')
    const accounts = await makeAccounts(api, token, crowd.workers.length)

    const { submitted, workSeconds, durations } = await work(api, options, batch, accounts)
    onStep('approve')
    await approveAll(api, token, batch.id, signal)
    onStep('aggregate')
    const run = await aggregate(api, token, batch.id, signal)
    onStep('export')
    const exported = await exportResponses(api, token, batch.id)
    onStep('close')
    await closeBatch(api, token, batch.id)
    open = null
    onStep('verify')
    const money = await readMoney(api, token, batch, accounts, concurrency)
    const ledger = await verifyByApi(api, token)
    const wallSeconds = (performance.now() - startedAt) / 1000
    const requestsRepeated = api.repeated()
    return reportReplay({ crowd, batch, submitted, exported, money, run, ledger, wallSeconds, workSeconds, durations, requestsRepeated })
  } catch (error) {
    throw error instanceof ApiRefusal ? refusedProblem(error) : error
  } finally {
    api.close()
    if (open !== null) await abandon(options, open.id)
  }
}

async function work(api: ApiClient, options: ReplayOptions, batch: OpenBatch, accounts: Awaited<ReturnType<typeof makeAccounts>>) {
  const { crowd, concurrency, signal, onWork } = options
  const startedAt = performance.now()
  const before = api.durations.length
  const seconds = () => (performance.now() - startedAt) / 1000
  let done = 0
  const submitted = await submitCrowd(api, crowd, accounts, {
    batchId: batch.id,
    concurrency,
    signal,
    onAcknowledged(receipts) {
      done += receipts.length
      onWork(done, (api.durations.length - before) / seconds())
    },
  })
  return { submitted, workSeconds: seconds(), durations: api.durations.slice(before) }
}

/** Said before anything is made: a token that cannot do it all would leave half a replay behind. */
async function demandSteward(api: ApiClient, token: string): Promise<void> {
  const { person, tokenScopes } = await api.call(MeView, { token, method: 'GET', path: '/api/v1/me', mayRepeat: true })
  if (person.isSteward && SCOPES.every((scope) => tokenScopes?.includes(scope))) return
  throw new StartupProblem('instance_refused', { en: replayMessages.en.api.notSteward, fr: replayMessages.fr.api.notSteward })
}

/** Interrupted, or failed on the way: no batch is left on offer, and whatever was done is paid. */
async function abandon({ url, token, onStep }: ReplayOptions, batchId: string): Promise<void> {
  onStep('abandon')
  const signal = AbortSignal.timeout(ABANDON_WITHIN_MS)
  const api = createApiClient({ url, connections: 1, signal })
  try {
    await approveAll(api, token, batchId, signal)
    await closeBatch(api, token, batchId)
  } finally {
    api.close()
  }
}

function refusedProblem(refusal: ApiRefusal): StartupProblem {
  return new StartupProblem(
    'instance_refused',
    { en: replayMessages.en.api.refused(refusal), fr: replayMessages.fr.api.refused(refusal) },
    { cause: refusal },
  )
}
