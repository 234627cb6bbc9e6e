import { CHOSEN_FILES } from '@canut/contract/chosen-files'
import { LOCAL_FILE } from '../file-events.ts'

/** Of several attempts only the last is named; a page that hands over more does not collect answers. */
const TAKEN_MOST = CHOSEN_FILES.most * 3 + 7

/** Files that came out of the frame. They are the author's as everything from there: what is none, or too much, is not taken. */
export class FrameFiles {
  readonly #keep: (key: string, file: File) => Promise<void>
  #keeping: Promise<boolean>[] = []

  /** @param keep stores a file where it survives the page, until it is sent */
  constructor(keep: (key: string, file: File) => Promise<void>) {
    this.#keep = keep
  }

  forget(): void {
    this.#keeping = []
  }

  take(key: unknown, file: unknown): void {
    if (typeof key !== 'string' || key.replace(LOCAL_FILE, '') !== '' || !(file instanceof File)) return
    if (file.size === 0 || file.size > CHOSEN_FILES.maxBytes || this.#keeping.length >= TAKEN_MOST) return
    this.#keeping.push(
      this.#keep(key, file).then(
        () => true,
        // the device has no room for it
        () => false,
      ),
    )
  }

  /** Whether all that was taken can be sent later. What cannot is forgotten: it has to be chosen again. */
  async areKept(): Promise<boolean> {
    const kept = (await Promise.all(this.#keeping)).every(Boolean)
    if (!kept) this.forget()
    return kept
  }
}
