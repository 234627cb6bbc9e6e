import type { DeviceStore } from './device-store.ts'
import { createOutbox } from './outbox.ts'

type Strings = Readonly<Record<'sending' | 'sent' | 'offline' | 'signIn' | 'failed' | 'open', string>>

/**
 * On the pages around the task screen: sends what an earlier visit could not, and says what becomes of it. Where nothing waits
 * on the device, nothing is shown.
 */
export async function sendWaiting(place: HTMLElement, store: DeviceStore): Promise<void> {
  if ((await store.oldest()) === null) return
  const strings = JSON.parse(place.dataset['strings'] ?? '{}') as Strings
  const status = place.querySelector('[role="status"]')
  const say = (text: string) => {
    if (status !== null) status.textContent = text
  }
  let refused = 0
  const outbox = createOutbox(store, {
    onState(state) {
      if (state === 'sending') say(strings.sending)
      else if (state === 'offline') say(strings.offline)
      else if (state === 'signed_out') say(strings.signIn)
      else say(refused === 0 ? strings.sent : '')
    },
    onProgress: (percent) => say(`${strings.sending} ${percent} %`),
    onKept: () => undefined,
    onRefused(assignment, _fields, sentence) {
      refused += 1
      place.append(lineOf(`${strings.failed} ${sentence}`, `/work/tasks/${assignment}`, strings.open))
    },
  })
  place.hidden = false
  addEventListener('online', () => void outbox.flush())
  await outbox.flush()
}

function lineOf(text: string, href: string, label: string): HTMLElement {
  const line = document.createElement('p')
  const link = document.createElement('a')
  link.href = href
  link.textContent = label
  line.setAttribute('role', 'alert')
  line.append(`${text} `, link)
  return line
}
