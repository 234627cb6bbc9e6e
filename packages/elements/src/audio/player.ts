import { css, html, type PropertyValues } from 'lit'
import type { KeyedElement } from '../keyed-element.ts'
import { AudioElement, isOnButton, isTyping } from './audio-element.ts'
import { audioStyles } from './audio.styles.ts'
import { clockTime, MediaControl, transportWords } from './media-control.ts'

/**
 * Plays a recording, with the keys of a transcriber: Space plays and pauses, the arrows go two seconds back and forth; speed
 * and loop. It collects nothing: it is a field of the form only to be offered keys.
 *
 *     <canut-player src="/recording.wav"><audio controls src="/recording.wav"></audio></canut-player>
 *
 * What is inside is shown where no script runs. `autoplay` plays it as soon as it is shown, once the browser allows it.
 */
export class CanutPlayer extends AudioElement implements KeyedElement {
  static override readonly styles = [
    audioStyles,
    css`
      input[type='range'] {
        flex: 1 1 8rem;
        min-inline-size: 6rem;
        min-block-size: var(--target, 2.75rem);
        accent-color: var(--accent, Highlight);
      }
      select {
        box-sizing: border-box;
        padding-inline: 0.4rem;
        min-block-size: var(--target, 2.75rem);
        border: 1px solid var(--line-strong, GrayText);
        border-radius: var(--radius, 0.5rem);
        background: var(--surface, Field);
        color: var(--ink, FieldText);
        font: inherit;
      }
    `,
  ]
  static override readonly properties = { src: {}, autoplay: { type: Boolean }, disabled: { type: Boolean } }
  declare src: string
  declare autoplay: boolean
  /** it collects nothing */
  readonly value = ''
  readonly #control: MediaControl

  constructor() {
    super()
    this.src = ''
    this.autoplay = false
    this.disabled = false
    this.#control = new MediaControl(this, document.createElement('audio'), (seconds) => this.#show(seconds))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // a form that is put back into the page has stopped its sounds
    if (this.autoplay && this.hasUpdated) void this.#control.play()
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('src') || this.src === '') return
    this.#control.open(this.src)
    if (this.autoplay && this.isConnected) void this.#control.play()
  }

  handleKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return false
    if (event.code === 'Space' && isOnButton(event)) return false
    return this.#control.handleKey(event)
  }

  protected override updated(): void {
    this.#show(this.#control.media.currentTime)
  }

  /** Without drawing the rest again: the template leaves these places alone. */
  #show(seconds: number): void {
    const range = this.renderRoot.querySelector<HTMLInputElement>('input')
    if (range !== null) {
      range.value = String(seconds)
      range.setAttribute('aria-valuetext', clockTime(seconds))
    }
    const time = this.renderRoot.querySelector('.time')
    if (time !== null) time.textContent = this.#time(seconds)
  }

  #time(seconds: number): string {
    return `${clockTime(seconds)} / ${clockTime(this.#control.duration)}`
  }

  protected override render(): unknown {
    const t = transportWords[this.language]
    const { media, duration, broken } = this.#control
    if (broken) return html`<p class="note error" role="alert">${t.broken}</p>`
    return html`
      <div class="bar">${this.#control.buttons(t, this.language)}</div>
      <div class="bar">
        <input
          type="range"
          min="0"
          step="0.1"
          max=${Number.isFinite(duration) ? duration : 0}
          aria-label=${t.position}
          @input=${(event: Event) => (media.currentTime = Number((event.target as HTMLInputElement).value))}
        />
        <span class="time"></span>
      </div>
    `
  }
}

customElements.define('canut-player', CanutPlayer)

declare global {
  interface HTMLElementTagNameMap {
    'canut-player': CanutPlayer
  }
}
