import type { Fetch } from './task-queue.ts'

const CHECK_EVERY_MS = 15_000
const RENEW_BEFORE_MS = 60_000

/** Keeps the tasks that are on the screen or ready behind it from lapsing while the page is open. */
export function keepLeases(forms: () => readonly HTMLFormElement[], fetchPage: Fetch): void {
  setInterval(() => {
    for (const form of forms()) {
      const { assignment, expires, state } = form.dataset
      if (assignment === undefined || expires === undefined || state !== 'leased') continue
      if (new Date(expires).getTime() - Date.now() > RENEW_BEFORE_MS) continue
      void renew(form, assignment)
    }
  }, CHECK_EVERY_MS)

  async function renew(form: HTMLFormElement, assignment: string): Promise<void> {
    const answer = await fetchPage(`/api/v1/assignments/${assignment}/renew`, { method: 'POST', headers: { accept: 'application/json' } })
    if (answer.ok) form.dataset['expires'] = ((await answer.json()) as { leaseExpiresAt: string }).leaseExpiresAt
  }
}

/** Lets go of tasks that were fetched ahead and never shown, when the page is left. */
export function releaseOnLeave(waiting: () => readonly { assignment: string }[]): void {
  addEventListener('pagehide', () => {
    for (const { assignment } of waiting()) navigator.sendBeacon(`/work/tasks/${assignment}`, new URLSearchParams({ do: 'release' }))
  })
  addEventListener('pageshow', (event) => {
    // a page restored from memory holds tasks that were released when it was left
    if (event.persisted) location.reload()
  })
}
