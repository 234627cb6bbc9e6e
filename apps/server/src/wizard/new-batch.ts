import type { BatchError, Result, StopRuleError } from '@canut/domain'
import { ok } from '@canut/domain'
import type { Readable } from 'node:stream'
import { createBatch, type BatchRow, type BatchToCreate } from '../batches/index.ts'
import { streamImport, uploadImport } from '../imports/index.ts'
import type { Services } from '../platform/services.ts'

type NotCreated = Extract<Awaited<ReturnType<typeof createBatch>>, { ok: false }>['error']

export interface NewBatch extends BatchToCreate {
  /** pasted: they were read before, so each can become a task */
  readonly rows: string
}

export interface FileOfForm {
  readonly fileName: string
  readonly content: Readable
  readonly wasCut: () => boolean
}

/** A draft with the rows that were pasted as its first tasks. */
export async function createWithRows(services: Services, { rows, ...batch }: NewBatch): Promise<Result<BatchRow, NotCreated>> {
  const created = await createBatch(services, batch)
  if (!created.ok || rows.trim() === '') return created
  const imported = await streamImport(services, {
    batchId: created.value.id,
    source: whole(rows),
    bytesTotal: Buffer.byteLength(rows),
    fileName: 'rows',
    mode: 'load',
    onBadRows: 'skip',
    by: batch.by,
  })
  if (!imported.ok) throw new Error(`rows of a new batch were refused: ${imported.error.kind}`)
  return created
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

export interface WithFile {
  readonly batch: BatchRow
  readonly imported: Result<string, BatchError | StopRuleError | { kind: 'not_found' } | { kind: 'body_too_large'; maxBytes: number }>
}

/** A draft with a file that is stored while it arrives, and checked by a job. */
export async function createWithFile(services: Services, batch: BatchToCreate, file: FileOfForm): Promise<Result<WithFile, NotCreated>> {
  const created = await createBatch(services, batch)
  if (!created.ok) return created
  const imported = await uploadImport(services, {
    batchId: created.value.id,
    fileName: file.fileName.slice(0, 200),
    content: file.content,
    wasCut: file.wasCut,
    by: batch.by,
  })
  return ok({ batch: created.value, imported })
}
