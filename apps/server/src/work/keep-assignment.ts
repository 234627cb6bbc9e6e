import {
  err,
  leaseSeconds,
  ok,
  renewLease,
  reviseResponse as mayRevise,
  type AssignmentError,
  type Result,
  type ReturnReason,
} from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { lockDispatch, readPlace } from './dispatch.store.ts'
import { askWhereUncertain } from './ask-where-uncertain.ts'
import { findPaidReport } from './broken-time.store.ts'
import { checkNamedFiles, withdrawPlaces } from '../work-files/index.ts'
import { getTaskSetup, type Issue } from '../task-types/index.ts'
import { receiptHash } from './receipt.ts'
import {
  countLaterResponses,
  extendLease,
  lockAssignments,
  replaceResponse,
  resumeLease,
  returnLease,
  saveDraftRow,
  type AssignmentRow,
  type Draft,
} from './responses.store.ts'
import { addToTally } from './tallies.store.ts'
import { longestWorkMs } from './work-time.ts'
import type { Tx } from '../platform/db/database.ts'

/** What a worker may do with one assignment besides submitting it. Each is one transaction that locks the assignment's row first. */
export interface Holder {
  readonly assignmentId: string
  readonly workerId: string
}

export type NotFound = { kind: 'not_found' }

export async function withAssignment<T, E>(
  services: Services,
  holder: Holder,
  work: (tx: Tx, assignment: AssignmentRow, now: Date) => Promise<Result<T, E>>,
): Promise<Result<T, E | NotFound>> {
  return inTransaction(services.db, async (tx) => {
    const [assignment] = await lockAssignments(tx, [{ id: holder.assignmentId, workerId: holder.workerId }])
    if (assignment === undefined) return err({ kind: 'not_found' })
    return work(tx, assignment, services.now())
  })
}

export async function renewAssignment(
  services: Services,
  holder: Holder,
): Promise<Result<{ leaseExpiresAt: Date }, AssignmentError | NotFound>> {
  return withAssignment<{ leaseExpiresAt: Date }, AssignmentError>(services, holder, async (tx, assignment, now) => {
    const parameters = await readParameters(tx)
    const renewed = renewLease(assignment, parameters)
    if (!renewed.ok) return renewed
    const leaseExpiresAt = await expiry(tx, assignment, now)
    await extendLease(tx, assignment.id, leaseExpiresAt)
    return ok({ leaseExpiresAt })
  })
}

/** Gives the task back, free and never counted. A second return of the same task says the same. */
export async function returnAssignment(
  services: Services,
  holder: Holder,
  reason: ReturnReason | null,
): Promise<Result<'returned', AssignmentError | NotFound>> {
  return withAssignment<'returned', AssignmentError>(services, holder, async (tx, assignment) => {
    if (assignment.state === 'returned') return ok('returned')
    const returned = await returnLease(tx, assignment, 'returned', reason)
    if (returned) return ok('returned')
    // a lapsed lease is back in play already: for the worker that is the same as a return
    if (assignment.state === 'lapsed') return ok('returned')
    return err({ kind: 'assignment_not_in_state', state: assignment.state, needed: ['leased'] })
  })
}

/** Lets a task go that was fetched ahead and never shown: as if its lease had lapsed. */
export async function releaseAssignment(services: Services, holder: Holder): Promise<Result<'released', AssignmentError | NotFound>> {
  return withAssignment<'released', AssignmentError>(services, holder, async (tx, assignment) => {
    await returnLease(tx, assignment, 'lapsed', null)
    return ok('released')
  })
}

/**
 * Takes a returned or lapsed task back, while nobody else has it: within the same limits as a new one. Not one whose time was paid as
 * that of a broken task: a response would pay it again.
 */
