import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** The fields of a form, as they will be sent. */
export type Fields = [name: string, value: string][]

interface DeviceSchema extends DBSchema {
  drafts: { key: string; value: { assignment: string; fields: Fields; at: number } }
  outbox: { key: number; value: OutboxItem }
}

export interface OutboxItem {
  id?: number
  readonly assignment: string
  readonly fields: Fields
}

/** What the worker wrote, kept on the device until the server has it: it survives a crash, a lost line, an ended session. */
export interface DeviceStore {
  saveDraft(assignment: string, fields: Fields): Promise<void>
  findDraft(assignment: string): Promise<Fields | null>
  dropDraft(assignment: string): Promise<void>
  enqueue(item: OutboxItem): Promise<number>
  oldest(): Promise<OutboxItem | null>
  dequeue(id: number): Promise<void>
}

const DRAFTS_KEPT_MS = 14 * 24 * 3600 * 1000

export async function openDeviceStore(): Promise<DeviceStore> {
  const db: IDBPDatabase<DeviceSchema> = await openDB<DeviceSchema>('canut-work', 1, {
    upgrade(database) {
      database.createObjectStore('drafts', { keyPath: 'assignment' })
      database.createObjectStore('outbox', { keyPath: 'id', autoIncrement: true })
    },
  })
  for (const draft of await db.getAll('drafts')) if (draft.at < Date.now() - DRAFTS_KEPT_MS) await db.delete('drafts', draft.assignment)
  return {
    async saveDraft(assignment, fields) {
      await db.put('drafts', { assignment, fields, at: Date.now() })
    },
    async findDraft(assignment) {
      return (await db.get('drafts', assignment))?.fields ?? null
    },
    dropDraft: (assignment) => db.delete('drafts', assignment),
    enqueue: (item) => db.add('outbox', item),
    async oldest() {
      const cursor = await db.transaction('outbox').store.openCursor()
      return cursor === null ? null : cursor.value
    },
    dequeue: (id) => db.delete('outbox', id),
  }
}
