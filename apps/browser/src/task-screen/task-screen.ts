import { FILE_MADE, FILE_WANTED } from '@canut/elements/file-events'
import { isKeyed } from '@canut/elements/keyed-element'
import { createDraftKeeper, versionOf, type DraftKeeper } from './drafts.ts'
import type { DeviceStore, Fields, KeptDraft } from './device-store.ts'
import { fetchInTime } from './fetch-in-time.ts'
import { encode, fieldsOf, fillForm } from './form-fields.ts'
import { choose, closeGuideOutside, dialog, focusFirst, move } from './form-moves.ts'
import { createHelp } from './help-dialog.ts'
import { focusedElement, focusKind, loadKeys, meaningOf, type Command } from './keys.ts'
import { keepLeases, releaseOnLeave } from './leases.ts'
import { createOutbox, isResponse, type Outbox, type SendState } from './outbox.ts'
import { createRate, type SittingRate } from './rate.ts'
import { createSignIn } from './sign-in-dialog.ts'
import { createTaskQueue, parseForm, type Fetch, type TaskQueue } from './task-queue.ts'

type StatusName = 'ready' | 'draft' | 'sending' | 'sent' | 'offline' | 'signIn' | 'failed' | 'newer' | 'elsewhere' | 'stranded'

const UNDO_MAX = 10
/** more than can be on their way at once */
const SENT_MAX = 40

/** Makes the forms of the task screen fast: the next task is there at once, and what was done is sent behind it. */
export class TaskScreen {
  readonly #batch: string
  /** where tasks are brought from, when this batch was brought */
  readonly #next: string | null
  readonly #strings: Readonly<Record<StatusName, string>>
  readonly #store: DeviceStore
  readonly #rate: SittingRate
  readonly #signIn: { open(): void }
  readonly #queue: TaskQueue
  readonly #outbox: Outbox
  readonly #drafts: DraftKeeper
  readonly #reportDialog = dialog('report')
  /** the other windows of this browser: each says which task it has sent */
  readonly #windows = new BroadcastChannel('canut-sent')
  /** the last ones, for undo */
  readonly #done: { assignment: string; skipped: boolean }[] = []
  readonly #sent: string[] = []
  #form: HTMLFormElement
  #shownAt = performance.now()
  #busy = false
  /** everything that was fetched ahead is done, and not all of it is sent: the line is away, or the session has ended */
  #stranded = false
  /** what was written on this device when something newer came from another */
  #aside: Fields | null = null
  /** tasks that the server refused, on their way back to the screen */
  readonly #returning: Promise<void>[] = []

