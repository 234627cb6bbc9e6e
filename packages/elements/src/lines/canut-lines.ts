import type { Point } from '@canut/contract'
import { html, LitElement, nothing } from 'lit'
import { viewTemplate, waitTemplate } from '../drawing/drawing-templates.ts'
import { messages as drawingMessages } from '../drawing/drawing.messages.ts'
import { styles as drawingStyles } from '../drawing/drawing.styles.ts'
import { focusPlace } from '../drawing/focus-place.ts'
import { Opening, type Waiting } from '../drawing/opening.ts'
import { CLICK_SLOP, Viewport, type PointerTool } from '../drawing/viewport.ts'
import { FORM_FILLED } from '../form-filled.ts'
import type { KeyedElement } from '../keyed-element.ts'
import { languageOf } from '../language-of.ts'
import { LineBoxes } from './line-boxes.ts'
import { lineFieldsIn, stateOf, type LineField } from './line-fields.ts'
import { messages, type LinesMessages } from './lines.messages.ts'
import { styles } from './lines.styles.ts'

/** As wide as the padding of the frame in drawing.styles.ts. */
const MARGIN = 12

/**
 * `<canut-lines>` goes around the lines of a document, which are fields of the page and work without it: a list of
 * `li[data-draft]`, each with a `textarea`, a checkbox for "right as it stands" and, as `data-box="x y w h"`, its place in the
 * picture `data-image`. It shows the picture with the line that is looked at, and lets every line be judged.
 *
 * Keys, outside of texts: Enter says that the line is right and goes on to the next that is open (once none is, it is the
 * page's key); the arrows up and down go to another line; E goes into its text, where Enter finishes it.
 */
export class CanutLines extends LitElement implements KeyedElement {
  static readonly formAssociated = true
  static override readonly styles = [drawingStyles, styles]
  static override readonly properties = {
    image: { attribute: 'data-image' },
    readOnly: { type: Boolean, attribute: 'readonly' },
    active: { state: true },
    waiting: { state: true },
  }
  declare image: string
  declare readOnly: boolean
  declare private active: number
  declare private waiting: Waiting | null
  protected readonly internals = this.attachInternals()
  #fields: readonly LineField[] = []
  #form: HTMLFormElement | null = null
  #viewport: Viewport | null = null
  #boxes: LineBoxes | null = null
  readonly #opening = new Opening((waiting) => (this.waiting = waiting))

  constructor() {
    super()
    this.image = ''
    this.readOnly = false
    this.active = 0
    this.waiting = 'loading'
  }

