import type { Readable } from 'node:stream'

/** Where uploads and media are kept: a local folder or an S3 bucket. Keys are made by us: `media/<uuid>`, `imports/<uuid>`. */
export interface FileStore {
  /** Stores the whole stream under the key; on failure nothing is left behind. Returns the number of bytes. */
  put(key: string, content: Readable, contentType: string): Promise<number>
  /** Throws `FileMissing` when there is no such file. */
  open(key: string): Promise<Readable>
  remove(key: string): Promise<void>
}

export class FileMissing extends Error {
  override readonly name = 'FileMissing'
  readonly key: string

  constructor(key: string) {
    super(`no file is stored under ${key}`)
    this.key = key
  }
}
