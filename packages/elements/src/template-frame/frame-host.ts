import { crowdElementsReady, defineCrowdElements } from '../crowd/define-crowd.ts'
import { allIn } from '../crowd/all-in.ts'
import { askHandlers } from '../crowd/ask-handlers.ts'
import { entriesIn, restoreEntries, type Entry } from '../crowd/answer.ts'
import { handFilesTo, isFileField, judgeFiles } from '../crowd/chosen-files.ts'
import { CrowdForm } from '../crowd/crowd-form.ts'
import { isCrowdField, isCrowdToggle } from '../crowd/crowd-field.ts'
import { TroubleEvent } from '../crowd/crowd-element.ts'
import { setCrowdLanguage } from '../crowd/crowd.messages.ts'
import { CrowdEntityAnnotation } from '../crowd/entity-annotation.ts'
import { AnswerEvent, requireComplete, serialise, serialisePlain } from '../crowd/submission.ts'
import { sayInPage } from './say-in-page.ts'
import { withoutNetwork } from './without-network.ts'
import type { FromFrame, Open, Ready, ToFrame } from './frame-messages.ts'

const DRAFT_AFTER_MS = 300
/** A page that stops its own reading, by sending a form for example, is shown as far as it got. */
const BEGIN_AFTER_MS = 5000

/** Runs in the frame: waits for the page of the author, writes it in its own place, and carries its answer out. */
export function hostTemplate(): void {
  const secret = location.hash.slice(1)
  if (window.parent === window || secret === '') return
  addEventListener('message', function open(event: MessageEvent<unknown>) {
    const [port] = event.ports
    const message = event.data as Partial<Open> | null
    if (event.source !== window.parent || message?.canut !== secret || message.kind !== 'open' || port === undefined) return
    removeEventListener('message', open)
    new TemplateHost(port, message as Open).start()
  })
  const ready: Ready = { canut: secret, kind: 'ready' }
  window.parent.postMessage(ready, '*')
}

class TemplateHost {
  readonly #port: MessagePort
  readonly #open: Open
  #draftTimer: ReturnType<typeof setTimeout> | undefined
  /** whether an answer of a page without a crowd-form is out */
  #sent = false
  #begun = false

  constructor(port: MessagePort, open: Open) {
    this.#port = port
    this.#open = open
  }