  constructor(work: HTMLElement, form: HTMLFormElement, store: DeviceStore) {
    this.#batch = work.dataset['batch'] ?? ''
    this.#next = work.dataset['next'] ?? null
    this.#strings = JSON.parse(work.dataset['strings'] ?? '{}') as Record<StatusName, string>
    this.#store = store
    this.#form = form
    this.#rate = createRate(work, document.getElementById('rate'), document.getElementById('rate-of'))
    const worker = work.dataset['worker']
    this.#signIn = createSignIn(dialog('sign-in'), {
      // what is on the screen is not theirs; it stays on the device for whom it belongs to
      onSignedIn: (person) => (person === worker ? void this.#catchUp() : location.assign('/work')),
      onDismissed: () => {
        if (this.#stranded) location.assign(`/work/${this.#batch}`)
      },
    })
    this.#queue = createTaskQueue(this.#batch, this.#fetch, () => this.#sent)
    this.#outbox = createOutbox(store, {
      onState: (state) => this.#showState(state),
      onProgress: (percent) => this.#say('sending', `${percent} %`),
      onKept: (assignment, sentence) => {
        this.#windows.postMessage(assignment)
        if (sentence === null) this.#say('sent')
        else this.#tell(sentence)
      },
      onRefused: (assignment, fields, sentence) => this.#bringBack(assignment, fields, sentence),
    })
    this.#drafts = createDraftKeeper(store, this.#fetch, {
      onDevice: () => this.#say('draft'),
      onServer: () => this.#say('ready'),
      onNewer: (assignment) => void this.#reopen(assignment),
    })
    this.#listen(work)
    keepLeases(() => [this.#form, ...this.#queue.waiting.map((task) => task.form)], this.#fetch)
    releaseOnLeave(() => this.#queue.waiting)
  }

  /** What an earlier visit could not send goes first. */
  async start(): Promise<void> {
    await this.#outbox.flush()
    await this.#mount(this.#form)
  }

  /** No answer counts as an answer that says so; an ended session opens the sign-in over the task. */
  readonly #fetch: Fetch = async (url, init): Promise<Response> => {
    const answer = await fetchInTime(url, init).catch(() => new Response(null, { status: 503 }))
    if (answer.status === 401) this.#signIn.open()
    return answer
  }

  #listen(work: HTMLElement): void {
    const help = createHelp(dialog('help'), loadKeys(localStorage))
    work.addEventListener('submit', (event) => this.#onSubmit(event))
    work.addEventListener('click', (event) => this.#onClick(event))
    work.addEventListener('input', (event) => {
      if (event.target instanceof Node && this.#form.contains(event.target)) this.#drafts.touch(this.#form)
    })
    addEventListener('keydown', (event) => {
      if (document.querySelector('dialog[open]') !== null || event.isComposing || event.defaultPrevented || this.#stranded) return
      if (this.#offerKey(event) || event.repeat) return
      const meaning = meaningOf(event, focusKind(focusedElement()), help.keys)
      if (meaning === null) return
      event.preventDefault()
      if (meaning.kind === 'command') this.#run(meaning.command)
      else if (meaning.kind === 'help') help.open()
      else if (meaning.kind === 'leave') this.#form.querySelector<HTMLElement>('.task-area')?.focus()
      else if (meaning.kind === 'choice') choose(this.#form, meaning.key)
      else move(this.#form, meaning.by)
    })
    work.addEventListener(FILE_MADE, ({ detail: { key, file, name, keepExif, keep } }) =>
      keep(this.#store.saveFile({ key, blob: file, name, keepExif, at: Date.now() })),
    )
    work.addEventListener(FILE_WANTED, ({ detail: { key, give } }) => give(this.#store.findFile(key).then((file) => file?.blob ?? null)))
    addEventListener('online', () => void this.#catchUp())
    this.#windows.addEventListener('message', ({ data }: MessageEvent<string>) => void this.#leaveToOther(data))
    closeGuideOutside(work)
  }

  /** The elements of the task come first: to them a key may mean something just now. */
  #offerKey(event: KeyboardEvent): boolean {
    const used = [...this.#form.elements].some((element) => isKeyed(element) && element.handleKey(event))
    if (used) event.preventDefault()
    return used
  }

  #onSubmit(event: SubmitEvent): void {
    const { target, submitter } = event
    if (!(target instanceof HTMLFormElement)) return
    if (target === this.#form) {
      event.preventDefault()
      this.#run(submitter instanceof HTMLButtonElement && submitter.value === 'skip' ? 'skip' : 'submit')
    } else if (this.#reportDialog.contains(target)) {
      event.preventDefault()
      const fields: Fields = [...new FormData(target)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
      this.#reportDialog.close()
      target.reset()
      void this.#send([...fields, ['workMs', String(this.#spentMs())]])
    }
  }

  #onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest('[data-do], [data-close]') : null
    if (target === null) return
    event.preventDefault()
    if (target.matches('[data-close]')) this.#reportDialog.close()
    else if (target.matches('[data-do="put-back"]')) this.#putBack()
    else this.#run(target.matches('[data-do="undo"]') ? 'undo' : 'report')
  }

  #run(command: Command): void {
    if (command === 'submit') void this.#submit()
    else if (command === 'skip') void this.#send([['do', 'skip']], { skipped: true })
    else if (command === 'undo') void this.#undo()
    else if (this.#form.dataset['state'] === 'leased' && !this.#reportDialog.open) this.#openReport()
  }

  /** What the time on the task is paid may have changed since the page was made; without a line, what it said then stays. */
  #openReport(): void {
    this.#reportDialog.showModal()
    const [assignment, place] = [this.#currentId(), this.#reportDialog.querySelector('[data-report-pay]')]
    void this.#fetch(`/work/tasks/${assignment}/report`, { method: 'GET', headers: { accept: 'application/json' } }).then(
      async (answer) => {
        if (!answer.ok || place === null || this.#currentId() !== assignment) return
        place.textContent = ((await answer.json()) as { sentence: string }).sentence
      },
    )
  }

  /** since the task was shown */
  #spentMs(): number {
    return Math.round(performance.now() - this.#shownAt)
  }

  async #submit(): Promise<void> {
    if (this.#busy || !this.#form.reportValidity()) return
    const workMs = this.#spentMs()
    const changing = this.#form.dataset['state'] === 'submitted'
    if (!changing) this.#rate.add(workMs)
    const change: Fields = changing ? [['change', 'yes']] : []
    await this.#send([...fieldsOf(this.#form), ['do', 'submit'], ['workMs', String(workMs)], ...change], { skipped: false })
  }

  /** Hands over to the outbox and goes on at once; the device has it before the screen changes. */
  async #send(fields: Fields, undoable?: { skipped: boolean }): Promise<void> {
    const assignment = this.#currentId()
    if (assignment === null || this.#busy) return
    this.#busy = true
    try {
      this.#drafts.stop()
      await this.#outbox.add(assignment, fields)
      this.#sent.push(assignment)
      if (this.#sent.length > SENT_MAX) this.#sent.shift()
      if (undoable !== undefined) this.#done.push({ assignment, ...undoable })
      if (this.#done.length > UNDO_MAX) this.#done.shift()
      void this.#outbox.flush()
      await this.#showNext()
    } finally {
      this.#busy = false
    }
  }

  async #showNext(): Promise<void> {
    let task = this.#queue.take()
    if (task === null) {
      this.#returning.length = 0
      await this.#outbox.flush()
      // what was refused is on the screen again: there is something to do here
      if (this.#returning.length > 0) return void (await Promise.all(this.#returning))
      await this.#queue.refill()
      task = this.#queue.take()
    }
    this.#stranded = task === null && this.#outbox.state !== 'idle'
    if (task !== null) await this.#mount(task.form)
    else if (this.#stranded) this.#waitForLine()
    else this.#leave()
  }

  /** What is done is done, and safe: it stays in sight, and the next task comes with the line. */
  #waitForLine(): void {
    // all but the status, which screen readers would not say out of something inert
    for (const part of this.#form.querySelectorAll<HTMLElement>('.task-area, .task-actions > :not(.task-status)')) part.inert = true
    this.#showState(this.#outbox.state)
  }

  /** Without a next task, on to the batch that is brought next; else to the page of the batch, which says why. */
  #leave(): void {
    if (this.#next === null) {
      location.assign(`/work/${this.#batch}`)
      return
    }
    const form = document.createElement('form')
    form.method = 'post'
    form.action = this.#next
    document.body.append(form)
    form.submit()
  }

  async #mount(next: HTMLFormElement): Promise<void> {
    this.#putInPlace(next)
    // from here on the keys are about the new task, however soon they come
    this.#busy = false
    this.#shownAt = performance.now()
    this.#aside = null
    // for those without a keyboard, as soon as there is something to change
    this.#offer('undo', this.#done.length > 0)
    focusFirst(next)
    const assignment = this.#currentId()
    const untouched = encode(fieldsOf(next)).toString()
    const kept = assignment === null ? null : await this.#store.findDraft(assignment)
    const isUntouched = encode(fieldsOf(next)).toString() === untouched
    if (kept !== null && this.#form === next && isUntouched) this.#goOnFrom(kept, untouched)
    void this.#queue.fill(assignment)
  }

  /** The first form is in the page already: put there once more, its elements would begin anew and lose what was done meanwhile. */
  #putInPlace(next: HTMLFormElement): void {
    if (next === this.#form) return
    this.#drafts.stop()
    this.#form.replaceWith(next)
    this.#form = next
    // a player that was parsed ahead, in no document, has loaded nothing and would not begin by itself
    for (const player of next.querySelectorAll<HTMLMediaElement>('audio, video')) if (player.readyState === 0) player.load()
  }

  /** What the device kept of the task on the screen, unless the server has something newer from elsewhere: then that stands. */
  #goOnFrom({ fields, version }: KeptDraft, shown: string): void {
    if (version >= versionOf(this.#form)) {
      fillForm(this.#form, fields)
      this.#say('draft')
    } else if (encode(fields).toString() !== shown) {
      this.#aside = fields
      this.#offer('put-back', true)
      this.#say('newer')
    }
  }

  #putBack(): void {
    if (this.#aside === null) return
    fillForm(this.#form, this.#aside)
    this.#aside = null
    this.#offer('put-back', false)
    this.#drafts.touch(this.#form)
    focusFirst(this.#form)
  }

  /** The server refused it: the task comes back with the sentence that says why. */
  #bringBack(assignment: string, fields: Fields, sentence: string): void {
    if (!isResponse(fields)) return
    this.#returning.push(this.#reopen(assignment, fields).then(() => this.#say('failed', sentence)))
  }

  /** Of a task that is open in two windows the first response stands; what this one holds can only change it, and says so. */
  async #leaveToOther(assignment: string): Promise<void> {
    this.#queue.drop(assignment)
    if (assignment !== this.#currentId() || this.#busy || this.#form.dataset['state'] !== 'leased') return
    await this.#reopen(assignment, fieldsOf(this.#form))
    if (assignment === this.#currentId()) this.#say('elsewhere')
  }

  async #undo(): Promise<void> {
    const last = this.#done.at(-1)
    if (last === undefined || this.#busy) return
    await this.#outbox.flush()
    if (this.#outbox.state !== 'idle') return
    this.#done.pop()
    if (last.skipped)
      await this.#fetch(`/api/v1/assignments/${last.assignment}/resume`, { method: 'POST', headers: { accept: 'application/json' } })
    await this.#reopen(last.assignment)
  }

  /** Of the buttons that only the script can do something with. */
  #offer(name: 'undo' | 'put-back', isUseful: boolean): void {
    const button = this.#form.querySelector<HTMLElement>(`[data-do="${name}"]`)
    if (button !== null) button.hidden = !isUseful
  }

  async #reopen(assignment: string, fields?: Fields): Promise<void> {
    const answer = await this.#fetch(`/work/tasks/${assignment}`, { method: 'GET', headers: { accept: 'application/json' } })
    if (!answer.ok) return
    const again = parseForm(((await answer.json()) as { html: string }).html)
    if (again === null) return
    const current = this.#currentId()
    if (current !== null && current !== assignment) this.#queue.putFirst({ assignment: current, form: this.#form })
    await this.#mount(again)
    // only now: before they are in the page, our elements are no fields yet
    if (fields !== undefined && this.#form === again) fillForm(again, fields)
  }

  async #catchUp(): Promise<void> {
    await this.#outbox.flush()
    await this.#queue.fill(this.#currentId())
  }

  #currentId(): string | null {
    return this.#form.dataset['assignment'] ?? null
  }

  #say(name: StatusName, more = ''): void {
    this.#tell(`${this.#strings[name]}${more === '' ? '' : ` ${more}`}`)
  }

  #tell(text: string): void {
    const status = this.#form.querySelector('.task-status')
    if (status !== null) status.textContent = text
  }

  #showState(state: SendState): void {
    if (state === 'idle' && this.#stranded) {
      // before anything is sent again: whatever is, ends in this state, and would begin this anew without end
      this.#stranded = false
      void this.#showNext()
    }
    if (state === 'sending' && this.#stranded) this.#say('sending')
    if (state === 'offline') this.#say(this.#stranded ? 'stranded' : 'offline')
    if (state !== 'signed_out') return
    this.#say('signIn')
    this.#signIn.open()
  }
}