  get #t(): LinesMessages {
    return messages[languageOf(this)]
  }

  get #current(): LineField | undefined {
    return this.#fields[this.active]
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#fields = lineFieldsIn(this)
    this.addEventListener('input', this.#look)
    this.addEventListener('focusin', this.#onFocus)
    this.#form = this.closest('form')
    this.#form?.addEventListener(FORM_FILLED, this.#begin)
    this.#begin()
    if (this.hasUpdated) this.#openView()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('input', this.#look)
    this.removeEventListener('focusin', this.#onFocus)
    this.#form?.removeEventListener(FORM_FILLED, this.#begin)
    this.#opening.stop()
    this.#viewport?.close()
    this.#viewport = null
  }

  protected override firstUpdated(): void {
    this.#openView()
  }

  protected override updated(): void {
    this.#judge()
  }

  handleKey(event: KeyboardEvent): boolean {
    if (this.readOnly || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false
    const place = focusPlace(event, this)
    if (place === 'text') return event.key === 'Enter' && this.#finishText(event)
    if (place === 'button' && (event.key === 'Enter' || event.key === ' ')) return false
    return this.#command(event)
  }

  #command({ code, key, repeat }: KeyboardEvent): boolean {
    if (code === 'Enter' || code === 'NumpadEnter') {
      if (this.#nextOpen(0) === null) return false
      // a key that is held looks at nothing
      if (!repeat) this.#approve()
    } else if (key === 'ArrowDown') this.#go(this.active + 1)
    else if (key === 'ArrowUp') this.#go(this.active - 1)
    else if (code === 'KeyE') this.#edit()
    else if (key === '+') this.#viewport?.zoom(1)
    else if (key === '-') this.#viewport?.zoom(-1)
    else return false
    return true
  }

  /** Enter in the text of a line: what is written is what it is. */
  #finishText(event: KeyboardEvent): boolean {
    const [target] = event.composedPath()
    if (this.#current === undefined || target !== this.#current.text) return false
    if (event.repeat) return true
    this.#stage?.focus({ preventScroll: true })
    this.#approve()
    return true
  }

  get #stage(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.stage')
  }

  /** From the first line that nobody has looked at. */
  readonly #begin = (): void => {
    this.#show(this.#nextOpen(0) ?? 0)
  }

  readonly #look = (event?: Event): void => {
    const changed = this.#fields.find(({ text }) => text === event?.target)
    // a line that was right and is changed is not right as it stood
    if (changed !== undefined && stateOf(changed) === 'corrected') changed.tick.checked = false
    for (const [place, field] of this.#fields.entries()) {
      field.item.dataset['state'] = stateOf(field)
      field.item.toggleAttribute('data-active', place === this.active && !this.readOnly)
    }
    this.requestUpdate()
  }

  readonly #onFocus = (event: Event): void => {
    const place = this.#fields.findIndex(({ item }) => event.target instanceof Node && item.contains(event.target))
    if (place >= 0 && place !== this.active) this.#show(place)
  }

  #nextOpen(from: number): number | null {
    const open = this.#fields.flatMap((field, place) => (stateOf(field) === 'open' ? [place] : []))
    return open.find((place) => place >= from) ?? open[0] ?? null
  }

  /** The line is right, or corrected already; on to the next that is neither. */
  #approve(): void {
    const line = this.#current
    if (line !== undefined && stateOf(line) === 'open') {
      line.tick.checked = true
      line.tick.dispatchEvent(new Event('input', { bubbles: true }))
    }
    const next = this.#nextOpen(this.active)
    if (next === null) this.#look()
    else this.#go(next)
  }

  #edit(): void {
    const { text } = this.#current ?? {}
    text?.focus()
    text?.setSelectionRange(text.value.length, text.value.length)
  }

  #restore(): void {
    const line = this.#current
    if (line === undefined) return
    line.text.value = line.draft
    line.text.dispatchEvent(new Event('input', { bubbles: true }))
  }

  #go(place: number): void {
    const line = this.#fields[place]
    if (line === undefined) return
    this.#show(place)
    line.item.scrollIntoView({ block: 'nearest' })
  }

  #show(place: number): void {
    this.active = place
    this.#look()
    this.#showBox()
  }

  #showBox(): void {
    const box = this.#current?.box ?? null
    if (box !== null && this.#viewport?.picture) this.#viewport.showBox(box)
    this.#draw()
  }

  #draw(): void {
    const view = this.#viewport?.view
    if (view === undefined || !this.#viewport?.picture) return
    const boxes = this.#fields.map(({ box }) => box)
    this.#boxes?.draw(boxes, this.readOnly ? -1 : this.active, view)
  }

  #openView(): void {
    const [frame, canvas] = [this.renderRoot.querySelector<HTMLElement>('.frame'), this.renderRoot.querySelector('canvas')]
    const layer = this.renderRoot.querySelector<SVGElement>('.boxes')
    if (frame === null || canvas === null || layer === null) throw new Error('the template has a frame, a canvas and boxes')
    this.#boxes = new LineBoxes(layer, this.#fields.length)
    this.#viewport = new Viewport({ frame, canvas, margin: MARGIN, tool: this.#pointer(frame), onView: () => this.#draw() })
    void this.#openPicture()
  }

  async #openPicture(): Promise<void> {
    const viewport = this.#viewport
    if (viewport === null || this.image === '') return
    await this.#opening.open(viewport, this.image, ({ w, h }) => {
      // set by script, since policies refuse style attributes
      this.renderRoot.querySelector<HTMLElement>('.frame')?.style.setProperty('--ratio', String(w / h))
    })
    if (!this.readOnly) this.#showBox()
  }

  /** A drag moves the picture; a click on a line goes to it. */
  #pointer(frame: HTMLElement): PointerTool {
    let last: Point = [0, 0]
    let travelled = 0
    return {
      press: ({ stage }) => {
        last = stage
        travelled = 0
      },
      drag: ({ stage }) => {
        const [dx, dy] = [stage[0] - last[0], stage[1] - last[1]]
        last = stage
        travelled += Math.hypot(dx, dy)
        if (travelled >= CLICK_SLOP) this.#viewport?.pan(-dx / frame.clientWidth, -dy / frame.clientHeight)
      },
      release: ({ point: [x, y] }) => {
        if (travelled >= CLICK_SLOP) return
        const place = this.#fields.findIndex(
          ({ box }) => box !== null && x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h,
        )
        if (place >= 0) this.#go(place)
      },
      cancel: () => undefined,
      hover: () => undefined,
    }
  }

  #judge(): void {
    const open = this.readOnly ? null : this.#nextOpen(0)
    if (open === null) this.internals.setValidity({})
    else this.internals.setValidity({ customError: true }, this.#t.stillOpen(open + 1), this.#stage ?? undefined)
  }

  protected override render(): unknown {
    const look = drawingMessages[languageOf(this)]
    return html`<div class="lines">
      <div class="main">
        <div class="picture" ?hidden=${this.image === ''}>
          <div class="frame">
            <canvas></canvas>
            <svg class="boxes" aria-hidden="true"></svg>
            <div
              class="stage"
              role="application"
              tabindex="0"
              aria-label=${this.#t.picture}
              aria-describedby="status"
              @pointerdown=${() => this.#stage?.focus({ preventScroll: true })}
            ></div>
            ${this.waiting === null || this.image === '' ? nothing : waitTemplate(look, this.waiting, () => void this.#openPicture())}
          </div>
          ${viewTemplate(look, {
            hand: null,
            snap: null,
            zoom: (steps) => this.#viewport?.zoom(steps),
            showWhole: () => this.#viewport?.showWhole(),
            toggleHand: () => undefined,
            toggleSnap: () => undefined,
          })}
        </div>
        ${this.readOnly ? nothing : this.#tools()}
      </div>
      <slot></slot>
    </div>`
  }

  #tools(): unknown {
    const t = this.#t
    const line = this.#current
    const state = line === undefined ? 'open' : stateOf(line)
    const step = (by: number, name: string, sign: string) => {
      const isPossible = this.#fields[this.active + by] !== undefined
      return html`<button
        type="button"
        class="icon"
        aria-label=${name}
        title=${name}
        aria-disabled=${!isPossible}
        @click=${() => isPossible && this.#go(this.active + by)}
      >
        ${sign}
      </button>`
    }
    return html`<div class="tools">
      <div class="where">
        <p class="status strong" id="status" role="status">${t.line(this.active + 1, this.#fields.length, t.states[state])}</p>
        <span class="row">${step(-1, t.previous, '↑')} ${step(1, t.next, '↓')}</span>
      </div>
      <button type="button" @click=${() => this.#edit()}>${t.correct} <kbd aria-hidden="true">E</kbd></button>
      ${state === 'corrected' ? html`<button type="button" @click=${() => this.#restore()}>${t.back}</button>` : nothing}
      <button type="button" class="main-act" @click=${() => this.#approve()}>
        ${state === 'corrected' ? t.goOn : t.right} <kbd aria-hidden="true">⏎</kbd>
      </button>
    </div>`
  }
}

if (!customElements.get('canut-lines')) customElements.define('canut-lines', CanutLines)

declare global {
  interface HTMLElementTagNameMap {
    'canut-lines': CanutLines
  }
}