  start(): void {
    setCrowdLanguage(this.#open.language)
    defineCrowdElements()
    withoutNetwork()
    this.#replaceSubmit()
    handFilesTo((file, key) => this.#say({ kind: 'file', key, file }))
    this.#port.addEventListener('message', (event: MessageEvent<ToFrame>) => this.#hear(event.data))
    this.#port.start()
    // takes all listeners away, those of this script as well
    document.open()
    this.#listen()
    sayInPage()
    // nothing else runs the scripts of a page in the order of the page
    const page: { write(html: string): void } = document
    page.write(this.#open.page)
    document.close()
  }

  #say(message: FromFrame): void {
    this.#port.postMessage(message)
  }

  #hear(message: ToFrame): void {
    if (message.kind === 'ping') this.#say({ kind: 'pong' })
    else if (message.kind === 'submit') this.#submit()
    else {
      this.#sent = false
      for (const form of this.#forms) form.reopen()
    }
  }

  #listen(): void {
    addEventListener('error', (event) => this.#onError(event), { capture: true })
    addEventListener('unhandledrejection', ({ reason }) => this.#trouble(String(reason), false))
    addEventListener('securitypolicyviolation', (event) => this.#onViolation(event))
    document.addEventListener('canut-trouble', (event) => event instanceof TroubleEvent && this.#trouble(event.detail, true))
    document.addEventListener('canut-answer', (event) => event instanceof AnswerEvent && this.#say({ kind: 'answer', sent: event.detail }))
    document.addEventListener('submit', (event) => this.#onSubmit(event), { capture: true })
    document.addEventListener('change', ({ target }) => isFileField(target) && judgeFiles(target), { capture: true })
    for (const name of ['input', 'change']) document.addEventListener(name, () => this.#keepDraft(), { capture: true })
    document.addEventListener('DOMContentLoaded', () => void this.#begin(), { once: true })
    setTimeout(() => void this.#begin(), BEGIN_AFTER_MS)
  }

  /** In the order of the page; that of an annotation which stands by itself where there is no other. */
  get #forms(): CrowdForm[] {
    const forms = allIn(document, 'crowd-form').filter((form) => form instanceof CrowdForm)
    if (forms.length > 0) return forms
    const [alone] = allIn(document, 'crowd-entity-annotation')
    return alone instanceof CrowdEntityAnnotation && alone.crowdForm !== null ? [alone.crowdForm] : []
  }

  get #form(): CrowdForm | null {
    return this.#forms[0] ?? null
  }

  /** Of drafts: all of the page, not of one form; but of an annotation by itself what is in its shadow. */
  get #root(): Node {
    const form = this.#form
    return form === null || form.getRootNode() === document ? document.body : (form.form ?? form)
  }

  async #begin(): Promise<void> {
    if (this.#begun) return
    this.#begun = true
    for (const form of this.#forms) form.wrap()
    await crowdElementsReady(document)
    document.dispatchEvent(new Event('all-crowd-elements-ready', { bubbles: true }))
    if (this.#open.draft.length > 0) this.#restore(this.#open.draft)
    if (this.#open.readOnly) document.body.inert = true
    this.#say({ kind: 'shown', submits: this.#form !== null })
    this.#measure()
    new ResizeObserver(() => this.#measure()).observe(document.documentElement)
    if (document.body !== null) new ResizeObserver(() => this.#measure()).observe(document.body)
  }

  #restore(draft: readonly Entry[]): void {
    const alone = this.#form?.company().fields ?? []
    // a field around the form, such as the text that an annotation stands for
    const isOutside = (entry: Entry): boolean => {
      const field = alone.find((each) => 'name' in each && each.name === entry.name)
      if (field === undefined || !isCrowdField(field)) return false
      field.restore(entry.value)
      return true
    }
    const complete = restoreEntries(this.#root, draft, isOutside)
    if (!complete) this.#say({ kind: 'lost' })
  }

  #entries(): Entry[] {
    return entriesIn(this.#root, this.#form?.company().entries)
  }

  #keepDraft(): void {
    clearTimeout(this.#draftTimer)
    this.#draftTimer = setTimeout(() => this.#say({ kind: 'draft', entries: plain(this.#entries()) }), DRAFT_AFTER_MS)
  }

  /** The Submit of the page around the frame. */
  #submit(): void {
    if (this.#form !== null) this.#form.ask()
    else this.#askPage(document.forms[0])
  }

  /** A layout without a form of this dialect: whatever fields it has, after its own handlers had their say. */
  #askPage(form: HTMLFormElement | undefined, submitter: HTMLElement | null = null): void {
    if (this.#sent || !requireComplete(document.body)) return
    if (form === undefined || askHandlers(form, submitter)) this.#sendPage(submitter)
  }

  #sendPage(submitter: HTMLElement | null = null): void {
    if (this.#sent || !requireComplete(document.body)) return
    this.#sent = true
    const entries = entriesIn(document.body, [], submitter)
    const isPlain = !allIn(document.body).some((element) => isCrowdField(element) || isCrowdToggle(element))
    this.#say({ kind: 'answer', sent: isPlain ? serialisePlain(entries) : serialise(entries, false) })
  }

  /** Scripts send forms by `form.submit()` too, of which no event tells: it would leave the page. It asks no handlers, as ever. */
  #replaceSubmit(): void {
    const send = (form: HTMLFormElement): void => {
      const holder = this.#forms.find((each) => each.form?.contains(form))
      if (holder !== undefined) holder.sendComplete()
      else if (this.#form === null) this.#sendPage()
    }
    HTMLFormElement.prototype.submit = function (this: HTMLFormElement) {
      send(this)
    }
  }

  /** Nothing leaves by the browser's own way of sending forms. */
  #onSubmit(event: SubmitEvent): void {
    if (!event.isTrusted) return
    event.preventDefault()
    if (this.#form !== null || !(event.target instanceof HTMLFormElement)) return
    event.stopImmediatePropagation()
    this.#askPage(event.target, event.submitter)
  }

  #onError(event: ErrorEvent): void {
    // an element that could not load something has no message
    if (event.message) this.#trouble(event.lineno > 0 ? `${event.message} (${event.lineno}:${event.colno})` : event.message, false)
  }

  #onViolation({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void {
    this.#trouble(`${effectiveDirective}: ${blockedURI}`, false)
  }

  #trouble(message: string, grave: boolean): void {
    this.#say({ kind: 'trouble', grave, message: message.slice(0, 500) })
  }

  #measure(): void {
    const { body, documentElement } = document
    const margins = body === null ? 0 : parseFloat(getComputedStyle(body).marginTop) + parseFloat(getComputedStyle(body).marginBottom)
    const height = Math.max(body === null ? 0 : body.offsetHeight + margins, body?.scrollHeight ?? 0, documentElement.offsetHeight)
    this.#say({ kind: 'size', height: Math.ceil(height) })
  }
}

/** What can be copied out of the frame: values of scripts may be anything. */
function plain(entries: readonly Entry[]): Entry[] {
  try {
    return JSON.parse(JSON.stringify(entries)) as Entry[]
  } catch {
    return []
  }
}
