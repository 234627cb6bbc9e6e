import { err, joinSteps, ok, type BatchError, type Condition, type PassageError, type PassageRule, type Result } from '@canut/domain'
import { findBatch, type BatchRow } from '../batches/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup, type TaskSetup } from '../task-types/index.ts'
import { PASS_QUEUE } from './pass-tasks.ts'
import { findPassage, insertPassage, lockEdges, updatePassage, type Mapping, type PassageRow } from './passages.store.ts'
import { isFixed, sourcesOf, suggestMapping } from './readings.ts'

export interface PassageToCreate {
  readonly projectId: string
  readonly from: string
  readonly to: string
  /** `unit`: what the earlier task type can be taken by, unless told */
  readonly rule: Omit<PassageRule, 'unit'> & { readonly unit?: PassageRule['unit'] | undefined }
  /** suggested by the two task types unless told */
  readonly mapping?: Mapping | undefined
  readonly by: string
}

type Refused = PassageError | BatchError | { kind: 'not_found' }

/** Joins two batches of a project: what the earlier one brings becomes tasks of the later one from now on. */
export async function createPassage(services: Services, of: PassageToCreate): Promise<Result<PassageRow, Refused>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const edges = await lockEdges(tx, of.projectId)
    const [from, to] = [await findBatch(tx, of.from), await findBatch(tx, of.to)]
    if (from === null || to === null || from.project_id !== of.projectId) return err({ kind: 'not_found' })
    const allowed = joinSteps(edges, of, { from: from.project_id, to: to.project_id })
    if (!allowed.ok) return allowed
    if (to.state === 'closed') return err({ kind: 'batch_not_in_state', state: to.state, needed: ['draft', 'open', 'paused'] })
    const [earlier, next] = [setupOf(from), setupOf(to)]
    const rule = { ...of.rule, unit: of.rule.unit ?? unitOf(earlier) }
    const mapping = of.mapping ?? suggestMapping(earlier, next)
    const checked = checkPassage({ earlier, next }, rule, mapping)
    if (!checked.ok) return checked

    const id = newId(now.getTime())
    await insertPassage(tx, { id, projectId: of.projectId, from: of.from, to: of.to, rule, mapping, createdAt: now, createdBy: of.by })
    services.log.info({ passageId: id, from: of.from, to: of.to, by: of.by }, 'passage_created')
    return ok((await findPassage(tx, id)) as PassageRow)
  })
}

export interface PassageChange {
  readonly rule: Partial<{ readonly [K in keyof PassageRule]: PassageRule[K] | undefined }>
  readonly mapping?: Mapping | undefined
  readonly isOn?: boolean | undefined
  readonly by: string
}

/** From now on; what passed before stays, and what was left out is looked at again. */
export async function editPassage(services: Services, id: string, change: PassageChange): Promise<Result<PassageRow, Refused>> {
  return inTransaction(services.db, async (tx) => {
    const passage = await findPassage(tx, id)
    if (passage === null) return err({ kind: 'not_found' })
    const [from, to] = [await findBatch(tx, passage.from), await findBatch(tx, passage.to)]
    if (from === null || to === null) return err({ kind: 'not_found' })
    const rule = Object.fromEntries(
      Object.entries(passage.rule).map(([name, value]) => [name, change.rule[name as keyof PassageRule] ?? value]),
    ) as unknown as PassageRule
    // null is a value of its own here: no limit any more
    const whole = { ...rule, most: change.rule.most === undefined ? passage.rule.most : change.rule.most }
    const mapping = change.mapping ?? passage.mapping
    const checked = checkPassage({ earlier: setupOf(from), next: setupOf(to) }, whole, mapping)
    if (!checked.ok) return checked

    await updatePassage(tx, id, { rule: whole, mapping, isOn: change.isOn ?? passage.isOn, createdBy: change.by })
    services.log.info({ passageId: id, by: change.by }, 'passage_changed')
    return ok((await findPassage(tx, id)) as PassageRow)
  })
}

/** Has it looked through now rather than in a few seconds. */
export async function requestPassing(services: Services, passageId: string): Promise<void> {
  await services.jobs.send(services.db, PASS_QUEUE, { passageId })
}

const setupOf = (batch: BatchRow): TaskSetup => getTaskSetup(batch.task_type, batch.settings)

/** Responses that are never made one pass by themselves. */
export const unitOf = (earlier: TaskSetup): PassageRule['unit'] => (earlier.consolidation === null ? 'response' : 'result')

function checkPassage(
  { earlier, next }: { earlier: TaskSetup; next: TaskSetup },
  rule: PassageRule,
  mapping: Mapping,
): Result<'fits', PassageError> {
  if (rule.unit === 'result' && earlier.consolidation === null) return err({ kind: 'passage_unit_not_possible' })
  if (!conditionsOf(earlier, rule.unit).includes(rule.condition.kind))
    return err({ kind: 'passage_condition_not_possible', condition: rule.condition.kind })

  const columns = [...next.columns.required, ...next.columns.optional]
  const sources = new Set(sourcesOf(earlier))
  for (const [column, source] of Object.entries(mapping)) {
    if (!columns.includes(column) || column === next.columns.truth || !(isFixed(source) || sources.has(source)))
      return err({ kind: 'passage_source_unknown', column, source })
  }
  const missing = next.columns.required.filter((column) => mapping[column] === undefined)
  return missing.length > 0 ? err({ kind: 'passage_columns_missing', columns: missing }) : ok('fits')
}

/** The conditions that can be asked of such answers: a confidence is known of results only, `ok` only where it is answered. */
export function conditionsOf(earlier: TaskSetup, unit: PassageRule['unit']): Condition['kind'][] {
  const members = earlier.responseSchema['properties']
  const hasOk = typeof members === 'object' && members !== null && 'ok' in members
  return [
    'all',
    ...(unit === 'result' ? (['below', 'at_least'] as const) : []),
    ...(hasOk ? (['not_ok'] as const) : []),
    ...(earlier.categories === null ? [] : (['label'] as const)),
  ]
}
