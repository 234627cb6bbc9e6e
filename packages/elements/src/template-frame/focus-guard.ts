/** So long after a key or a press in the page around it may the focus go into a frame because of that. */
const MEANT_MS = 1000
/** A page may once put the focus where people begin. One that takes it again and again locks out whoever works by keyboard. */
const TAKEN_MOST = 3
const TAKEN_WITHIN_MS = 5000

/** Gives the focus back when the page in a frame takes it from the page around, which nobody asked for. */
export class FocusGuard {
  readonly #host: HTMLElement
  readonly #tooOften: () => void
  #last: HTMLElement | null = null
  #meantAt = Number.NEGATIVE_INFINITY
  #taken: number[] = []

  /** @param tooOften the page takes it again and again: it is for the host to stop that */
  constructor(host: HTMLElement, tooOften: () => void) {
    this.#host = host
    this.#tooOften = tooOften
  }

  begin(): void {
    addEventListener('keydown', this.#onKey, { capture: true })
    addEventListener('pointerdown', this.#onPress, { capture: true })
    addEventListener('focusin', this.#onFocus)
    addEventListener('blur', this.#onBlur)
  }

  end(): void {
    removeEventListener('keydown', this.#onKey, { capture: true })
    removeEventListener('pointerdown', this.#onPress, { capture: true })
    removeEventListener('focusin', this.#onFocus)
    removeEventListener('blur', this.#onBlur)
  }

  /** The focus goes into the frame because somebody wants it there. */
  meant(): void {
    this.#meantAt = performance.now()
  }

  readonly #onKey = (): void => this.meant()

  readonly #onPress = (): void => {
    this.meant()
    this.#last = null
  }

  readonly #onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && target !== this.#host) this.#last = target
  }

  /** The window has lost the focus: to the frame, or to something that is not ours. */
  readonly #onBlur = (): void => {
    const now = performance.now()
    const last = this.#last
    if (document.activeElement !== this.#host || last?.isConnected !== true || now - this.#meantAt < MEANT_MS) return
    this.#taken = [...this.#taken.filter((at) => now - at < TAKEN_WITHIN_MS), now]
    // not before the window has lost it for good, which is after this event
    setTimeout(() => {
      window.focus()
      last.focus()
    })
    if (this.#taken.length > TAKEN_MOST) {
      this.#taken = []
      this.#tooOften()
    }
  }
}
