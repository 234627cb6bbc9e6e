import type { DeviceStore } from './device-store.ts'
import { encode, fieldsOf } from './form-fields.ts'
import type { Fetch } from './task-queue.ts'

const DEVICE_AFTER_MS = 250
const SERVER_AFTER_MS = 3000

export interface DraftEvents {
  onDevice(): void
  onServer(): void
  /** another tab or device saved a newer draft of this task */
  onNewer(assignment: string): void
}

export interface DraftKeeper {
  /** what was typed changed */
  touch(form: HTMLFormElement): void
  /** stops saving: the task was submitted or left */
  stop(): void
}

/** Saves what is being written: on the device almost at once, on the server every few seconds. */
export function createDraftKeeper(store: DeviceStore, fetchPage: Fetch, events: DraftEvents): DraftKeeper {
  let deviceTimer: ReturnType<typeof setTimeout> | undefined
  let serverTimer: ReturnType<typeof setTimeout> | undefined
  let isSaving = false
  /** what is being written; null once it was submitted or left: an answer to its last save is nothing to the next task */
  let current: HTMLFormElement | null = null

  async function saveOnServer(form: HTMLFormElement, assignment: string): Promise<void> {
    const body = encode([...fieldsOf(form), ['do', 'draft'], ['version', form.dataset['draftVersion'] ?? '0']])
    const answer = await fetchPage(`/work/tasks/${assignment}`, { method: 'POST', body, headers: { accept: 'application/json' } })
    if (!answer.ok) return
    const { saved, version } = (await answer.json()) as { saved: boolean; version: number }
    if (saved) form.dataset['draftVersion'] = String(version)
    if (current !== form) return
    if (saved) events.onServer()
    else events.onNewer(assignment)
  }

  function saveSoon(form: HTMLFormElement, assignment: string): void {
    serverTimer ??= setTimeout(() => {
      serverTimer = undefined
      // one that overtook the answer to the last would name an older version, and be taken for another tab's
      if (isSaving) return saveSoon(form, assignment)
      isSaving = true
      void saveOnServer(form, assignment).finally(() => {
        isSaving = false
      })
    }, SERVER_AFTER_MS)
  }

  return {
    touch(form) {
      const assignment = form.dataset['assignment']
      if (assignment === undefined) return
      current = form
      clearTimeout(deviceTimer)
      deviceTimer = setTimeout(() => void store.saveDraft(assignment, fieldsOf(form)).then(events.onDevice), DEVICE_AFTER_MS)
      saveSoon(form, assignment)
    },
    stop() {
      current = null
      clearTimeout(deviceTimer)
      clearTimeout(serverTimer)
      serverTimer = undefined
    },
  }
}
