import { createDraftKeeper } from './drafts.ts'
import type { DeviceStore, Fields } from './device-store.ts'
import { fieldsOf, fillForm } from './form-fields.ts'
import { createHelp } from './help-dialog.ts'
import { focusKind, loadKeys, meaningOf, type Command } from './keys.ts'
import { keepLeases, releaseOnLeave } from './leases.ts'
import { createOutbox, type SendState } from './outbox.ts'
import { createRate } from './rate.ts'
import { createSignIn } from './sign-in-dialog.ts'
import { createTaskQueue, parseForm } from './task-queue.ts'

type StatusName = 'ready' | 'draft' | 'sending' | 'sent' | 'offline' | 'signIn' | 'failed' | 'newer'
type Undoable = { assignment: string; skipped: boolean }

const UNDO_MAX = 10

/** Makes the forms of the task screen fast: the next task is there at once, and what was done is sent behind it. */
export function startTaskScreen(work: HTMLElement, firstForm: HTMLFormElement, store: DeviceStore): void {
  const batch = work.dataset['batch'] ?? ''
  const strings = JSON.parse(work.dataset['strings'] ?? '{}') as Readonly<Record<StatusName, string>>
  const rate = createRate(work, document.getElementById('rate'))
  const done: Undoable[] = []
  let form = firstForm
  let shownAt = performance.now()
  let busy = false

  const signIn = createSignIn(element('sign-in'), () => void outbox.flush().then(() => queue.fill(currentId())))
  const fetchPage = async (url: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(url, init).catch(() => new Response(null, { status: 503 }))
    if (answer.status === 401) signIn.open()
    return answer
  }
  const queue = createTaskQueue(batch, fetchPage)
  const outbox = createOutbox(store, { onState: showState, onKept: () => say('sent'), onRefused: bringBack })
  const drafts = createDraftKeeper(store, fetchPage, {
    onDevice: () => say('draft'),
    onServer: () => say('ready'),
    onNewer: (assignment) => void reopen(assignment).then(() => say('newer')),
  })
  const help = createHelp(element('help'), loadKeys(localStorage))
  const reportDialog = element('report')

  const currentId = () => form.dataset['assignment'] ?? null

  function say(name: StatusName, more = ''): void {
    const status = form.querySelector('.task-status')
    if (status !== null) status.textContent = `${strings[name]}${more === '' ? '' : ` ${more}`}`
  }

  function showState(state: SendState): void {
    if (state === 'offline') say('offline')
    if (state === 'signed_out') {
      say('signIn')
      signIn.open()
    }
  }

  async function mount(next: HTMLFormElement): Promise<void> {
    drafts.stop()
    form.replaceWith(next)
    form = next
    shownAt = performance.now()
    const first = next.querySelector<HTMLElement>('input[type="text"], textarea, input[type="number"], input[type="date"]')
    ;(first ?? next.querySelector<HTMLElement>('.task-area'))?.focus({ preventScroll: true })
    const assignment = currentId()
    const kept = assignment === null ? null : await store.findDraft(assignment)
    if (kept !== null && form === next) {
      fillForm(next, kept)
      say('draft')
    }
    void queue.fill(assignment)
  }

  async function showNext(): Promise<void> {
    let task = queue.take()
    if (task === null) {
      await outbox.flush()
      await queue.fill(null)
      task = queue.take()
    }
    if (task === null) {
      // the page of the batch says why there is nothing, and offers to tell when there is
      location.assign(`/work/${batch}`)
      return
    }
    await mount(task.form)
  }

  /** Hands over to the outbox and goes on at once; the device has it before the screen changes. */
  async function send(fields: Fields, undo: boolean, skipped: boolean): Promise<void> {
    const assignment = currentId()
    if (assignment === null || busy) return
    busy = true
    try {
      drafts.stop()
      await outbox.add(assignment, fields)
      if (undo) done.push({ assignment, skipped })
      if (done.length > UNDO_MAX) done.shift()
      const sending = outbox.flush()
      await showNext()
      void sending
    } finally {
      busy = false
    }
  }

  async function submit(): Promise<void> {
    if (!form.reportValidity()) return
    const workMs = Math.round(performance.now() - shownAt)
    const changing = form.dataset['state'] === 'submitted'
    if (!changing) rate.add(workMs)
    await send(
      [...fieldsOf(form), ['do', 'submit'], ['workMs', String(workMs)], ...(changing ? ([['change', 'yes']] as Fields) : [])],
      true,
      false,
    )
  }

  /** The server refused it: the task comes back with the sentence that says why. */
  function bringBack(assignment: string, fields: Fields, sentence: string): void {
    if (fields.some(([name, value]) => name === 'do' && value !== 'submit')) return
    void reopen(assignment, fields).then(() => say('failed', sentence))
  }

  async function reopen(assignment: string, fields?: Fields): Promise<void> {
    const answer = await fetchPage(`/work/tasks/${assignment}`, { method: 'GET', headers: { accept: 'application/json' } })
    if (!answer.ok) return
    const again = parseForm(((await answer.json()) as { html: string }).html)
    if (again === null) return
    const current = currentId()
    if (current !== null && current !== assignment) queue.putFirst({ assignment: current, form })
    if (fields !== undefined) fillForm(again, fields)
    await mount(again)
  }

  async function undo(): Promise<void> {
    const last = done.at(-1)
    if (last === undefined || busy) return
    await outbox.flush()
    if (outbox.state !== 'idle') return
    done.pop()
    if (last.skipped)
      await fetchPage(`/api/v1/assignments/${last.assignment}/resume`, { method: 'POST', headers: { accept: 'application/json' } })
    await reopen(last.assignment)
  }

  function run(command: Command): void {
    if (command === 'submit') void submit()
    else if (command === 'undo') void undo()
    else if (command === 'report') openReport()
    else void send([['do', 'skip']], true, true)
  }

  function openReport(): void {
    if (form.dataset['state'] === 'leased' && !reportDialog.open) reportDialog.showModal()
  }

  work.addEventListener('submit', (event) => {
    const target = event.target
    if (!(target instanceof HTMLFormElement)) return
    if (target === form) {
      event.preventDefault()
      const { submitter } = event
      run(submitter instanceof HTMLButtonElement && submitter.value === 'skip' ? 'skip' : 'submit')
    } else if (reportDialog.contains(target)) {
      event.preventDefault()
      const fields: Fields = [...new FormData(target)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
      reportDialog.close()
      target.reset()
      void send(fields, false, false)
    }
  })
  work.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('[data-do="report"], [data-close]') : null
    if (target === null) return
    event.preventDefault()
    if (target.matches('[data-close]')) reportDialog.close()
    else openReport()
  })
  work.addEventListener('input', (event) => {
    if (event.target instanceof Node && form.contains(event.target)) drafts.touch(form)
  })
  addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') !== null || event.repeat || event.isComposing) return
    const meaning = meaningOf(event, focusKind(document.activeElement), help.keys)
    if (meaning === null) return
    event.preventDefault()
    if (meaning.kind === 'command') run(meaning.command)
    else if (meaning.kind === 'help') help.open()
    else if (meaning.kind === 'leave') form.querySelector<HTMLElement>('.task-area')?.focus()
    else if (meaning.kind === 'choice') choose(form, meaning.key)
    else move(form, meaning.by)
  })
  closeGuideOutside(work)
  addEventListener('online', () => void outbox.flush().then(() => queue.fill(currentId())))
  keepLeases(() => [form, ...queue.waiting.map(({ form: waiting }) => waiting)], fetchPage)
  releaseOnLeave(() => queue.waiting)

  void outbox.flush().then(() => mount(form))
}

