import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Segment } from '@canut/contract'
import type { KeyedElement } from '../keyed-element.ts'
import { AudioElement, isOnButton, isTyping } from './audio-element.ts'
import { audioStyles } from './audio.styles.ts'
import { dragRange } from './drag-range.ts'
import { clockTime, MediaControl, STEP_SECONDS, transportWords } from './media-control.ts'
import { changePedal, loadPedal, mayBePedal, pedalCommand, savePedal, type PedalCommand, type PedalKeys } from './pedal-keys.ts'
import { endedBy, faultsOf, gapAt, readSegments, roomFor, sorted, splitAt, toMilliseconds, type SegmentRules } from './segments.ts'
import { pedalSettings } from './pedal-settings.ts'
import { segmentRow, type RowCommand } from './segment-row.ts'
import { transcriberMessages } from './transcriber.messages.ts'
import { transcriberStyles } from './transcriber.styles.ts'
import { drawWaveform, type Waveform } from './waveform.ts'

const UNDO_MOST = 100

/** A segment with a name of its own, so that a row keeps its focus when others come before it; `early` of before the length was known. */
export interface Row extends Segment {
  readonly id: number
  readonly early: boolean
}

/**
 * Writes down what is said, in segments.
 *
 *     <canut-transcriber name="response.value" src="/talk.mp3" kind="audio" speakers='["A","B"]' text-lang="fr">
 *
 * Attributes: `src`; `kind` (`audio` or `video`); `speakers` (JSON list of names; nobody is asked for without it); `overlap`
 * (segments may overlap); `text-lang`, the language of what is written; `value`, JSON of a TranscribeResponse: a draft to begin
 * with, '' for none. Keys: see `MediaControl` outside of the texts, `pedal-keys.ts` anywhere.
 */
export class CanutTranscriber extends AudioElement implements KeyedElement {
  static override readonly styles = [audioStyles, transcriberStyles]
  static override readonly properties = {
    src: {},
    kind: {},
    speakers: { type: Array },
    overlap: { type: Boolean },
    textLang: { attribute: 'text-lang' },
    disabled: { type: Boolean },
    rows: { state: true },
    current: { state: true },
    nothingSaid: { state: true },
    said: { state: true },
    pedal: { state: true },
    waitingFor: { state: true },
  }
  declare src: string
  declare kind: 'audio' | 'video'
  declare speakers: readonly string[]
  declare overlap: boolean
  declare textLang: string
  declare rows: readonly Row[]
  /** id of the row that is worked on */
  declare current: number | null
  declare nothingSaid: boolean
  /** for screen readers */
  declare said: string
  declare pedal: PedalKeys
  declare waitingFor: PedalCommand | null

  #control: MediaControl | null = null
  #waveform: Waveform | null = null
  #lastId = 0
  #stroke = ''
  readonly #undo: { rows: readonly Row[]; nothingSaid: boolean }[] = []

  constructor() {
    super()
    this.src = ''
    this.kind = 'audio'
    this.speakers = []
    this.overlap = false
    this.textLang = ''
    this.disabled = false
    this.rows = []
    this.current = null
    this.nothingSaid = false
    this.said = ''
    this.pedal = loadPedal()
    this.waitingFor = null
  }

  get value(): string {
    if (this.rows.length === 0 && !this.nothingSaid) return ''
    return JSON.stringify({ segments: this.#segments })
  }
  set value(text: string) {
    const segments = readSegments(text)
    this.rows = (segments ?? []).map((segment) => this.#row(segment))
    this.nothingSaid = segments !== null && segments.length === 0
    this.current = this.rows[0]?.id ?? null
    this.#undo.length = 0
  }

  get #segments(): Segment[] {
    return sorted(this.rows).map(({ start, end, speaker, text }) => ({
      start,
      end,
      ...(speaker === undefined || speaker === '' ? {} : { speaker }),
      text: text.trim(),
    }))
  }

  get #rules(): SegmentRules {
    return { duration: this.#control?.duration ?? Infinity, overlap: this.overlap }
  }

  get #t() {
    return transcriberMessages[this.language]
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.value === '') this.value = this.getAttribute('value') ?? ''
    this.#openWave()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#waveform?.destroy()
    this.#waveform = null
  }

