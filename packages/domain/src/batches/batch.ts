import { missingDisclosures, type Disclosure, type MissingDisclosure } from '../projects/project.ts'
import { err, ok, type Result } from '../result.ts'
import type { CostEstimate, Micros } from '../money/money.ts'

export type BatchState = 'draft' | 'open' | 'paused' | 'closed'

export const REDUNDANCY_MAX = 99

export type BatchError =
  | { kind: 'batch_not_in_state'; state: BatchState; needed: readonly BatchState[] }
  | { kind: 'batch_not_ready'; missing: readonly PublishProblem[] }
  | { kind: 'balance_too_low'; balance: Micros; needed: Micros; currency: string }
  | { kind: 'redundancy_may_only_grow'; redundancy: number; asked: number }

export type PublishProblem = `project_${MissingDisclosure}` | 'tasks' | 'instructions' | 'price' | 'import_running'

export interface BatchToPublish {
  readonly state: BatchState
  readonly tasks: number
  readonly hasInstructions: boolean
  readonly price: Micros
  readonly importRunning: boolean
  readonly project: Disclosure
  readonly balance: Micros
  readonly currency: string
  readonly cost: CostEstimate
}

/** May the batch be published? Lists everything that is missing before it looks at the money. */
export function publishBatch(batch: BatchToPublish): Result<{ state: 'open'; reserved: Micros }, BatchError> {
  if (batch.state !== 'draft') return err({ kind: 'batch_not_in_state', state: batch.state, needed: ['draft'] })
  const missing: PublishProblem[] = missingDisclosures(batch.project).map((name) => `project_${name}` as const)
  if (batch.importRunning) missing.push('import_running')
  else if (batch.tasks === 0) missing.push('tasks')
  if (!batch.hasInstructions) missing.push('instructions')
  // law 2: work is paid; a batch at price zero is work without pay
  if (batch.price <= 0n) missing.push('price')
  if (missing.length > 0) return err({ kind: 'batch_not_ready', missing })

  const needed = batch.cost.total
  if (batch.balance < needed) return err({ kind: 'balance_too_low', balance: batch.balance, needed, currency: batch.currency })
  return ok({ state: 'open', reserved: needed })
}

const STEPS = {
  pause: { from: ['open'], to: 'paused' },
  resume: { from: ['paused'], to: 'open' },
  close: { from: ['open', 'paused'], to: 'closed' },
} as const satisfies Record<string, { from: readonly BatchState[]; to: BatchState }>

export type BatchStep = keyof typeof STEPS

export function stepBatch(state: BatchState, step: BatchStep): Result<BatchState, BatchError> {
  const { from, to } = STEPS[step]
  if (!(from as readonly BatchState[]).includes(state)) return err({ kind: 'batch_not_in_state', state, needed: from })
  return ok(to)
}
