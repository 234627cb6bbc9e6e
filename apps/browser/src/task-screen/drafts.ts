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
  /** of tasks that were left meanwhile nothing is said any more */
  let left = 0
  let isSending = false

  async function saveOnDevice(form: HTMLFormElement, assignment: string): Promise<void> {
    const before = left
    await store.saveDraft(assignment, fieldsOf(form))
    if (left === before) events.onDevice()
  }

  async function saveOnServer(form: HTMLFormElement, assignment: string): Promise<void> {
    const before = left
    isSending = true
    try {
      const answer = await send(form, assignment)
      if (answer === null) return
      if (answer.saved) form.dataset['draftVersion'] = String(answer.version)
      if (left !== before) return
      if (answer.saved) events.onServer()
      else events.onNewer(assignment)
    } finally {
      isSending = false
    }
  }

  /** null when there was no answer. */
  async function send(form: HTMLFormElement, assignment: string): Promise<{ saved: boolean; version: number } | null> {
    const body = encode([...fieldsOf(form), ['do', 'draft'], ['version', form.dataset['draftVersion'] ?? '0']])
    const answer = await fetchPage(`/work/tasks/${assignment}`, { method: 'POST', body, headers: { accept: 'application/json' } })
    return answer.ok ? ((await answer.json()) as { saved: boolean; version: number }) : null
  }

  /** One after the other: over a slow line a second one, of the same version as the first, would be taken for one from elsewhere. */
  function saveLater(form: HTMLFormElement, assignment: string): void {
    serverTimer ??= setTimeout(() => {
      serverTimer = undefined
      if (isSending) saveLater(form, assignment)
      else void saveOnServer(form, assignment)
    }, SERVER_AFTER_MS)
  }

  return {
    touch(form) {
      const assignment = form.dataset['assignment']
      if (assignment === undefined) return
      clearTimeout(deviceTimer)
      deviceTimer = setTimeout(() => void saveOnDevice(form, assignment), DEVICE_AFTER_MS)
      saveLater(form, assignment)
    },
    stop() {
      left += 1
      clearTimeout(deviceTimer)
      clearTimeout(serverTimer)
      serverTimer = undefined
    },
  }
}
