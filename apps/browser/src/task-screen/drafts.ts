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

  async function saveOnServer(form: HTMLFormElement, assignment: string): Promise<void> {
    const body = encode([...fieldsOf(form), ['do', 'draft'], ['version', form.dataset['draftVersion'] ?? '0']])
    const answer = await fetchPage(`/work/tasks/${assignment}`, { method: 'POST', body, headers: { accept: 'application/json' } })
    if (!answer.ok) return
    const { saved, version } = (await answer.json()) as { saved: boolean; version: number }
    if (saved) {
      form.dataset['draftVersion'] = String(version)
      events.onServer()
    } else events.onNewer(assignment)
  }

  return {
    touch(form) {
      const assignment = form.dataset['assignment']
      if (assignment === undefined) return
      clearTimeout(deviceTimer)
      deviceTimer = setTimeout(() => void store.saveDraft(assignment, fieldsOf(form)).then(events.onDevice), DEVICE_AFTER_MS)
      serverTimer ??= setTimeout(() => {
        serverTimer = undefined
        void saveOnServer(form, assignment)
      }, SERVER_AFTER_MS)
    },
    stop() {
      clearTimeout(deviceTimer)
      clearTimeout(serverTimer)
      serverTimer = undefined
    },
  }
}
