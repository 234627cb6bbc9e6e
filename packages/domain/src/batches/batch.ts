import { missingDisclosures, type Disclosure, type MissingDisclosure } from '../projects/project.ts'
import { err, ok, type Result } from '../result.ts'
import type { CostEstimate, Micros } from '../money/money.ts'

export type BatchState = 'draft' | 'open' | 'paused' | 'closed'

export const REDUNDANCY_MAX = 99
/** Keeps the cost of any batch, at any price, inside a 64-bit integer. */
export const TASKS_MAX = 5_000_000

export type BatchError =
  | { kind: 'batch_not_in_state'; state: BatchState; needed: readonly BatchState[] }
  | { kind: 'batch_not_ready'; missing: readonly PublishProblem[] }
  | { kind: 'balance_too_low'; balance: Micros; needed: Micros; currency: string }
  | { kind: 'redundancy_may_only_grow'; redundancy: number; asked: number }
  | { kind: 'no_task_to_ask_about' }
  | { kind: 'selection_has_grown'; shown: number; tasks: number }
  | { kind: 'task_settings_fixed'; tasks: number }
  | { kind: 'too_many_tasks'; tasks: number; max: number }
  | { kind: 'template_unknown'; number: number }
  | { kind: 'template_of_another_kind'; taskType: string }
  | { kind: 'import_running' }
  | { kind: 'import_not_in_state'; state: ImportState; needed: readonly ImportState[] }

export type ImportState = 'uploaded' | 'checking' | 'checked' | 'loading' | 'done' | 'failed' | 'cancelled'

export type PublishProblem = `project_${MissingDisclosure}` | 'tasks' | 'instructions' | 'price' | 'import_running'

export interface BatchToPublish {
  readonly state: BatchState
  readonly tasks: number
  readonly hasInstructions: boolean
  readonly price: Micros
  readonly importRunning: boolean
  /** an earlier step of a chain passes tasks on to it: it may be open before the first one */
  readonly tasksArrive: boolean
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
  else if (batch.tasks === 0 && !batch.tasksArrive) missing.push('tasks')
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

/** The terms are what workers accept a task under: once it is published they stand. */
export function editBatch(batch: { state: BatchState; tasks: number }, change: { settings: boolean }): Result<'may_edit', BatchError> {
  if (batch.state !== 'draft') return err({ kind: 'batch_not_in_state', state: batch.state, needed: ['draft'] })
  // every task was checked against the settings when it was imported
  if (change.settings && batch.tasks > 0) return err({ kind: 'task_settings_fixed', tasks: batch.tasks })
  return ok('may_edit')
}

/** Instructions may be made clearer while people work: each version is kept, and a response keeps the version it was made under. */
export function writeInstructions(state: BatchState): Result<'may_write', BatchError> {
  if (state === 'closed') return err({ kind: 'batch_not_in_state', state, needed: ['draft', 'open', 'paused'] })
  return ok('may_write')
}

/** Asks for more responses per task of a published batch; what the difference costs is set aside like at publication. */
export function raiseRedundancy(batch: { state: BatchState; redundancy: number }, asked: number): Result<{ more: number }, BatchError> {
  if (batch.state !== 'open' && batch.state !== 'paused') {
    return err({ kind: 'batch_not_in_state', state: batch.state, needed: ['open', 'paused'] })
  }
  if (!Number.isInteger(asked) || asked <= batch.redundancy || asked > REDUNDANCY_MAX) {
    return err({ kind: 'redundancy_may_only_grow', redundancy: batch.redundancy, asked })
  }
  return ok({ more: asked - batch.redundancy })
}

/**
 * Asks for more responses for certain tasks of a published batch, beyond its redundancy. Nothing is asked for when there are more
 * such tasks by now than the person saw, and so would pay for.
 */
export function askForMore(batch: { state: BatchState }, of: { tasks: number; shown: number }): Result<'may_ask', BatchError> {
  if (batch.state !== 'open' && batch.state !== 'paused') {
    return err({ kind: 'batch_not_in_state', state: batch.state, needed: ['open', 'paused'] })
  }
  if (of.tasks === 0) return err({ kind: 'no_task_to_ask_about' })
  if (of.tasks > of.shown) return err({ kind: 'selection_has_grown', shown: of.shown, tasks: of.tasks })
  return ok('may_ask')
}

/** A person of the organisation may settle what a task is held to be from the publication on, also after the close. */
export function settleTask(state: BatchState): Result<'may_settle', BatchError> {
  if (state === 'draft') return err({ kind: 'batch_not_in_state', state, needed: ['open', 'paused', 'closed'] })
  return ok('may_settle')
}

/** May these tasks be added? To a draft without further ado; to a published batch with their money. */
export function addTasks(batch: { state: BatchState; tasks: number }, more: number): Result<{ reserves: boolean }, BatchError> {
  if (batch.state === 'closed') return err({ kind: 'batch_not_in_state', state: 'closed', needed: ['draft', 'open', 'paused'] })
  if (batch.tasks + more > TASKS_MAX) return err({ kind: 'too_many_tasks', tasks: batch.tasks + more, max: TASKS_MAX })
  return ok({ reserves: batch.state !== 'draft' })
}

/**
 * What a closed batch still owes and its escrow must keep: responses under review, tasks in somebody's hands, and slots
 * that a late response may still take.
 */
export function owedAfterClose(of: { undecided: number; held: number; open: number; price: Micros; fee: Micros }): Micros {
  return BigInt(of.undecided + of.held + of.open) * (of.price + of.fee)
}

const IMPORT_STEPS = {
  check: ['uploaded'],
  load: ['checked'],
  cancel: ['uploaded', 'checking', 'checked', 'loading'],
} as const satisfies Record<string, readonly ImportState[]>

export function stepImport(state: ImportState, step: keyof typeof IMPORT_STEPS): Result<'may', BatchError> {
  const needed: readonly ImportState[] = IMPORT_STEPS[step]
  return needed.includes(state) ? ok('may') : err({ kind: 'import_not_in_state', state, needed })
}
