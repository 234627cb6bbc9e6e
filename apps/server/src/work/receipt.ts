import { createHash } from 'node:crypto'
import { canonicalJson, type JsonValue } from '../platform/canonical-json.ts'

/** What a receipt vouches for; the worker keeps it, so that work cannot vanish. */
export interface ReceiptContent {
  readonly assignmentId: string
  readonly batchId: string
  readonly taskNumber: number
  readonly response: unknown
  readonly submittedAt: Date
  readonly priceMicros: bigint
  readonly currency: string
  /** version of the instructions that the worker was shown */
  readonly instructionsVersion: number
}

/** SHA-256 over the content as JSON with sorted keys: anybody who has the content can compute it again. */
export function receiptHash(content: ReceiptContent): Buffer {
  const text = canonicalJson({
    ...content,
    response: content.response as JsonValue,
    submittedAt: content.submittedAt.toISOString(),
    priceMicros: content.priceMicros.toString(),
  })
  return createHash('sha256').update(text).digest()
}
