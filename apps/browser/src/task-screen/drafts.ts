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
  /** the form whose drafts are kept now: of one that was sent or left meanwhile nothing is said any more */
  let kept: HTMLFormElement | null = null
  let isSending = false

  const saveOnDevice = (form: HTMLFormElement, assignment: string) =>
    store.saveDraft(assignment, { fields: fieldsOf(form), version: versionOf(form) })

  async function saveOnServer(form: HTMLFormElement, assignment: string): Promise<void> {
    const answer = await send(form, assignment)
    if (answer === null) return
    if (answer.saved) form.dataset['draftVersion'] = String(answer.version)
    if (kept !== form) {
      if (answer.saved) await goOnFrom(assignment, answer.version)
      return
    }
    // also when it was not: what is not on the server must be here
    await saveOnDevice(form, assignment)
    if (answer.saved) events.onServer()
    else events.onNewer(assignment)
  }

  /** What the device kept of a task that was left goes on from this draft too: else it would be taken for older when the task is opened again. */
  async function goOnFrom(assignment: string, version: number): Promise<void> {
    const draft = await store.findDraft(assignment)
    if (draft !== null) await store.saveDraft(assignment, { ...draft, version })
  }

  /** null when there was no answer. */
  async function send(form: HTMLFormElement, assignment: string): Promise<{ saved: boolean; version: number } | null> {
    const body = encode([...fieldsOf(form), ['do', 'draft'], ['version', String(versionOf(form))]])
    const answer = await fetchPage(`/work/tasks/${assignment}`, { method: 'POST', body, headers: { accept: 'application/json' } })
    return answer.ok ? ((await answer.json()) as { saved: boolean; version: number }) : null
  }

  /** One after the other: over a slow line a second one, of the same version as the first, would be taken for one from elsewhere. */
  function saveLater(form: HTMLFormElement, assignment: string): void {
    serverTimer ??= setTimeout(() => {
      serverTimer = undefined
      if (isSending) return saveLater(form, assignment)
      isSending = true
      void saveOnServer(form, assignment).finally(() => {
        isSending = false
      })
    }, SERVER_AFTER_MS)
  }

  return {
    touch(form) {
      const assignment = form.dataset['assignment']
      if (assignment === undefined) return
      kept = form
      clearTimeout(deviceTimer)
      deviceTimer = setTimeout(() => {
        void saveOnDevice(form, assignment).then(() => {
          if (kept === form) events.onDevice()
        })
      }, DEVICE_AFTER_MS)
      saveLater(form, assignment)
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