  override willUpdate(): void {
    const rows = endedBy(this.rows, this.#rules.duration)
    if (rows !== this.rows) void this.updateComplete.then(() => this.changed())
    this.rows = rows
    if (this.#control !== null) return
    const media = document.createElement(this.kind === 'video' ? 'video' : 'audio')
    this.#control = new MediaControl(this, media, (seconds) => this.#show(seconds))
    if (this.src !== '') this.#control.open(this.src)
  }

  protected override firstUpdated(): void {
    this.#openWave()
  }

  #openWave(): void {
    const place = this.renderRoot?.querySelector<HTMLElement>('.wave')
    if (place === null || place === undefined || this.#control === null || this.#waveform !== null || !this.isConnected) return
    this.#waveform = drawWaveform(place, this.#control.media)
    this.#waveform.load()
  }

  protected override updated(): void {
    // the policy of pages refuses style attributes, not the object model
    const { duration } = this.#rules
    const end = Number.isFinite(duration) ? duration : Math.max(1, ...this.rows.map((row) => row.end))
    for (const bar of this.renderRoot.querySelectorAll<HTMLElement>('.span')) {
      const row = this.rows.find(({ id }) => String(id) === bar.dataset['row'])
      if (row === undefined) continue
      bar.style.insetInlineStart = `${(row.start / end) * 100}%`
      bar.style.inlineSize = `${(Math.max(0, row.end - row.start) / end) * 100}%`
    }
    this.#show(this.#control?.media.currentTime ?? 0)
    this.#say()
  }

  /** What the form is told. */
  #say(): void {
    this.internals.setFormValue(this.value)
    const faults = faultsOf(this.rows, this.#rules)
    const first = faults.findIndex((fault) => fault !== null)
    const anchor = this.renderRoot.querySelector<HTMLElement>(`li:nth-of-type(${first + 1}) textarea, .add`) ?? undefined
    if (this.disabled) this.internals.setValidity({})
    else if (this.value === '') this.internals.setValidity({ valueMissing: true }, this.#t.missing, anchor)
    else {
      const fault = faults[first] ?? null
      const sentence = fault === null ? '' : this.#t.faultOf(first + 1, this.#t.faults[fault])
      this.internals.setValidity(fault === null ? {} : { customError: true }, sentence, fault === null ? undefined : anchor)
    }
  }

  handleKey(event: KeyboardEvent): boolean {
    if (this.disabled || this.#control === null || this.waitingFor !== null) return false
    const command = event.ctrlKey || event.metaKey || event.altKey ? null : pedalCommand(event.code, this.pedal)
    if (command !== null) {
      if (!event.repeat || command !== 'play') this.#do(command)
      return true
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return false
    if (event.code === 'Space' && isOnButton(event)) return false
    return this.#control.handleKey(event)
  }

  #do(command: PedalCommand): void {
    if (command === 'play') this.#control?.toggle()
    else if (command === 'mark') this.#mark()
    else this.#control?.step(command === 'back' ? -STEP_SECONDS : STEP_SECONDS)
  }

  get #position(): number {
    return toMilliseconds(this.#control?.media.currentTime ?? 0)
  }

  #row(segment: Segment, early = false): Row {
    this.#lastId += 1
    return { ...segment, early, id: this.#lastId }
  }

  /** Every change by a person comes through here, so that each can be undone and is told to the page. */
  #change(rows: readonly Row[], { nothingSaid = false, stroke = '' } = {}): void {
    // what is typed into one field in one go is undone in one go, by the field itself as well
    if (stroke === '' || stroke !== this.#stroke) this.#undo.push({ rows: this.rows, nothingSaid: this.nothingSaid })
    if (this.#undo.length > UNDO_MOST) this.#undo.shift()
    this.#stroke = stroke
    this.rows = rows
    this.nothingSaid = nothingSaid
    void this.updateComplete.then(() => this.changed())
  }

  #add(range: { start: number; end: number } | null): void {
    if (range === null) {
      this.said = this.#t.noRoom
      return
    }
    const [speaker] = this.speakers
    const row = this.#row({ ...range, text: '', ...(speaker === undefined ? {} : { speaker }) }, this.#rules.duration === Infinity)
    const rows = sorted([...this.rows, row]) as Row[]
    this.#change(rows)
    this.#goTo(row.id)
    this.said = this.#t.added(rows.indexOf(row) + 1)
  }

  /** Ends the segment that is heard just now, and begins the next there. */
  #mark(): void {
    const split = splitAt(this.rows, this.#position)
    if (split === null) return this.#add(gapAt(this.rows, this.#position, this.#rules))
    const known = new Set(this.rows.map(({ id }) => id))
    let fresh: Row | null = null
    const rows = split.map((segment) => {
      const row = segment as Row
      const isFirst = known.delete(row.id)
      if (isFirst) return row
      fresh = this.#row(segment)
      return fresh
    })
    this.#change(rows)
    if (fresh !== null) this.#goTo((fresh as Row).id)
  }

  #goTo(id: number): void {
    this.current = id
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`li[data-row="${id}"] textarea`)?.focus())
  }

  readonly #onRow = (row: Row, command: RowCommand): void => {
    const n = this.rows.indexOf(row)
    const setTime = (change: Partial<Segment>) => this.#change(sorted(this.rows.with(n, { ...row, ...change })) as Row[])
    if (command.kind === 'focus') this.current = row.id
    else if (command.kind === 'text') this.#change(this.rows.with(n, { ...row, text: command.text }), { stroke: `text ${row.id}` })
    else if (command.kind === 'speaker') this.#change(this.rows.with(n, { ...row, speaker: command.name }))
    else if (command.kind === 'time') setTime({ [command.side]: command.seconds })
    else if (command.kind === 'here') setTime({ [command.side]: this.#position })
    else if (command.kind === 'play') this.#control?.playRange(row.start, row.end)
    else {
      this.#change(this.rows.toSpliced(n, 1))
      this.said = this.#t.removed(n + 1)
    }
  }

  #undoLast(): void {
    const last = this.#undo.pop()
    if (last === undefined) return
    this.rows = last.rows
    this.nothingSaid = last.nothingSaid
    this.said = this.#t.undone
    void this.updateComplete.then(() => this.changed())
  }

  /** Without drawing the rest again: the template leaves this place alone. */
  #show(seconds: number): void {
    const time = this.renderRoot.querySelector('.time')
    if (time !== null) time.textContent = this.#time(seconds)
  }

