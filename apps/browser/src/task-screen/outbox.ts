import type { DeviceStore, Fields, OutboxItem } from './device-store.ts'
import { fetchInTime } from './fetch-in-time.ts'
import { encode } from './form-fields.ts'
import { sendByTus, sendFiles, type SendFile } from './send-files.ts'
import { LOCAL_FILE } from '@canut/elements/file-events'

export type SendState = 'idle' | 'sending' | 'offline' | 'signed_out'

export interface OutboxEvents {
  onState(state: SendState): void
  /** how much of a file that takes a while has arrived */
  onProgress(percent: number): void
  /** the server has it, and may have a sentence to say about it */
  onKept(assignment: string, sentence: string | null): void
  /** the server says what is wrong with it; it is not sent again by itself */
  onRefused(assignment: string, fields: Fields, sentence: string): void
}

export interface Outbox {
  add(assignment: string, fields: Fields): Promise<void>
  /** sends what waits, oldest first; safe to call at any time */
  flush(): Promise<void>
  readonly state: SendState
}

const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000]

/**
 * Sends responses in the order they were made. The server takes a repeated submission as the same one, so whatever is
 * not acknowledged is simply sent again: after a lost answer, a restart of the browser, an ended session.
 */
export function createOutbox(store: DeviceStore, events: OutboxEvents, sendFile: SendFile = sendByTus): Outbox {
  let state: SendState = 'idle'
  let running: Promise<void> | null = null
  let asked = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | null = null

  const setState = (next: SendState) => {
    state = next
    events.onState(next)
  }

  function retryLater(): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void outbox.flush(), RETRY_MS[Math.min(failures, RETRY_MS.length - 1)])
    failures += 1
  }

  async function sendAll(): Promise<void> {
    for (let item = await store.oldest(); item !== null; item = await store.oldest()) {
      setState('sending')
      const outcome = await sendItem(store, sendFile, item, (percent) => events.onProgress(percent))
      if (outcome.kind === 'offline' || outcome.kind === 'signed_out') {
        setState(outcome.kind)
        if (outcome.kind === 'offline') retryLater()
        return
      }
      failures = 0
      if (outcome.kind === 'refused') await keepRefused(store, item)
      if (item.id !== undefined) await store.dequeue(item.id)
      if (outcome.kind === 'kept') {
        await forget(store, item)
        events.onKept(item.assignment, outcome.sentence)
      } else events.onRefused(item.assignment, item.fields, outcome.sentence)
    }
    setState('idle')
  }

  async function sendWhileAsked(): Promise<void> {
    while (asked) {
      asked = false
      await sendAll()
    }
  }

  const outbox: Outbox = {
    get state() {
      return state
    },
    async add(assignment, fields) {
      await store.enqueue({ assignment, fields })
    },
    flush() {
      // what is added while the last look into the box is under way would otherwise wait for the next call
      asked = true
      running ??= sendWhileAsked().finally(() => {
        running = null
      })
      return running
    },
  }
  return outbox
}

type Outcome =
  | { readonly kind: 'kept'; readonly sentence: string | null }
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'refused'; readonly sentence: string }

/** The files first, then the response that names them. */
async function sendItem(
  store: DeviceStore,
  sendFile: SendFile,
  { assignment, fields, worker }: OutboxItem,
  onProgress: (percent: number) => void,
): Promise<Outcome> {
  const files = await sendFiles(store, sendFile, { assignment, fields, onProgress })
  if (files.kind !== 'sent') return files
  const answer = await post(assignment, files.fields)
  if (answer === null || answer.status >= 500 || answer.status === 429) return { kind: 'offline' }
  // a task that is no longer one's own: another tab of the browser has signed somebody else in
  if (answer.status === 401 || (answer.status === 403 && worker !== undefined)) return { kind: 'signed_out' }
  const said = (await answer.json().catch(() => null)) as { detail?: string; sentence?: string } | null
  if (answer.ok) return { kind: 'kept', sentence: said?.sentence ?? null }
  return { kind: 'refused', sentence: said?.detail ?? `HTTP ${answer.status}` }
}

/** The server has it: what the device kept of it is not needed any more. */
async function forget(store: DeviceStore, { assignment, fields }: OutboxItem): Promise<void> {
  await store.dropDraft(assignment)
  for (const key of fields.flatMap(([, value]) => value.match(LOCAL_FILE) ?? [])) await store.dropFile(key)
}

/** What the server refuses is written again as a draft, before it leaves the box: wherever the task is opened next, it is there. */
async function keepRefused(store: DeviceStore, { assignment, fields }: OutboxItem): Promise<void> {
  const version = (await store.findDraft(assignment))?.version ?? 0
  if (isResponse(fields)) await store.saveDraft(assignment, { fields, version })
}

/** Not a skip or a report: nothing was written in those that a task could show again. */
export function isResponse(fields: Fields): boolean {
  return fields.every(([name, value]) => name !== 'do' || value === 'submit')
}

/** null when there was no answer. */
async function post(assignment: string, fields: Fields): Promise<Response | null> {
  try {
    return await fetchInTime(`/work/tasks/${assignment}`, { method: 'POST', body: encode(fields), headers: { accept: 'application/json' } })
  } catch {
    // a network that is away is no defect: the item stays in the outbox and is sent again
    return null
  }
}
