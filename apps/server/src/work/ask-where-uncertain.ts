import { updateOneCoin, type WorkerEstimate } from '@canut/aggregation'
import { needsAnother } from '@canut/domain'
import type { Tx } from '../platform/db/database.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { reopenSlots } from './dispatch.store.ts'
import { findRule, listFullTasks, raiseUncertain, readEstimates, saveLook, type LookedAt, type RuleInForce } from './stop-rule.store.ts'

/**
 * The stop rule: of these tasks of a batch, those that have all the responses they asked for are looked at, and where the
 * answer is not sure enough one more is asked for. At most six statements whatever the number of tasks, each by key; nothing
 * for a batch whose number of responses is fixed. The caller holds the lock of the batch's dispatch, so that looks follow
 * each other.
 *
 * @returns how many tasks were full and now want one more.
 */
export async function askWhereUncertain(tx: Tx, batchId: string, numbers: readonly number[]): Promise<number> {
  const rule = await findRule(tx, batchId)
  // a late response to a closed batch changes nothing: no more is asked for, and the money went back
  if (rule === null || rule.state === 'closed') return 0
  const tasks = await listFullTasks(tx, batchId, numbers)
  if (tasks.length === 0) return 0

  const workers = new Set(tasks.flatMap(({ labels, credits }) => [...Object.keys(labels), ...Object.keys(credits)]))
  const looked = look(rule, tasks, await readEstimates(tx, batchId, [...workers]))
  await saveLook(tx, batchId, looked)
  await reopenSlots(tx, batchId, looked.uncertain)
  return looked.uncertain.length
}

function look(rule: RuleInForce, tasks: Awaited<ReturnType<typeof listFullTasks>>, known: Map<string, WorkerEstimate>): LookedAt {
  const setup = getTaskSetup(rule.task_type, rule.settings)
  if (setup.categories === null) throw new Error(`a ${rule.task_type} batch has a stop rule without categories`)
  const estimates = new Map(known)
  const looked: LookedAt['tasks'][number][] = []
  const uncertain: number[] = []
  for (const { number, submitted, truth, labels, credits } of tasks) {
    const updated = updateOneCoin(
      {
        responses: new Map(Object.entries(labels)),
        credits: new Map(Object.entries(credits)),
        estimates,
        truth: truth === null ? undefined : (setup.truthLabel(truth) ?? undefined),
      },
      { classes: setup.categories },
    )
    for (const [worker, estimate] of updated.estimates) estimates.set(worker, estimate)
    const { confidence } = updated.posterior
    looked.push({ number, confidence, credits: updated.credits })
    if (needsAnother({ submitted, minimum: rule.minimum, maximum: rule.redundancy, confidence, threshold: rule.threshold }))
      uncertain.push(number)
  }
  return { estimates, tasks: looked, uncertain }
}

/**
 * After a batch may ask for more: opens, among the next tasks after a number, those that ended uncertain. The caller holds the
 * lock of the batch's dispatch.
 *
 * @returns the last number that was looked at, null when none was left; and how many tasks were opened.
 */
export async function reopenUncertain(
  tx: Tx,
  batchId: string,
  after: number,
  limit: number,
): Promise<{ last: number | null; undone: number }> {
  const { last, raised } = await raiseUncertain(tx, batchId, after, limit)
  await reopenSlots(tx, batchId, raised)
  return { last, undone: raised.length }
}
