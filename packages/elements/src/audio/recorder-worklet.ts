/**
 * Runs on the audio thread and hands on what the microphone gives, in pieces of about a fiftieth of a second. A file of its
 * own, because pages allow no script but files of their own origin.
 */
declare const registerProcessor: (name: string, processor: new () => object) => void
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort }

const PIECE = 1024

class Recorder extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE)
  #filled = 0
  #hasBegun = false

  process([input]: Float32Array[][]): boolean {
    const channel = input?.[0]
    // once the microphone is taken away it has nothing more to do, and is not kept beside the next one
    if (channel === undefined) return !this.#hasBegun
    this.#hasBegun = true
    if (this.#filled + channel.length > PIECE) this.#send()
    this.#piece.set(channel, this.#filled)
    this.#filled += channel.length
    return true
  }

  #send(): void {
    const piece = this.#piece.slice(0, this.#filled)
    this.port.postMessage(piece, [piece.buffer])
    this.#filled = 0
  }
}

registerProcessor('canut-recorder', Recorder)
