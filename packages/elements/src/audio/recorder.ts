import { css, html, nothing } from 'lit'
import type { VoiceResponse } from '@canut/contract'
import { askForFile, newLocalFile, offerFile } from '../file-events.ts'
import type { KeyedElement } from '../keyed-element.ts'
import { AudioElement, isOnButton, isTyping } from './audio-element.ts'
import { audioStyles } from './audio.styles.ts'
import { MicrophoneError, prepareRecording, startRecording, type Recording, type Refusal, type Take } from './microphone.ts'
import { recorderMessages } from './recorder.messages.ts'
import { isUsable, judgeRecording, readRecording } from './recording-value.ts'

type Phase = 'empty' | 'opening' | 'recording' | 'keeping' | 'recorded'

/**
 * Records a voice.
 *
 *     <canut-recorder name="response.value" min-seconds="1" max-seconds="20" format="wav" worklet="/recorder-worklet.js">
 *
 * Attributes: `min-seconds`, `max-seconds`; `format` (`wav`, or `opus` where the browser writes it); `worklet`, the address of
 * `recorder-worklet.js` on the page's own origin; `src`, where a recording that was sent is heard; `value`, JSON of a
 * VoiceResponse, '' until something is recorded. The file is offered to the page (`file-events.ts`), and the value names it
 * once the page keeps it. Keys: Space records, stops, and then listens; A records again.
 */
export class CanutRecorder extends AudioElement implements KeyedElement {
  static override readonly styles = [
    audioStyles,
    css`
      .meter {
        block-size: 0.9rem;
        border-radius: 999px;
        background: var(--sunken, #8883);
        overflow: hidden;
      }
      .meter > div {
        block-size: 100%;
        inline-size: 100%;
        background: var(--ok, green);
        transform-origin: left;
        transform: scaleX(0);
      }
      .meter.loud > div {
        background: var(--error, red);
      }
      :host(:dir(rtl)) .meter > div {
        transform-origin: right;
      }
      button.main {
        min-inline-size: 11rem;
        min-block-size: 3.5rem;
        font-size: var(--text-l, 1.1875rem);
      }
    `,
  ]
  static override readonly properties = {
    minSeconds: { type: Number, attribute: 'min-seconds' },
    maxSeconds: { type: Number, attribute: 'max-seconds' },
    format: {},
    worklet: {},
    src: {},
    disabled: { type: Boolean },
    phase: { state: true },
    refusal: { state: true },
    trouble: { state: true },
    playing: { state: true },
  }
  declare minSeconds: number
  declare maxSeconds: number
  declare format: 'wav' | 'opus'
  declare worklet: string
  declare src: string
  declare phase: Phase
  declare refusal: Refusal | null
  /** what is to be said beside the usual */
  declare trouble: 'notKept' | 'elsewhere' | 'full' | null
  declare playing: boolean

  #response: VoiceResponse | null = null
  #recording: Recording | null = null
  #sound: string | null = null
  #frame = 0

  constructor() {
    super()
    this.minSeconds = 1
    this.maxSeconds = 20
    this.format = 'wav'
    this.worklet = 'recorder-worklet.js'
    this.src = ''
    this.disabled = false
    this.phase = 'empty'
    this.refusal = null
    this.trouble = null
    this.playing = false
  }

