import {
  BatchStepView,
  BatchView,
  DepositView,
  ImportView,
  OrganisationView,
  ProjectView,
  REPLAY_ACCOUNTS_AT_ONCE_MAX,
  ReplayAccountsView,
  type CreateBatchRequest,
  type ProjectInput,
} from '@canut/contract'
import type { z } from 'zod'
import { jsonLine } from '../platform/tables/index.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import type { ApiClient } from './api-client.ts'
import { replayMessages } from './replay.messages.ts'

export interface BatchToReplay {
  /** what was recorded, for the names: the name of a file */
  readonly name: string
  readonly tasks: readonly string[]
  readonly labels: readonly string[]
  readonly truth: ReadonlyMap<number, string>
  readonly redundancy: number
}

export interface OpenBatch {
  readonly id: string
  readonly organisationId: string
  readonly deposited: bigint
  readonly priceMicros: bigint
  readonly feeMicros: bigint
  readonly currency: string
  readonly redundancy: number
}

export interface ReplayAccount {
  readonly name: string
  readonly token: string
}

/** 0.05 of the currency code that is reserved for testing: no figure of a replay can be taken for money. */
const PRICE = { micros: '50000', currency: 'XTS' }

/** Everything a requester does before people can work, and the deposit that a steward records. Tells honestly what it is. */
export async function setUpBatch(api: ApiClient, token: string, of: BatchToReplay, now: Date): Promise<OpenBatch> {
  const post = { token, method: 'POST' } as const
  const name = `Replay of ${of.name}, ${now.toISOString()}`.slice(0, 120)
  const organisation = await api.call(OrganisationView, { ...post, path: '/api/v1/organisations', body: { name, country: 'FR' } })
  const project = await api.call(ProjectView, {
    ...post,
    path: `/api/v1/organisations/${organisation.id}/projects`,
    body: disclosures(of.name),
  })
  const draft = await api.call(BatchView, { ...post, path: `/api/v1/projects/${project.id}/batches`, body: terms(of) })
  await importTasks(api, token, draft.id, of)
  const { cost } = await api.call(BatchView, { token, method: 'GET', path: `/api/v1/batches/${draft.id}` })
  const deposit = { organisationId: organisation.id, amount: cost.total.micros, currency: PRICE.currency, reference: `Replay ${draft.id}` }
  await api.call(DepositView, { ...post, path: '/api/v1/steward/deposits', body: deposit, mayRepeat: true })
  const { batch } = await api.call(BatchStepView, { ...post, path: `/api/v1/batches/${draft.id}/publish` })
  return {
    id: batch.id,
    organisationId: organisation.id,
    deposited: BigInt(cost.total.micros),
    priceMicros: BigInt(batch.price.micros),
    feeMicros: BigInt(batch.feePerResponse.micros),
    currency: PRICE.currency,
    redundancy: batch.redundancy,
  }
}

/** One account per recorded worker, marked as such by the instance. */
export async function makeAccounts(api: ApiClient, token: string, count: number): Promise<ReplayAccount[]> {
  const accounts: ReplayAccount[] = []
  while (accounts.length < count) {
    const body = { count: Math.min(REPLAY_ACCOUNTS_AT_ONCE_MAX, count - accounts.length), firstNumber: accounts.length + 1 }
    const made = await api.call(ReplayAccountsView, { token, method: 'POST', path: '/api/v1/steward/replay-accounts', body })
    accounts.push(...made.accounts)
  }
  return accounts
}

function disclosures(name: string): ProjectInput {
  return {
    name: `Replay of ${name}`,
    taskType: 'text-class',
    purpose: `A program submits again what recorded people answered once (${name}), to test this instance. Nobody works on it, and nobody is paid.`,
    finalClient: 'The stewards of this instance',
    resultUse: 'other',
    resultUseDetail: 'To see that no response is lost, repeated or paid twice, and how fast the instance is.',
    dataDestination: 'This instance only',
    dataRetention: 'Until the stewards remove it',
    sensitiveCategories: ['none'],
    contactName: 'The stewards of this instance',
    contactEmail: 'replay@replay.invalid',
    language: null,
    chain: [{ party: 'The stewards of this instance', role: 'final client', country: 'FR', sharePercent: 0 }],
  }
}

function terms({ name, labels, redundancy }: BatchToReplay): z.input<typeof CreateBatchRequest> {
  return {
    name: `Replay of ${name}`.slice(0, 200),
    settings: { labels: labels.map((value) => ({ value })) },
    redundancy,
    price: PRICE,
    estimateSeconds: 30,
    reviewDays: 7,
    instructions: `This batch replays a recorded crowd (${name}). A program submits the labels; please leave it alone.`,
  }
}

async function importTasks(api: ApiClient, token: string, batchId: string, { tasks, truth }: BatchToReplay): Promise<void> {
  const body = tasks.map((text, i) => jsonLine({ text, truth: truth.get(i + 1) ?? '' })).join('')
  const path = `/api/v1/batches/${batchId}/imports?format=jsonl&name=replay.jsonl`
  const { state, failure, problems, rowsLoaded } = await api.call(ImportView, { token, method: 'POST', path, body })
  if (state === 'done' && rowsLoaded === tasks.length) return
  const [first] = problems
  const sentence = [failure?.sentence, first === undefined ? undefined : `${first.line}: ${first.sentence}`].filter(Boolean).join(' ')
  throw new StartupProblem('instance_refused', {
    en: replayMessages.en.api.importFailed({ sentence }),
    fr: replayMessages.fr.api.importFailed({ sentence }),
  })
}
