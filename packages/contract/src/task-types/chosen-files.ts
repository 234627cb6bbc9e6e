/** A file that a worker chose in the page of a template, as the answer has it under the name of its field. */
export interface ChosenFile {
  /** `fil_…` once the file was sent */
  readonly uploadId: string
  /** these three as the browser of the worker told them */
  readonly name: string
  readonly type: string
  readonly size: number
}

/** What one answer may have of them. */
export const CHOSEN_FILES = { most: 10, maxBytes: 20_000_000 } as const
