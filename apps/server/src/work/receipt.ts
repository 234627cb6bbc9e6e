import { createHash } from 'node:crypto'

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
  const text = canonicalJson({ ...content, submittedAt: content.submittedAt.toISOString(), priceMicros: content.priceMicros.toString() })
  return createHash('sha256').update(text).digest()
}

export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
