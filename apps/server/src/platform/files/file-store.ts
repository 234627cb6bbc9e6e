import type { Readable } from 'node:stream'

/** Where uploads and media are kept: a local folder or an S3 bucket. Keys are made by us: `media/<uuid>`, `imports/<uuid>`. */
export interface FileStore {
  /** Stores the whole stream under the key; on failure nothing is left behind. Returns the number of bytes. */
  put(key: string, content: Readable, contentType: string): Promise<number>
  /** The whole file, or the given bytes of it (both ends included). Throws `FileMissing` when there is no such file. */
  open(key: string, range?: ByteRange): Promise<Readable>
  remove(key: string): Promise<void>
}

export interface ByteRange {
  readonly first: number
  readonly last: number
}

export class FileMissing extends Error {
  override readonly name = 'FileMissing'
  readonly key: string

  constructor(key: string) {
    super(`no file is stored under ${key}`)
    this.key = key
  }
}