  #time(seconds: number): string {
    return `${clockTime(seconds)} / ${clockTime(this.#rules.duration)}`
  }

  /** Drags a segment out of the lane; a tap goes to what is there. */
  #onDrag(down: PointerEvent): void {
    const lane = down.currentTarget
    const { duration } = this.#rules
    if (!(lane instanceof HTMLElement) || this.disabled || !Number.isFinite(duration)) return
    dragRange(lane, down, duration, ({ start, end, isTap }) => {
      const hit = this.rows.find((row) => start >= row.start && start <= row.end)
      if (!isTap) this.#add({ start, end })
      else if (hit !== undefined) this.#goTo(hit.id)
      else if (this.#control !== null) this.#control.media.currentTime = start
    })
  }

  #choosePedal(event: KeyboardEvent): void {
    if (this.waitingFor === null || ['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    if (mayBePedal(event.code)) {
      this.pedal = changePedal(this.pedal, this.waitingFor, event.code)
      savePedal(this.pedal)
    }
    this.waitingFor = null
  }

  protected override render(): unknown {
    const t = this.#t
    const control = this.#control
    if (control === null) return nothing
    const words = transportWords[this.language]
    const faults = faultsOf(this.rows, this.#rules)
    return html`
      ${control.broken ? html`<p class="note error" role="alert">${words.broken}</p>` : nothing}
      ${this.kind === 'video' ? control.media : nothing}
      <div class="sound">
        <div class="wave" role="img" aria-label=${t.wave}></div>
        <div class="lane" title=${t.lane} @pointerdown=${(event: PointerEvent) => this.#onDrag(event)}>
          ${this.rows.map(
            (row, i) =>
              html`<div
                class="span ${row.id === this.current ? 'current' : ''} ${faults[i] === null || faults[i] === 'empty' ? '' : 'bad'}"
                data-row=${row.id}
              >
                ${i + 1}
              </div>`,
          )}
        </div>
      </div>
      <div class="bar">${control.buttons(words, this.language)}<span class="time"></span></div>
      <ol aria-label=${t.segments}>
        ${repeat(
          this.rows,
          ({ id }) => id,
          (row, i) =>
            segmentRow({
              row,
              number: i + 1,
              fault: faults[i] ?? null,
              isCurrent: row.id === this.current,
              speakers: this.speakers,
              textLang: this.textLang,
              disabled: this.disabled,
              t,
              language: this.language,
              on: (command) => this.#onRow(this.rows.find(({ id }) => id === row.id) ?? row, command),
            }),
        )}
      </ol>
      ${this.disabled ? nothing : this.#commands(t)}
      <div class=${this.said === t.noRoom ? 'soft' : 'visually-hidden'} role="status">${this.said}</div>
    `
  }

  #commands(t: (typeof transcriberMessages)['en']) {
    return html`
      <div class="bar">
        <button type="button" class="add" @click=${() => this.#add(roomFor(this.rows, this.#freeFrom(), this.#rules))}>+ ${t.add}</button>
        <button type="button" @click=${() => this.#mark()}>${t.split} <kbd>${this.pedal.mark}</kbd></button>
        <button type="button" @click=${() => this.#undoLast()} ?disabled=${this.#undo.length === 0}>${t.undo}</button>
        <button
          type="button"
          aria-pressed=${this.nothingSaid ? 'true' : 'false'}
          @click=${() => {
            this.#change([], { nothingSaid: !this.nothingSaid })
            this.said = this.nothingSaid ? t.nothingChosen : ''
          }}
        >
          ${t.nothing}
        </button>
      </div>
      ${pedalSettings({
        t,
        keys: this.pedal,
        waitingFor: this.waitingFor,
        choose: (command) => {
          this.waitingFor = command
        },
        onKey: (event) => this.#choosePedal(event),
      })}
    `
  }

  /** A new segment begins where the sound is, or after the last one while it is still at the beginning. */
  #freeFrom(): number {
    if (this.#position > 0) return this.#position
    return Math.max(0, ...this.rows.map(({ end }) => end))
  }
}

customElements.define('canut-transcriber', CanutTranscriber)

declare global {
  interface HTMLElementTagNameMap {
    'canut-transcriber': CanutTranscriber
  }
}
