/** Full scale is 1; converters stop a little below or at it. */
const CLIPPED_AT = 0.985
/** One sample at full scale is chance; so many in a row are a wave whose top is cut off. */
const CLIPPED_RUN = 3

/** How loud a recording is, while it is made. Chunks are samples from -1 to 1 of one channel. */
export class Levels {
  samples = 0
  /** of the loudest sample, 0 to 1 */
  peak = 0
  clipped = false
  /** of the latest chunk, for a meter */
  latest = 0
  #run = 0

  add(chunk: Float32Array): void {
    this.samples += chunk.length
    let latest = 0
    for (const sample of chunk) {
      const size = Math.abs(sample)
      if (size > latest) latest = size
      this.#run = size >= CLIPPED_AT ? this.#run + 1 : 0
      if (this.#run >= CLIPPED_RUN) this.clipped = true
    }
    this.latest = latest
    this.peak = Math.min(1, Math.max(this.peak, latest))
  }
}

/** Quieter than any recording: what silence is called, since its logarithm is no number. */
const SILENCE_DB = -120

/** Decibels below full scale, from -120 to 0. */
export function decibels(level: number): number {
  if (!(level > 0)) return SILENCE_DB
  return Math.min(0, Math.max(SILENCE_DB, Math.round(200 * Math.log10(level)) / 10))
}
