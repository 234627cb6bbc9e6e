import type { DeviceStore, KeptDraft, KeptFile, OutboxItem } from './device-store.ts'

/** For browsers that keep nothing (some private windows): the page still works, and keeps things as long as it is open. */
export function memoryStore(worker: string): DeviceStore {
  const drafts = new Map<string, KeptDraft>()
  const outbox = new Map<number, OutboxItem>()
  const files = new Map<string, KeptFile>()
  let last = 0
  return {
    async saveDraft(assignment, draft) {
      drafts.set(assignment, draft)
    },
    async findDraft(assignment) {
      return drafts.get(assignment) ?? null
    },
    async dropDraft(assignment) {
      drafts.delete(assignment)
    },
    async enqueue(item) {
      last += 1
      outbox.set(last, { ...item, worker, id: last })
      return last
    },
    async oldest() {
      const [first] = outbox.values()
      return first ?? null
    },
    async dequeue(id) {
      outbox.delete(id)
    },
    async saveFile(file) {
      files.set(file.key, file)
    },
    async findFile(key) {
      return files.get(key) ?? null
    },
    async dropFile(key) {
      files.delete(key)
    },
  }
}
