import type { BatchRow } from '../batches/index.ts'
import { getTaskSetup } from '../task-types/index.ts'

type Settled = Pick<BatchRow, 'task_type' | 'settings' | 'aggregation_method'>

/** The methods that the batch's task type offers; none where responses are never made one, as in a survey. */
export function methodsOf({ task_type, settings }: Settled): readonly string[] {
  return getTaskSetup(task_type, settings).consolidation?.methods ?? []
}

/** The method by which the batch wants its responses made one: the one it names, while its type offers it, else the first. */
export function methodOf(batch: Settled): string | null {
  const methods = methodsOf(batch)
  return methods.find((name) => name === batch.aggregation_method) ?? methods[0] ?? null
}
