import { html, type ReactiveController, type ReactiveControllerHost } from 'lit'

export const STEP_SECONDS = 2
/** in seconds */
const BEYOND_ANY_END = 1e7
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const

export interface TransportWords {
  readonly play: string
  readonly pause: string
  readonly back: string
  readonly forward: string
  readonly speed: string
  readonly loop: string
  readonly position: string
  readonly broken: string
}

export const transportWords: Readonly<Record<'en' | 'fr', TransportWords>> = {
  en: {
    play: 'Play',
    pause: 'Pause',
    back: '2 s back',
    forward: '2 s forward',
    speed: 'Speed',
    loop: 'Loop',
    position: 'Position',
    broken:
      'The recording cannot be played: it is damaged, or of a kind that this browser does not know. You can report the task: it costs you nothing.',
  },
  fr: {
    play: 'Écouter',
    pause: 'Pause',
    back: '2 s en arrière',
    forward: '2 s en avant',
    speed: 'Vitesse',
    loop: 'Boucle',
    position: 'Position',
    broken:
      'L’enregistrement ne peut pas être écouté : il est abîmé, ou d’un genre que ce navigateur ne connaît pas. Vous pouvez signaler la tâche : cela ne vous coûte rien.',
  },
}

/** Plays the sound or film of an element: state for its template, and what keys and buttons do. */
export class MediaControl implements ReactiveController {
  readonly media: HTMLMediaElement
  playing = false
  broken = false
  /** what is played over and over; the whole when it is null and `loop` is on */
  range: { readonly start: number; readonly end: number } | null = null
  loop = false
  readonly #host: ReactiveControllerHost
  readonly #onTime: (seconds: number) => void
  #frame = 0

  constructor(host: ReactiveControllerHost, media: HTMLMediaElement, onTime: (seconds: number) => void = () => undefined) {
    this.#host = host
    this.#onTime = onTime
    this.media = media
    media.preload = 'auto'
    const update = () => {
      this.playing = !media.paused && !media.ended
      if (this.playing) this.#follow()
      this.#host.requestUpdate()
    }
    for (const name of ['play', 'pause', 'ended', 'loadedmetadata', 'durationchange', 'ratechange']) media.addEventListener(name, update)
    for (const name of ['seeked', 'timeupdate']) media.addEventListener(name, () => this.#onTime(media.currentTime))
    // the last stretch ends with the sound, before its end is seen to have passed
    media.addEventListener('ended', () => {
      if (this.loop) void this.play(this.range?.start ?? 0)
      else this.range = null
    })
    media.addEventListener('loadedmetadata', () => {
      if (media.duration === Infinity) this.#findEnd()
    })
    media.addEventListener('error', () => {
      this.broken = true
      this.#host.requestUpdate()
    })
    host.addController(this)
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame)
    this.media.pause()
  }

  get duration(): number {
    return Number.isFinite(this.media.duration) ? this.media.duration : Infinity
  }

  open(src: string): void {
    this.broken = false
    if (this.media.getAttribute('src') !== src) this.media.src = src
  }

  async play(from?: number): Promise<void> {
    if (from !== undefined) this.media.currentTime = from
    // refused before the first gesture on a page: then nothing is played, and the button is there
    await this.media.play().catch(() => undefined)
  }

  toggle(): void {
    if (this.media.paused) void this.play()
    else this.media.pause()
  }

  step(seconds: number): void {
    this.media.currentTime = Math.max(0, Math.min(this.media.currentTime + seconds, this.duration))
  }

  /** Plays one stretch; over and over while `loop` is on. */
  playRange(start: number, end: number): void {
    this.range = { start, end }
    void this.play(start)
  }

  setLoop(loop: boolean): void {
    this.loop = loop
    this.#host.requestUpdate()
  }

  setSpeed(speed: number): void {
    this.media.playbackRate = speed
  }

  /** A file that a browser wrote as it came does not say how long it is; going to its end shows it. */
  #findEnd(): void {
    const { media } = this
    const found = () => {
      if (!Number.isFinite(media.duration)) return
      media.removeEventListener('durationchange', found)
      media.currentTime = 0
    }
    media.addEventListener('durationchange', found)
    media.currentTime = BEYOND_ANY_END
  }

  #follow(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => {
      const { currentTime } = this.media
      this.#onTime(currentTime)
      if (this.range !== null && currentTime >= this.range.end) {
        if (this.loop) this.media.currentTime = this.range.start
        else {
          this.media.pause()
          this.media.currentTime = this.range.end
          this.range = null
        }
      }
      if (this.playing) this.#follow()
    })
  }

  /** The keys that mean the same in every element with sound. True when it was one of them. */
  handleKey(event: KeyboardEvent): boolean {
    switch (event.code) {
      case 'MediaPlayPause':
      case 'Space':
        if (!event.repeat) this.toggle()
        return true
      case 'ArrowLeft':
      case 'MediaTrackPrevious':
        this.step(-STEP_SECONDS)
        return true
      case 'ArrowRight':
      case 'MediaTrackNext':
        this.step(STEP_SECONDS)
        return true
      default:
        return false
    }
  }

  buttons(t: TransportWords, language: string) {
    const speed = (value: number) => `${value.toLocaleString(language)} ×`
    return html`
      <button type="button" class="main" @click=${() => this.toggle()} ?disabled=${this.broken}>
        ${this.playing ? `❚❚ ${t.pause}` : `▶ ${t.play}`} <kbd>␣</kbd>
      </button>
      <button type="button" aria-label=${t.back} title=${t.back} @click=${() => this.step(-STEP_SECONDS)}>−2 s <kbd>←</kbd></button>
      <button type="button" aria-label=${t.forward} title=${t.forward} @click=${() => this.step(STEP_SECONDS)}>+2 s <kbd>→</kbd></button>
      <label class="speed">
        <span class="visually-hidden">${t.speed}</span>
        <select @change=${(event: Event) => this.setSpeed(Number((event.target as HTMLSelectElement).value))}>
          ${SPEEDS.map((each) => html`<option value=${each} ?selected=${each === this.media.playbackRate}>${speed(each)}</option>`)}
        </select>
      </label>
      <button type="button" aria-pressed=${this.loop ? 'true' : 'false'} @click=${() => this.setLoop(!this.loop)}>↻ ${t.loop}</button>
    `
  }
}

/** `1:02.5` */
export function clockTime(seconds: number): string {
  const safe = Number.isFinite(seconds) ? Math.max(0, seconds) : 0
  const tenths = Math.floor(safe * 10 + 1e-6)
  const minutes = Math.floor(tenths / 600)
  return `${minutes}:${String(Math.floor((tenths % 600) / 10)).padStart(2, '0')}.${tenths % 10}`
}