export async function resumeAssignment(
  services: Services,
  holder: Holder,
): Promise<Result<{ leaseExpiresAt: Date }, AssignmentError | NotFound>> {
  return withAssignment<{ leaseExpiresAt: Date }, AssignmentError>(services, holder, async (tx, assignment, now) => {
    if (assignment.state === 'leased') return ok({ leaseExpiresAt: assignment.lease_expires_at })
    if (assignment.state !== 'returned' && assignment.state !== 'lapsed') {
      return err({ kind: 'assignment_not_in_state', state: assignment.state, needed: ['returned', 'lapsed'] })
    }
    if ((await findPaidReport(tx, assignment.id)) !== null) return err({ kind: 'reported_broken', number: assignment.number })
    const notAvailable = err({ kind: 'task_not_available', number: assignment.number } as const)
    if (assignment.batch_state !== 'open') return notAvailable
    await lockDispatch(tx, assignment.batch_id)
    const { taken, held } = await readPlace(tx, assignment.batch_id, holder.workerId)
    if (taken >= (assignment.max_per_worker ?? Number.POSITIVE_INFINITY)) return notAvailable
    const { leasesHeldMax: max } = await readParameters(tx)
    if (held >= max) return err({ kind: 'too_many_leases_held', held, max })

    const leaseExpiresAt = await expiry(tx, assignment, now)
    return (await resumeLease(tx, assignment, leaseExpiresAt)) ? ok({ leaseExpiresAt }) : notAvailable
  })
}

async function expiry(tx: Tx, assignment: AssignmentRow, now: Date): Promise<Date> {
  const parameters = await readParameters(tx)
  return new Date(now.getTime() + leaseSeconds(assignment.estimate_seconds, parameters) * 1000)
}

/** `saved: false`: another tab or device saved a newer draft, which is returned; nothing was overwritten. */
export async function saveDraft(
  services: Services,
  holder: Holder,
  draft: { body: unknown; version: number },
): Promise<Result<{ saved: boolean; draft: Draft }, AssignmentError | NotFound>> {
  return withAssignment<{ saved: boolean; draft: Draft }, AssignmentError>(services, holder, async (tx, assignment, now) => {
    if (assignment.state === 'approved' || assignment.state === 'rejected') {
      return err({ kind: 'assignment_not_in_state', state: assignment.state, needed: ['leased', 'submitted'] })
    }
    return ok(await saveDraftRow(tx, assignment, draft.body, draft.version, now))
  })
}

/** Puts another response in the place of one of the worker's latest, until it is reviewed. The earlier one is kept. */
export async function reviseResponse(
  services: Services,
  holder: Holder,
  change: { response: unknown; workMs: number },
): Promise<
  Result<{ hash: string; submittedAt: Date }, AssignmentError | NotFound | { kind: 'response_not_valid'; issues: readonly Issue[] }>
> {
  return withAssignment<{ hash: string; submittedAt: Date }, AssignmentError | { kind: 'response_not_valid'; issues: readonly Issue[] }>(
    services,
    holder,
    async (tx, assignment, now) => {
      const parameters = await readParameters(tx)
      const submittedSince = assignment.submitted_at === null ? 0 : await countLaterResponses(tx, assignment, parameters.undoResponses)
      const may = mayRevise({ state: assignment.state, submittedSince }, parameters)
      if (!may.ok) return may
      const setup = getTaskSetup(assignment.task_type, assignment.settings)
      const alone = setup.check(change.response, assignment.payload)
      if (!alone.ok) return err({ kind: 'response_not_valid', issues: alone.error })
      const named = { assignmentId: assignment.id, setup, response: alone.value, payload: assignment.payload }
      const checked = (await checkNamedFiles(tx, [named], now)).get(assignment.id) ?? alone
      if (!checked.ok) return err({ kind: 'response_not_valid', issues: checked.error })

      const hash = receiptHash({
        assignmentId: assignment.id,
        batchId: assignment.batch_id,
        taskNumber: assignment.number,
        response: checked.value,
        submittedAt: now,
        priceMicros: assignment.price_micros,
        currency: assignment.currency,
        instructionsVersion: assignment.instructions_version,
      })
      const time = { addedMs: Math.max(0, Math.round(change.workMs)), longestMs: longestWorkMs(assignment.leased_at, now) }
      const next = { body: checked.value, label: setup.label(checked.value), receiptHash: hash, ...time }
      const workMs = await replaceResponse(tx, assignment, next, now)
      if (setup.files?.mayKeepExif === true) await withdrawPlaces(services, tx, assignment.id)
      const raised = await lookAgain(tx, assignment)
      await addToTally(tx, assignment.batch_id, { workMs, tasksDone: -raised }, Math.random())
      return ok({ hash: hash.toString('hex'), submittedAt: now })
    },
  )
}

/** Another label may leave the answer in doubt: then the task is not done after all. Returns 1 in that case, else 0. */
async function lookAgain(tx: Tx, { batch_id, number, stop_rule }: AssignmentRow): Promise<number> {
  if (stop_rule === 'fixed') return 0
  await lockDispatch(tx, batch_id)
  return askWhereUncertain(tx, batch_id, [number])
}
