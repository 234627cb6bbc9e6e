import { err, ok, type BatchError, type Result, type StopRuleError } from '@canut/domain'
import { editBatch, getBatch } from '../batches/index.ts'
import type { Services } from '../platform/services.ts'
import { findTaskType, type Issue } from '../task-types/index.ts'
import { compileConfig } from './compile-config.ts'
import type { ConfigProblem } from './read-xml.ts'

export type ConfigRefusal =
  | { readonly kind: 'config_not_valid'; readonly problems: readonly ConfigProblem[] }
  | { readonly kind: 'type_missing'; readonly found: string }
  | { readonly kind: 'other_type'; readonly found: string; readonly own: string }
  | { readonly kind: 'has_tasks' }
  | { readonly kind: 'settings_not_valid'; readonly issues: readonly Issue[] }

/**
 * Makes the settings of a draft batch from a labelling configuration of Label Studio.
 *
 * @returns which columns its files must have in the place of which members of `data`
 */
export async function applyConfig(
  services: Services,
  { batchId, by }: { readonly batchId: string; readonly by: string },
  xml: string,
): Promise<Result<Readonly<Record<string, string>>, ConfigRefusal | BatchError | StopRuleError | { kind: 'not_found' }>> {
  const compiled = compileConfig(xml)
  if (!compiled.ok) return err({ kind: 'config_not_valid', problems: compiled.error })
  const { taskType, settings, columns } = compiled.value
  const batch = await getBatch(services.db, batchId)
  if (findTaskType(taskType) === null) return err({ kind: 'type_missing', found: taskType })
  if (batch.task_type !== taskType) return err({ kind: 'other_type', found: taskType, own: batch.task_type })
  if (batch.task_count > 0) return err({ kind: 'has_tasks' })

  const edited = await editBatch(services, { batchId, by }, { settings })
  return edited.ok ? ok(columns) : edited
}
