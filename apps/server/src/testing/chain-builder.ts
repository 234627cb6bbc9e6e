import { columnsOfRule, createBatch, publishBatch } from '../batches/index.ts'
import { createPassage, passDue } from '../chains/index.ts'
import { recordDeposit } from '../ledger/index.ts'
import type { BuiltBatch } from './batch-builder.ts'
import type { TestApp } from './test-app.ts'

export interface StepToBuild {
  readonly taskType: string
  readonly settings: unknown
  readonly redundancy: number
  /** column of the step → where its value comes from */
  readonly mapping: Readonly<Record<string, string>>
}

/** A published step of which each response that is there becomes a task. */
export async function aStepAfter(canut: TestApp, before: BuiltBatch, of: StepToBuild): Promise<string> {
  const { projectId, organisationId, ownerId: by } = before
  const created = await createBatch(canut.services, {
    projectId,
    taskType: of.taskType,
    terms: {
      name: 'Next step',
      settings: of.settings,
      redundancy: of.redundancy,
      ...columnsOfRule({ kind: 'fixed' }),
      max_per_worker: null,
      price_micros: 10_000n,
      currency: 'EUR',
      estimate_seconds: 10,
      review_days: 3,
      priority: 3,
    },
    instructions: 'Look again.',
    by,
  })
  if (!created.ok) throw new Error(created.error.kind)
  const to = created.value.id
  const rule = { unit: 'response', moment: 'submitted', condition: { kind: 'all' }, samplePercent: 100, most: null } as const
  const passage = await createPassage(canut.services, { projectId, from: before.id, to, by, rule, mapping: of.mapping })
  if (!passage.ok) throw new Error(JSON.stringify(passage.error))
  await passDue(canut.services)
  await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount: 10_000_000n, reference: to, by })
  const published = await publishBatch(canut.services, { batchId: to, by })
  if (!published.ok) throw new Error(JSON.stringify(published.error))
  return to
}
