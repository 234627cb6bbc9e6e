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
  /** the form whose drafts are kept now */
  let kept: HTMLFormElement | null = null

  const saveOnDevice = (form: HTMLFormElement, assignment: string) =>
    store.saveDraft(assignment, { fields: fieldsOf(form), version: versionOf(form) })

  async function saveOnServer(form: HTMLFormElement, assignment: string): Promise<void> {
    const body = encode([...fieldsOf(form), ['do', 'draft'], ['version', String(versionOf(form))]])
    const answer = await fetchPage(`/work/tasks/${assignment}`, { method: 'POST', body, headers: { accept: 'application/json' } })
    if (!answer.ok) return
    const { saved, version } = (await answer.json()) as { saved: boolean; version: number }
    // sent or left in the meantime: what the server says of the draft is about a task that is no longer here
    if (kept !== form) return
    if (saved) form.dataset['draftVersion'] = String(version)
    // also when it was not: what is not on the server must be here
    await saveOnDevice(form, assignment)
    if (saved) events.onServer()
    else events.onNewer(assignment)
  }

  return {
    touch(form) {
      const assignment = form.dataset['assignment']
      if (assignment === undefined) return
      kept = form
      clearTimeout(deviceTimer)
      deviceTimer = setTimeout(() => void saveOnDevice(form, assignment).then(events.onDevice), DEVICE_AFTER_MS)
      serverTimer ??= setTimeout(() => {
        serverTimer = undefined
        void saveOnServer(form, assignment)
      }, SERVER_AFTER_MS)
    },
    stop() {
      kept = null
      clearTimeout(deviceTimer)
      clearTimeout(serverTimer)
      serverTimer = undefined
    },
  }
}

/** The version of the server's draft that a form goes on from; 0 where there was none. */
export const versionOf = (form: HTMLFormElement): number => Number(form.dataset['draftVersion'] ?? 0)
