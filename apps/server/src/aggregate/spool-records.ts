import { closeSync, openSync, readSync, writeSync } from 'node:fs'

const BUFFER_BYTES = 1 << 15

/** Appends integers, numbers and texts to a file; a few thousand at a time reach the disk. */
export class RecordWriter {
  readonly #file: number
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  #filled = 0

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600)
  }

  integer(value: number): void {
    this.#filled = this.#roomFor(4).writeInt32LE(value, this.#filled)
  }

  number(value: number): void {
    this.#filled = this.#roomFor(8).writeDoubleLE(value, this.#filled)
  }

  /** Code unit by code unit, for ids are compared so. */
  text(value: string): void {
    const bytes = 2 * value.length
    this.integer(bytes)
    // in two steps, for making room may empty the buffer
    const buffer = this.#roomFor(bytes)
    this.#filled += buffer.write(value, this.#filled, 'utf16le')
  }

  close(): void {
    try {
      this.#flush()
    } finally {
      closeSync(this.#file)
    }
  }

  #roomFor(bytes: number): Buffer {
    if (this.#filled + bytes > this.#buffer.length) this.#flush()
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(bytes)
    return this.#buffer
  }

  #flush(): void {
    for (let written = 0; written < this.#filled;) written += writeSync(this.#file, this.#buffer, written, this.#filled - written)
    this.#filled = 0
  }
}

/** Reads back what was written, in the same order. */
export class RecordReader {
  readonly #file: number
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  #at = 0
  #end = 0

  constructor(path: string) {
    this.#file = openSync(path, 'r')
  }

  get isAtEnd(): boolean {
    return this.#at === this.#end && !this.#fill(1)
  }

  integer(): number {
    return this.#take(4).readInt32LE(this.#at - 4)
  }

  number(): number {
    return this.#take(8).readDoubleLE(this.#at - 8)
  }

  text(): string {
    const bytes = this.integer()
    return this.#take(bytes).toString('utf16le', this.#at - bytes, this.#at)
  }

  close(): void {
    closeSync(this.#file)
  }

  #take(bytes: number): Buffer {
    if (this.#at + bytes > this.#end && !this.#fill(bytes)) throw new RangeError('a record of the spool ends before its end')
    this.#at += bytes
    return this.#buffer
  }

  /** Keeps what was not taken yet, and reads until there are so many bytes; false when the file has no more. */
  #fill(bytes: number): boolean {
    const rest = this.#buffer.subarray(this.#at, this.#end)
    const buffer = bytes > this.#buffer.length ? Buffer.allocUnsafe(bytes) : this.#buffer
    rest.copy(buffer)
    this.#buffer = buffer
    this.#at = 0
    this.#end = rest.length
    while (this.#end < bytes) {
      const read = readSync(this.#file, buffer, this.#end, buffer.length - this.#end, null)
      if (read === 0) return false
      this.#end += read
    }
    return true
  }
}
