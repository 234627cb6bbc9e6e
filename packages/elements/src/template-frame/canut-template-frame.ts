import { css, html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { isMembers, listOf, membersOf } from '../crowd/values.ts'
import { offerFile } from '../file-events.ts'
import { FormElement } from '../form-element.ts'
import { languageOf } from '../language-of.ts'
import { FocusGuard } from './focus-guard.ts'
import { FrameFiles } from './frame-files.ts'
import type { FromFrame, Open, ToFrame } from './frame-messages.ts'
import { entriesOf } from './response-entries.ts'
import { messages } from './template-frame.messages.ts'

const PING_MS = 4000
/** Two pings without an answer: whatever the page does, it does not end. */
const PATIENCE_MS = 9000
const HEIGHT_MIN = 160
const HEIGHT_MAX = 30_000
/** a page that is as high as its window, and a bit, would grow for ever */
const GROWTHS_MAX = 60
/** Characters of a response that can be kept. */
const RESPONSE_MAX = 700_000
/** A page that loads itself anew is given its content again, but not for ever. */
const OPENINGS_MAX = 5

type Notice = 'loading' | 'slow' | 'broken' | 'left' | 'grabs' | 'lost' | 'tooLarge' | 'notKept'

/**
 * `<canut-template-frame>`: the page of a requester's own template, in a sandboxed frame without an origin.
 *
 * Attributes: `page` (the HTML), `src` (the address of the empty page that shows it), `value` (JSON: a response, or a draft),
 * `label` (name of the frame), `readonly`, `preview` (submits nowhere). The value becomes a response once the page has sent its
 * answer; then the form around it is submitted, once. Asked for its validity before, it makes the page submit. Troubles are
 * shown above the frame, and offered to be reported by the `[data-do="report"]` of the form.
 */
export class CanutTemplateFrame extends FormElement {
  static override styles = css`
    :host {
      display: block;
    }
    :host([hidden]) {
      display: none;
    }
    iframe {
      display: block;
      box-sizing: border-box;
      inline-size: 100%;
      min-block-size: 10rem;
      border: 1px solid var(--line, #cfc9bd);
      border-radius: 8px;
      background: #fff;
      color-scheme: light;
    }
    .notice {
      margin: 0 0 0.75rem;
      padding: 0.75rem 1rem;
      border: 1px solid var(--line, #cfc9bd);
      border-inline-start: 6px solid var(--warning, #8a5a00);
      border-radius: 8px;
      overflow-wrap: anywhere;
    }
    .notice p {
      margin: 0 0 0.5rem;
    }
    .notice code {
      font-size: 0.85em;
    }
    button {
      min-block-size: 44px;
      padding: 0.4rem 1rem;
      font: inherit;
      color: inherit;
      border: 1px solid currentColor;
      border-radius: 8px;
      background: transparent;
      cursor: pointer;
    }
  `
  static override properties = {
    name: { reflect: true },
    src: {},
    page: {},
    label: {},
    readOnly: { type: Boolean, attribute: 'readonly' },
    preview: { type: Boolean },
    disabled: { type: Boolean },
    value: { noAccessor: true },
    notice: { state: true },
    details: { state: true },
    opened: { state: true },
  }
  declare name: string
  declare src: string
  declare page: string
  declare label: string
  declare readOnly: boolean
  declare preview: boolean
  declare disabled: boolean
  declare private notice: Notice | null
  declare private details: readonly string[]
  /** each opening is a frame of its own */
  declare private opened: number

  #value = ''
  #secret = ''
  #port: MessagePort | null = null
  #pinged: ReturnType<typeof setInterval> | undefined
  #heard = 0
  #openedAt = 0
  #growths = 0
  #openings = 0
  #answered = false
  readonly #guard = new FocusGuard(this, () => {
    if (this.#frame !== null) this.#frame.inert = true
    this.notice = 'grabs'
  })
  readonly #files = new FrameFiles((key, file) => offerFile(this, key, file, file.name))

  constructor() {
    super()
    this.name = ''
    this.src = ''
    this.page = ''
    this.label = ''
    this.readOnly = false
    this.preview = false
    this.disabled = false
    this.notice = 'loading'
    this.details = []
    this.opened = 0
  }

  get value(): string {
    return this.#value
  }

  /** A draft of the device, or nothing: the page is shown anew with it. */
  set value(value: string) {
    const before = this.#value
    this.#keep(value ?? '')
    if (this.hasUpdated && value !== before) this.#reload()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('message', this.#onMessage)
    this.addEventListener('invalid', this.#onInvalid)
    this.#guard.begin()
    this.#pinged = setInterval(() => this.#ping(), PING_MS)
    if (this.hasUpdated) this.#reload()
    this.#judge()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('message', this.#onMessage)
    this.removeEventListener('invalid', this.#onInvalid)
    this.#guard.end()
    clearInterval(this.#pinged)
    this.#port?.close()
    this.#port = null
  }

  override focus(options?: FocusOptions): void {
    this.#guard.meant()
    this.#frame?.focus(options)
  }

  get #frame(): HTMLIFrameElement | null {
    return this.renderRoot?.querySelector('iframe') ?? null
  }

  get #t() {
    return messages[languageOf(this)]
  }

  /** Popups only where the page has links that open one: in a window that is not this one, or by a crowd-button. */
  get #sandbox(): string {
    const opens = /\starget\s*=\s*["']?(?!_(?:self|parent|top)\b)[\w-]|<crowd-button\b[^>]*\shref\s*=/i.test(this.page)
    return `allow-scripts allow-forms${opens ? ' allow-popups' : ''}`
  }

  #reload(): void {
    this.#port?.close()
    this.#port = null
    this.#openings = 0
    this.#growths = 0
    this.#answered = false
    this.#files.forget()
    this.details = []
    this.notice = 'loading'
    this.opened += 1
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (this.hasUpdated && (changed.has('page') || changed.has('src'))) this.#reload()
    if (this.#secret === '' || changed.has('opened')) {
      this.#secret = crypto.randomUUID()
      this.#heard = performance.now()
      this.#openedAt = this.#heard
    }
  }

  readonly #onMessage = (event: MessageEvent<unknown>): void => {
    const frame = this.#frame
    const message = membersOf(event.data)
    if (frame === null || event.source !== frame.contentWindow || message['canut'] !== this.#secret || message['kind'] !== 'ready') return
    this.#openings += 1
    if (this.#openings > OPENINGS_MAX) {
      this.notice = 'left'
      return
    }
    this.#port?.close()
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.addEventListener('message', ({ data }: MessageEvent<FromFrame>) => this.#hear(data))
    port1.start()
    const open: Open = {
      canut: this.#secret,
      kind: 'open',
      page: this.page,
      language: languageOf(this),
      draft: entriesOf(this.#value),
      readOnly: this.readOnly,
    }
    // a page may begin where people write first
    this.#guard.meant()
    // a frame without an origin cannot be named as a target; what it gets is the author's page and the worker's own draft
    frame.contentWindow?.postMessage(open, '*', [port2])
  }

  /** Everything that comes from the frame is the author's: nothing in it is taken for more than it is. */
  #hear(message: FromFrame): void {
    this.#heard = performance.now()
    if (this.notice === 'slow') this.notice = null
    if (!isMembers(message)) return
    switch (message.kind) {
      case 'size':
        return this.#fit(message.height)
      case 'shown':
        if (this.notice === 'loading') this.notice = null
        this.toggleAttribute('own-submit', message.submits)
        this.dispatchEvent(new Event('canut-shown'))
        return
      case 'draft':
        return this.#draft(message.entries)
      case 'file':
        return this.#files.take(message.key, message.file)
      case 'answer':
        return void this.#answer(message.sent)
      case 'lost':
        // a draft is put back before the page is said to be shown
        if (this.notice === null || this.notice === 'loading') this.notice = 'lost'
        return
      case 'trouble':
        return this.#trouble(message.message, message.grave)
      default:
    }
  }

  #fit(height: number): void {
    const frame = this.#frame
    if (frame === null || !Number.isFinite(height)) return
    const wanted = Math.min(Math.max(Math.ceil(height) + 2, HEIGHT_MIN), HEIGHT_MAX)
    const now = frame.getBoundingClientRect().height
    if (Math.abs(wanted - now) < 2) return
    if (wanted > now) this.#growths += 1
    if (this.#growths <= GROWTHS_MAX) frame.style.blockSize = `${wanted}px`
  }

  #draft(entries: unknown): void {
    if (this.#answered || this.readOnly || this.preview) return
    const text = textOf({ draft: listOf(entries) })
    if (text === null || text.length > RESPONSE_MAX) return
    this.#keep(text)
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  /** One answer: the form goes on with it; whatever else the page sends is not listened to. */
  async #answer(sent: unknown): Promise<void> {
    if (this.#answered || this.readOnly) return
    const { answer, _all: all } = membersOf(sent)
    const text = isMembers(answer) ? textOf(all === undefined ? { answer } : { answer, _all: all }) : null
    if (text === null || text.length > RESPONSE_MAX) {
      this.notice = 'tooLarge'
      return
    }
    this.#answered = true
    if (!(await this.#files.areKept())) {
      this.#answered = false
      this.#tell({ kind: 'reopen' })
      this.notice = 'notKept'
      return
    }
    this.#keep(text)
    const event = new CustomEvent('canut-sent', { bubbles: true, composed: true, detail: JSON.parse(text) as unknown })
    this.dispatchEvent(event)
    if (this.preview) {
      this.#answered = false
      this.#tell({ kind: 'reopen' })
    } else this.form?.requestSubmit(this.form.querySelector<HTMLButtonElement>('button[name="do"][value="submit"]'))
  }

  /** The form asks whether it may be submitted: not yet, but the page of the task may now send its answer. */
  readonly #onInvalid = (event: Event): void => {
    event.preventDefault()
    this.#tell({ kind: 'submit' })
  }

  #tell(message: ToFrame): void {
    this.#port?.postMessage(message)
  }

  #ping(): void {
    this.#tell({ kind: 'ping' })
    if (document.hidden || this.page === '') return
    // a page may answer and still never be shown: when it stops its own reading, for example
    const since = this.notice === 'loading' ? this.#openedAt : this.#heard
    if (performance.now() - since > PATIENCE_MS && (this.notice === null || this.notice === 'loading')) this.notice = 'slow'
  }

  #trouble(message: string, grave: boolean): void {
    if (!this.details.includes(message)) this.details = [...this.details, message].slice(-5)
    if (grave) this.notice = 'broken'
    this.dispatchEvent(new CustomEvent('canut-trouble', { bubbles: true, composed: true, detail: message }))
  }

  #keep(value: string): void {
    this.#value = value
    this.internals.setFormValue(value)
    this.#judge()
  }

  #judge(): void {
    const done = this.readOnly || this.preview || this.#answered
    this.internals.setValidity(done ? {} : { customError: true }, done ? '' : this.#t.unfinished)
  }

  readonly #onReport = (): void => {
    const comment = document.querySelector<HTMLTextAreaElement>('#report textarea[name="comment"]')
    const reason = document.querySelector<HTMLInputElement>('#report input[name="reason"][value="broken"]')
    if (comment !== null && comment.value === '') comment.value = this.details.join('\n').slice(0, 1000)
    if (reason !== null) reason.checked = true
    this.form?.querySelector<HTMLElement>('[data-do="report"]')?.click()
  }

  protected override render(): TemplateResult {
    const t = this.#t
    const src = `${this.src}#${this.#secret}`
    const frame = html`<iframe
      title=${this.label}
      sandbox=${this.#sandbox}
      referrerpolicy="no-referrer"
      loading=${this.readOnly ? 'lazy' : 'eager'}
      src=${src}
    ></iframe>`
    const { notice } = this
    const canReport = notice !== null && notice !== 'loading' && notice !== 'lost' && notice !== 'notKept' && !this.readOnly
    const hasReport = this.form?.querySelector('[data-do="report"]') !== null && this.form !== null
    return html`${
      notice === null
        ? nothing
        : html`<div class="notice" role=${notice === 'loading' ? 'status' : 'alert'} ?hidden=${notice === 'loading' && this.readOnly}>
            <p>${t[notice]}</p>
            ${notice === 'broken' ? this.details.map((each) => html`<p><code>${each}</code></p>`) : nothing}
            ${canReport && hasReport ? html`<button type="button" @click=${this.#onReport}>${t.report}</button>` : nothing}
            ${notice === 'slow' || notice === 'left' || notice === 'grabs' ? html`<button type="button" @click=${() => this.#reload()}>${t.again}</button>` : nothing}
          </div>`
    }${keyed(this.opened, frame)}`
  }
}

function textOf(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null
  } catch {
    return null
  }
}

if (!customElements.get('canut-template-frame')) customElements.define('canut-template-frame', CanutTemplateFrame)
