/**
 * Files that an element collects for a response. Until they are sent, the response names them by a key of the device
 * (`local:…`); whoever sends the response sends the files first and puts their ids in the place of the keys.
 */
export const LOCAL_FILE = /local:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

export const newLocalFile = (): string => `local:${crypto.randomUUID()}`

interface FileMade {
  readonly key: string
  readonly file: Blob
  readonly name: string
  /** what a camera wrote into a photo may stay when it is sent, as its maker agreed */
  readonly keepExif: boolean
  /** says that the file is being kept on the device; the response names it once this is done */
  keep(kept: Promise<void>): void
}

interface FileWanted {
  readonly key: string
  /** gives the file of a draft back; null when this device does not have it */
  give(file: Promise<Blob | null>): void
}

export const FILE_MADE = 'canut-file-made'
export const FILE_WANTED = 'canut-file-wanted'

declare global {
  interface HTMLElementEventMap {
    [FILE_MADE]: CustomEvent<FileMade>
    [FILE_WANTED]: CustomEvent<FileWanted>
  }
}

/** Offers a new file to the page. Resolves when the page keeps it; at once when nobody does. */
export async function offerFile(from: HTMLElement, key: string, file: Blob, name: string, keepExif = false): Promise<void> {
  let keeping = Promise.resolve()
  const detail: FileMade = {
    key,
    file,
    name,
    keepExif,
    keep(kept) {
      keeping = kept
    },
  }
  from.dispatchEvent(new CustomEvent(FILE_MADE, { detail, bubbles: true, composed: true }))
  await keeping
}

/** Asks the page for a file that was offered earlier. */
export function askForFile(from: HTMLElement, key: string): Promise<Blob | null> {
  let given: Promise<Blob | null> = Promise.resolve(null)
  const detail: FileWanted = {
    key,
    give(file) {
      given = file
    },
  }
  from.dispatchEvent(new CustomEvent(FILE_WANTED, { detail, bubbles: true, composed: true }))
  return given
}
