import type { Size } from '@canut/contract'
import { PictureError, type PictureFailure } from './picture.ts'
import type { Viewport } from './viewport.ts'

/** How it stands with a picture that is not there (yet). `slow`: it may still come. */
export type Waiting = 'loading' | 'slow' | PictureFailure

/** So long does a picture take before the person is told that it may never come. */
const SLOW_AFTER_MS = 10_000

/** Brings one picture after the other onto a viewport, and says how it stands meanwhile. */
export class Opening {
  readonly #told: (waiting: Waiting | null) => void
  #loading = new AbortController()

  /** @param told null when the picture is there */
  constructor(told: (waiting: Waiting | null) => void) {
    this.#told = told
  }

  /**
   * Opens a picture instead of the one that was shown, or is being opened.
   *
   * @param ready called with its size when it is there, before its whole is shown
   */
  async open(viewport: Viewport, url: string, ready: (size: Size) => void): Promise<void> {
    this.stop()
    const loading = new AbortController()
    this.#loading = loading
    this.#told('loading')
    const slow = setTimeout(() => this.#told('slow'), SLOW_AFTER_MS)
    loading.signal.addEventListener('abort', () => clearTimeout(slow))
    try {
      const { size } = await viewport.open(url, loading.signal)
      this.#told(null)
      ready(size)
      viewport.showWhole()
    } catch (error) {
      if (loading.signal.aborted) return
      if (!(error instanceof PictureError)) throw error
      this.#told(error.kind)
    } finally {
      clearTimeout(slow)
    }
  }

  /** Whatever is being opened is not wanted any more. */
  stop(): void {
    this.#loading.abort()
  }
}
