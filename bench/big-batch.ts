import { BatchStepView, BatchView, DepositView, OrganisationView, ProjectView } from '@canut/contract'
import type { ApiClient } from '../apps/server/src/replay/index.ts'
import { queryOnce, uuidOf } from './own-canut.ts'

export interface BigBatch {
  readonly name: string
  readonly tasks: number
  readonly redundancy?: number
  readonly estimateSeconds?: number
}

/** 0.05 of the currency code that is reserved for testing. */
const PRICE = { micros: '50000', currency: 'XTS' }

/**
 * A published batch of yes-or-no questions with its money set aside. All of it is done through the API, as a requester and a
 * steward do it, except the tasks: ten million rows are written by one SQL statement instead of imported from a file. They are
 * there before the batch is published, so that whatever publishing prepares is prepared. Returns the public id.
 */
export async function makeBigBatch(api: ApiClient, token: string, databaseUrl: string, of: BigBatch): Promise<string> {
  const post = { token, method: 'POST' } as const
  const organisation = await api.call(OrganisationView, { ...post, path: '/api/v1/organisations', body: { name: of.name, country: 'FR' } })
  const project = await api.call(ProjectView, {
    ...post,
    path: `/api/v1/organisations/${organisation.id}/projects`,
    body: disclosures(of.name),
  })
  const { id } = await api.call(BatchView, { ...post, path: `/api/v1/projects/${project.id}/batches`, body: terms(of) })
  await insertTasks(databaseUrl, uuidOf(id), of.tasks)
  const { cost } = await api.call(BatchView, { token, method: 'GET', path: `/api/v1/batches/${id}` })
  const deposit = { organisationId: organisation.id, amount: cost.total.micros, currency: PRICE.currency, reference: `Bench ${id}` }
  await api.call(DepositView, { ...post, path: '/api/v1/steward/deposits', body: deposit })
  await api.call(BatchStepView, { ...post, path: `/api/v1/batches/${id}/publish` })
  return id
}

/** The rows that an import leaves, and nothing else: `tasks`, and their number in `batches`. */
async function insertTasks(databaseUrl: string, batchId: string, count: number): Promise<void> {
  await queryOnce(
    databaseUrl,
    `insert into tasks (batch_id, number, payload, source_line)
     select $1::uuid, n, jsonb_build_object('text', 'Text ' || n), n from generate_series(1, $2::int) n`,
    [batchId, count],
  )
  await queryOnce(databaseUrl, `update batches set task_count = task_count + $2 where id = $1`, [batchId, count])
  await queryOnce(databaseUrl, `vacuum (analyze) tasks`, [])
}

function disclosures(name: string): object {
  return {
    name,
    taskType: 'text-class',
    purpose: 'To measure how fast this instance hands out tasks. Nobody works on it, and nobody is paid.',
    finalClient: 'The stewards of this instance',
    resultUse: 'other',
    resultUseDetail: 'To publish how long a worker waits for a task.',
    dataDestination: 'This instance only',
    dataRetention: 'Until the bench ends',
    sensitiveCategories: ['none'],
    contactName: 'The stewards of this instance',
    contactEmail: 'bench@bench.invalid',
    language: null,
    chain: [{ party: 'The stewards of this instance', role: 'final client', country: 'FR', sharePercent: 0 }],
  }
}

function terms({ name, redundancy = 3, estimateSeconds = 30 }: BigBatch): object {
  return {
    name,
    settings: { labels: [{ value: 'yes' }, { value: 'no' }] },
    redundancy,
    price: PRICE,
    estimateSeconds,
    reviewDays: 7,
    instructions: 'A program answers this batch. Please leave it alone.',
  }
}
