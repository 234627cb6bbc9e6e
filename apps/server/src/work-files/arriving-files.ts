import type { Readable } from 'node:stream'
import { DataStore, ERRORS, Upload } from '@tus/server'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId, parsePublicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import type { WantedFiles } from '../task-types/index.ts'
import { fileName } from './file-ids.ts'
import { forgetFile, nameOf } from './receive-file.ts'
import { addPart, findWorkFile, insertWorkFile, type FileHolder, type WorkFileRow } from './work-files.store.ts'

interface Of {
  readonly holder: FileHolder
  readonly wanted: WantedFiles
  readonly most: number
}

/**
 * Files of one assignment while they arrive, as the tus protocol asks for them. Pieces lie in the file store of the instance
 * and what has arrived is a row, so that a process that stops, or another one that goes on, changes nothing. The condition
 * on that row is the lock: of two that send the same piece, one is told that it is there.
 */
export class ArrivingFiles extends DataStore {
  override extensions = ['creation', 'termination']
  readonly #services: Pick<Services, 'db' | 'files' | 'now'>
  readonly #of: Of

  constructor(services: Pick<Services, 'db' | 'files' | 'now'>, of: Of) {
    super()
    this.#services = services
    this.#of = of
  }

  override async create(upload: Upload): Promise<Upload> {
    const { db, now } = this.#services
    const file = {
      id: parsePublicId('fil', upload.id) ?? newId(),
      name: nameOf(upload.metadata?.['filename'] ?? ''),
      declaredBytes: upload.size ?? 0,
      keepExif: upload.metadata?.['keepExif'] === 'yes',
      now: now(),
    }
    if (file.declaredBytes <= 0) throw { status_code: 400, body: 'an empty file is no file\n' }
    if (!(await insertWorkFile(db, this.#of.holder, file, this.#of.most))) throw { status_code: 409, body: 'too many files\n' }
    return upload
  }

  override async write(content: Readable, id: string, start: number): Promise<number> {
    const { db, files, now } = this.#services
    const file = await this.#find(id)
    const storageKey = `work-files/${file.id}-parts/${start}-${newId()}`
    const bytes = await files.put(storageKey, content, 'application/octet-stream')
    const isTaken = bytes > 0 && (await inTransaction(db, (tx) => addPart(tx, file.id, { start, bytes, storageKey, now: now() })))
    if (isTaken) return start + bytes
    await files.remove(storageKey)
    if (bytes === 0) return start
    throw ERRORS.INVALID_OFFSET
  }

  override async getUpload(id: string): Promise<Upload> {
    const file = await this.#find(id)
    return new Upload({
      id: fileName(file.id),
      size: file.declaredBytes,
      offset: file.receivedBytes,
      creation_date: file.createdAt.toISOString(),
      metadata: { filename: file.name },
    })
  }

  override async remove(id: string): Promise<void> {
    await forgetFile(this.#services, (await this.#find(id)).id)
  }

  async #find(id: string): Promise<WorkFileRow> {
    const uuid = parsePublicId('fil', id)
    const file = uuid === null ? null : await findWorkFile(this.#services.db, uuid)
    if (file === null || file.assignmentId !== this.#of.holder.assignmentId) throw ERRORS.FILE_NOT_FOUND
    return file
  }
}
