import type { ApprovalView, ReviewedAssignmentView } from '@canut/contract'
import { publicId } from '../platform/ids.ts'
import type { ApprovalRow } from './approvals.store.ts'
import type { Approved } from './approve-assignments.ts'
import type { ReviewedRow } from './board.store.ts'

export function viewOfApproval(row: ApprovalRow, currency: string): ApprovalView {
  return {
    id: publicId('apv', row.id),
    state: row.finished_at === null ? 'running' : 'done',
    waiting: Number(row.waiting),
    examined: Number(row.examined),
    approved: Number(row.approved),
    paid: { micros: row.paid_micros.toString(), currency },
    fees: { micros: row.fee_micros.toString(), currency },
  }
}

/** Of responses that were given by id. */
export function viewOfApproved(asked: number, approved: Approved, currency: string): ApprovalView {
  return {
    id: null,
    state: 'done',
    waiting: asked,
    examined: asked,
    approved: approved.ids.length,
    paid: { micros: approved.paid.toString(), currency },
    fees: { micros: approved.fees.toString(), currency },
  }
}

export function viewOfReviewed(row: ReviewedRow, currency: string): ReviewedAssignmentView {
  const { reason, instruction_line: instructionLine, explanation } = row
  return {
    assignmentId: publicId('asg', row.id),
    taskNumber: row.number,
    payload: row.payload,
    truth: row.truth,
    worker: row.pseudonym,
    state: row.state,
    response: row.body,
    label: row.label,
    workMs: row.work_ms,
    submittedAt: row.submitted_at.toISOString(),
    reviewClosesAt: row.review_closes_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decision: row.decision,
    price: { micros: row.price_micros.toString(), currency },
    instructionsVersion: row.instructions_version,
    surplus: row.surplus,
    rejection: reason === null || instructionLine === null || explanation === null ? null : { reason, instructionLine, explanation },
  }
}