  get value(): string {
    return this.#response === null ? '' : JSON.stringify(this.#response)
  }
  set value(text: string) {
    this.#response = readRecording(text)
    this.phase = this.#response === null ? 'empty' : 'recorded'
    this.trouble = null
    this.#forgetSound()
    if (this.#response?.audio.startsWith('local:') === true) void this.#findSound(this.#response.audio)
    this.requestUpdate()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // ahead, while there is a line; where it fails, it is tried again when something is recorded, and said then
    if (!this.disabled) void prepareRecording(this.worklet).catch(() => undefined)
    // also when a form is put back into the page: only then the page may be able to give the recording back
    if (this.#sound === null) this.value = this.value === '' ? (this.getAttribute('value') ?? '') : this.value
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    cancelAnimationFrame(this.#frame)
    void this.#recording?.stop()
    this.#recording = null
    this.#forgetSound()
  }

  handleKey(event: KeyboardEvent): boolean {
    if (this.disabled || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return false
    if (event.code === 'KeyA') {
      if (!event.repeat && this.phase === 'recorded') void this.#start()
      return this.phase === 'recorded'
    }
    // while it records, Enter ends the recording: what is not ended cannot be sent
    if (event.code === 'Enter' && this.phase === 'recording') {
      void this.#stop()
      return true
    }
    if (event.code !== 'Space' || isOnButton(event)) return false
    if (!event.repeat) this.#press()
    return true
  }

  #press(): void {
    if (this.phase === 'empty') void this.#start()
    else if (this.phase === 'recording') void this.#stop()
    else if (this.phase === 'recorded') this.#listen()
  }

  async #start(): Promise<void> {
    if (this.phase === 'opening' || this.phase === 'recording' || this.phase === 'keeping') return
    this.#audio?.pause()
    this.refusal = null
    this.trouble = null
    this.phase = 'opening'
    try {
      this.#recording = await startRecording({ worklet: this.worklet, format: this.format })
    } catch (error) {
      this.refusal = error instanceof MicrophoneError ? error.reason : 'failed'
      this.phase = this.#response === null ? 'empty' : 'recorded'
      return
    }
    // the task may have been left while the browser was asking
    if (!this.isConnected) return void this.#recording.stop()
    this.#response = null
    this.#forgetSound()
    this.phase = 'recording'
    this.#follow()
  }

  /** Moves the meter and the time with the picture, without drawing the rest again. */
  #follow(): void {
    this.#frame = requestAnimationFrame(() => {
      const recording = this.#recording
      if (recording === null) return
      const meter = this.renderRoot.querySelector<HTMLElement>('.meter')
      const { latest, clipped } = recording.levels
      if (meter !== null) {
        meter.classList.toggle('loud', clipped)
        // by the square root, so that an ordinary voice fills half of it
        const share = Math.sqrt(latest)
        meter.setAttribute('aria-valuenow', String(Math.round(share * 100)))
        // through the object model: the policy of pages refuses style attributes
        const bar = meter.firstElementChild
        if (bar instanceof HTMLElement) bar.style.transform = `scaleX(${share.toFixed(3)})`
      }
      this.#showTime(recording.seconds)
      if (recording.seconds >= this.maxSeconds) {
        this.trouble = 'full'
        void this.#stop()
      } else this.#follow()
    })
  }

  async #stop(): Promise<void> {
    const recording = this.#recording
    if (recording === null) return
    this.#recording = null
    cancelAnimationFrame(this.#frame)
    this.phase = 'keeping'
    await this.#keep(await recording.stop())
  }

  async #keep({ blob, duration, ...rest }: Take): Promise<void> {
    const audio = newLocalFile()
    const name = blob.type === 'audio/wav' ? 'recording.wav' : blob.type.startsWith('audio/ogg') ? 'recording.ogg' : 'recording.webm'
    try {
      await offerFile(this, audio, blob, name)
    } catch {
      // no room on the device: naming the recording in a response would promise what cannot be kept
      this.trouble = 'notKept'
      this.phase = 'empty'
      return
    }
    this.#forgetSound()
    this.#sound = URL.createObjectURL(blob)
    this.#response = { audio, duration: Math.round(duration * 1000) / 1000, ...rest }
    this.phase = 'recorded'
    this.#say()
    this.changed()
  }

  async #findSound(key: string): Promise<void> {
    const file = await askForFile(this, key)
    if (this.#response?.audio !== key) return
    if (file === null) this.trouble = 'elsewhere'
    else this.#sound = URL.createObjectURL(file)
    this.requestUpdate()
  }

  #forgetSound(): void {
    if (this.#sound !== null) URL.revokeObjectURL(this.#sound)
    this.#sound = null
  }

  get #audio(): HTMLAudioElement | null {
    return this.renderRoot.querySelector('audio')
  }

  #listen(): void {
    const audio = this.#audio
    if (audio === null) return
    if (audio.paused) void audio.play().catch(() => undefined)
    else audio.pause()
  }

  protected override updated(): void {
    this.#showTime(this.#recording?.seconds ?? (this.phase === 'recorded' ? (this.#response?.duration ?? null) : null))
    this.#say()
  }

  /** What the form is told: the value, and what still keeps it from being sent. */
  #say(): void {
    this.internals.setFormValue(this.value)
    const t = recorderMessages[this.language]
    const anchor = this.renderRoot.querySelector<HTMLElement>('button') ?? undefined
    const problem = this.#problem(t)
    if (problem === null || this.disabled) this.internals.setValidity({})
    else this.internals.setValidity({ customError: true }, problem, anchor)
  }

  #problem(t: (typeof recorderMessages)['en']): string | null {
    if (this.phase === 'recording' || this.phase === 'opening') return t.running
    if (this.phase === 'keeping') return t.keeping
    if (this.#response === null) return t.missing
    if (this.trouble === 'elsewhere') return t.elsewhere
    const verdict = judgeRecording(this.#response, this.minSeconds)
    return isUsable(verdict) ? null : this.#sentence(verdict === 'silent' ? 'silent' : 'tooShort')
  }

  #number(value: number): string {
    return value.toLocaleString(this.language, { maximumFractionDigits: 1 })
  }

  #time(seconds: number): string {
    const t = recorderMessages[this.language]
    return t.seconds(seconds.toLocaleString(this.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }))
  }

  #sentence(name: 'silent' | 'tooShort' | 'quiet' | 'clipped' | 'full' | 'atMost'): string {
    const sentence = recorderMessages[this.language][name]
    return typeof sentence === 'string' ? sentence : sentence({ min: this.#number(this.minSeconds), max: this.#number(this.maxSeconds) })
  }

  protected override render(): unknown {
    const t = recorderMessages[this.language]
    return html`
      <div class="bar" role="group" aria-label=${t.group}>${this.#buttons(t)}<span class="time"></span></div>
      <div
        class="meter"
        role="meter"
        aria-label=${t.level}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow="0"
        ?hidden=${this.phase !== 'recording'}
      >
        <div></div>
      </div>
      ${
        this.#heard === null
          ? nothing
          : html`<audio
              controls
              src=${this.#heard}
              aria-label=${t.listen}
              @play=${() => (this.playing = true)}
              @pause=${() => (this.playing = false)}
            ></audio>`
      }
      <div role="status">${this.#notes(t)}</div>
      ${this.disabled ? nothing : html`<p class="soft">${this.#sentence('atMost')}</p>`}
    `
  }

  /** Where the recording is heard from. */
  get #heard(): string | null {
    if (this.phase !== 'recorded') return null
    return this.#sound ?? (this.src !== '' && this.#response?.audio.startsWith('fil_') === true ? this.src : null)
  }

  /** The template leaves this place alone: what draws it must be one of the two. */
  #showTime(seconds: number | null): void {
    const time = this.renderRoot.querySelector('.time')
    if (time !== null) time.textContent = seconds === null ? '' : this.#time(seconds)
  }

  #buttons(t: (typeof recorderMessages)['en']) {
    if (this.disabled) return nothing
    if (this.phase === 'recording')
      return html`<button type="button" class="main stop" @click=${() => void this.#stop()}>■ ${t.stop} <kbd>␣</kbd></button>`
    if (this.phase === 'recorded')
      return html`<button type="button" class="main" @click=${() => this.#listen()} ?disabled=${this.#heard === null}>
          ${this.playing ? `❚❚ ${t.pause}` : `▶ ${t.listen}`} <kbd>␣</kbd>
        </button>
        <button type="button" @click=${() => void this.#start()}>● ${t.again} <kbd>A</kbd></button>`
    return html`<button type="button" class="main" ?disabled=${this.phase !== 'empty'} @click=${() => void this.#start()}>
      ● ${t.record} <kbd>␣</kbd>
    </button>`
  }

  #notes(t: (typeof recorderMessages)['en']) {
    if (this.refusal !== null) return html`<p class="note error">${t.refusals[this.refusal]}</p>`
    if (this.phase === 'opening') return html`<p class="note">${t.opening}</p>`
    if (this.phase === 'recording') return html`<p class="note">${t.speak} ${t.recording}</p>`
    if (this.phase === 'keeping') return html`<p class="note">${t.keeping}</p>`
    if (this.trouble === 'notKept' || this.trouble === 'elsewhere') return html`<p class="note error">${t[this.trouble]}</p>`
    if (this.#response === null) return nothing
    const verdict = judgeRecording(this.#response, this.minSeconds)
    const more = this.trouble === 'full' ? html`<p class="note">${this.#sentence('full')}</p>` : nothing
    if (verdict === 'good')
      return html`<p class="note">${this.#response.audio.startsWith('fil_') ? t.sent : t.kept}</p>
        ${more}`
    return html`<p class="note ${isUsable(verdict) ? 'warning' : 'error'}">${this.#sentence(verdict)}</p>
      ${more}`
  }
}

customElements.define('canut-recorder', CanutRecorder)

declare global {
  interface HTMLElementTagNameMap {
    'canut-recorder': CanutRecorder
  }
}