/** The instructions lie over the task: Escape, a click beside them or the first answer puts them away. */
function closeGuideOutside(work: HTMLElement): void {
  const guide = work.querySelector<HTMLDetailsElement>('.task-guide')
  if (guide === null) return
  const close = () => {
    guide.open = false
  }
  work.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !guide.contains(event.target)) close()
  })
  work.addEventListener('input', close)
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })
}

/** Ticks the answer that carries this key. */
function choose(form: HTMLFormElement, key: string): void {
  form.querySelector<HTMLInputElement>(`input[data-key="${key}"]:not(:disabled)`)?.click()
}

/** Moves through the answers from anywhere on the page. */
function move(form: HTMLFormElement, by: 1 | -1): void {
  const inputs = [...form.querySelectorAll<HTMLInputElement>('.choices input:not(:disabled)')]
  if (inputs.length === 0) return
  const focused = inputs.findIndex((input) => input === document.activeElement)
  const from = focused === -1 ? inputs.findIndex((input) => input.checked) : focused
  const next = inputs[(from + by + inputs.length + (from === -1 && by === -1 ? 1 : 0)) % inputs.length]
  next?.focus()
  if (next?.type === 'radio') next.click()
}

function element(id: string): HTMLDialogElement {
  const found = document.getElementById(id)
  if (!(found instanceof HTMLDialogElement)) throw new Error(`the page has no dialog ${id}`)
  return found
}
