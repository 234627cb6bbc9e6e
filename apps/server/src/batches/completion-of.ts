import type { Services } from '../platform/services.ts'
import type { ProjectDisclosure } from '../projects/index.ts'
import { readCompletionEffect } from '../subscriptions/index.ts'
import { readParameters } from '../rules/index.ts'
import { expectedCostOf } from './batch-cost.ts'
import { EMPTY_BATCH, type BatchTyped } from './batch-form.ts'
import type { BatchRow } from './batches.store.ts'

type Effect = ReturnType<typeof readCompletionEffect>

/**
 * What the settings of a batch do to the day on which it may be finished. Under a stop rule, with as many responses as its
 * cost is expected from.
 */
export async function completionOfBatch(services: Services, batch: BatchRow, language: string | null): Effect {
  const expected = expectedCostOf(batch, await readParameters(services.db))
  return readCompletionEffect(services, {
    batchId: batch.id,
    organisationId: batch.organisation_id,
    projectId: batch.project_id,
    taskType: batch.task_type,
    language,
    tasks: batch.task_count,
    redundancy: expected?.responsesPerTask ?? batch.redundancy,
    estimateSeconds: batch.estimate_seconds,
    maxPerWorker: batch.max_per_worker,
    priority: batch.priority,
  })
}

/** The same of a form that may still hold anything: what is no number counts as the form's first value, and a stop rule as its most. */
export function completionOfForm(
  services: Services,
  { project, taskType }: { readonly project: ProjectDisclosure; readonly taskType: string },
  typed: BatchTyped,
  batch: BatchRow | null,
): Effect {
  const numberOf = (name: 'redundancy' | 'estimateSeconds' | 'priority', max: number) => {
    const value = /^\d{1,10}$/.test(typed[name].trim()) ? Number(typed[name]) : 0
    return value >= 1 && value <= max ? value : Number(EMPTY_BATCH[name])
  }
  return readCompletionEffect(services, {
    batchId: batch?.id ?? null,
    organisationId: project.organisationId,
    projectId: project.id,
    taskType,
    language: project.language,
    tasks: batch?.task_count ?? 0,
    redundancy: numberOf('redundancy', 99),
    estimateSeconds: numberOf('estimateSeconds', 86_400),
    maxPerWorker: /^[1-9]\d{0,8}$/.test(typed.maxPerWorker.trim()) ? Number(typed.maxPerWorker) : null,
    priority: numberOf('priority', 5),
  })
}
