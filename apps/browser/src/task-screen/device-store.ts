import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** The fields of a form, as they will be sent. */
export type Fields = [name: string, value: string][]

interface DeviceSchema extends DBSchema {
  drafts: { key: string; value: StoredDraft }
  outbox: { key: number; value: OutboxItem }
  files: { key: string; value: StoredFile; indexes: { at: number } }
}

/** What was written, and the version of the server's draft that it goes on from. */
export interface KeptDraft {
  readonly fields: Fields
  readonly version: number
}

/** Devices have drafts from before their version was kept. */
type StoredDraft = Pick<KeptDraft, 'fields'> & Partial<KeptDraft> & { readonly assignment: string; readonly at: number }

export interface OutboxItem {
  id?: number
  /** who did it: on a device that several people use, each sends only their own */
  readonly worker?: string
  readonly assignment: string
  readonly fields: Fields
}

/** A file that a response names by its key, until the server has both. */
export interface KeptFile {
  readonly key: string
  readonly blob: Blob
  readonly name: string
  readonly at: number
  readonly keepExif?: boolean
  /** where it is being sent to, once that has begun */
  readonly address?: string
  /** what the server calls it, once it is there */
  readonly id?: string
}

type FileInBytes = Omit<KeptFile, 'blob'> & { readonly bytes: ArrayBuffer; readonly type: string }
type StoredFile = KeptFile | FileInBytes

/** What the worker wrote, kept on the device until the server has it: it survives a crash, a lost line, an ended session. */
export interface DeviceStore {
  saveDraft(assignment: string, draft: KeptDraft): Promise<void>
  findDraft(assignment: string): Promise<KeptDraft | null>
  dropDraft(assignment: string): Promise<void>
  enqueue(item: OutboxItem): Promise<number>
  /** of what this worker did */
  oldest(): Promise<OutboxItem | null>
  dequeue(id: number): Promise<void>
  saveFile(file: KeptFile): Promise<void>
  findFile(key: string): Promise<KeptFile | null>
  dropFile(key: string): Promise<void>
}

const DRAFTS_KEPT_MS = 14 * 24 * 3600 * 1000

/** @param worker who is at the page: what somebody else did on this device stays for them. */
export async function openDeviceStore(worker: string): Promise<DeviceStore> {
  const db: IDBPDatabase<DeviceSchema> = await openDB<DeviceSchema>('canut-work', 2, {
    upgrade(database, before) {
      if (before < 1) {
        database.createObjectStore('drafts', { keyPath: 'assignment' })
        database.createObjectStore('outbox', { keyPath: 'id', autoIncrement: true })
      }
      database.createObjectStore('files', { keyPath: 'key' }).createIndex('at', 'at')
    },
  })
  for (const draft of await db.getAll('drafts')) if (draft.at < Date.now() - DRAFTS_KEPT_MS) await db.delete('drafts', draft.assignment)
  await forgetOldFiles(db)
  return {
    async saveDraft(assignment, { fields, version }) {
      await db.put('drafts', { assignment, fields, version, at: Date.now() })
    },
    async findDraft(assignment) {
      const draft = await db.get('drafts', assignment)
      return draft === undefined ? null : { fields: draft.fields, version: draft.version ?? 0 }
    },
    dropDraft: (assignment) => db.delete('drafts', assignment),
    enqueue: (item) => db.add('outbox', { ...item, worker }),
    async oldest() {
      let cursor = await db.transaction('outbox').store.openCursor()
      while (cursor !== null && (cursor.value.worker ?? worker) !== worker) cursor = await cursor.continue()
      return cursor === null ? null : cursor.value
    },
    dequeue: (id) => db.delete('outbox', id),
    async saveFile(file) {
      // a private window of Safari keeps bytes, but refuses a Blob; where there is no room, it refuses both
      await db.put('files', file).catch(async () => db.put('files', await inBytes(file)))
    },
    async findFile(key) {
      const file = await db.get('files', key)
      return file === undefined ? null : withBlob(file)
    },
    dropFile: (key) => db.delete('files', key),
  }
}

/** Of several attempts only one is sent. The others go with the drafts, but never what still waits to be sent. */
async function forgetOldFiles(db: IDBPDatabase<DeviceSchema>): Promise<void> {
  const old = await db.getAllKeysFromIndex('files', 'at', IDBKeyRange.upperBound(Date.now() - DRAFTS_KEPT_MS))
  if (old.length === 0) return
  const waiting = (await db.getAll('outbox')).flatMap(({ fields }) => fields.map(([, value]) => value)).join(' ')
  for (const key of old) if (!waiting.includes(key)) await db.delete('files', key)
}

async function inBytes({ blob, ...rest }: KeptFile): Promise<FileInBytes> {
  return { ...rest, bytes: await blob.arrayBuffer(), type: blob.type }
}

function withBlob(file: StoredFile): KeptFile {
  if ('blob' in file) return file
  const { bytes, type, ...rest } = file
  return { ...rest, blob: new Blob([bytes], { type }) }
}
