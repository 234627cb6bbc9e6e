const HEADER_BYTES = 44

/**
 * A WAV file (RIFF, PCM of 16 bits, one channel) of samples from -1 to 1; what is beyond is cut.
 *
 * @param sampleRate in hertz, a whole number.
 */
export function encodeWav(chunks: readonly Float32Array[], sampleRate: number): Uint8Array<ArrayBuffer> {
  const samples = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const bytes = new Uint8Array(HEADER_BYTES + samples * 2)
  const view = new DataView(bytes.buffer)
  const text = (at: number, word: string) => bytes.set(new TextEncoder().encode(word), at)
  text(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + samples * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, samples * 2, true)
  let at = HEADER_BYTES
  for (const chunk of chunks)
    for (const sample of chunk) {
      const held = Math.min(1, Math.max(-1, sample))
      view.setInt16(at, Math.round(held < 0 ? held * 0x8000 : held * 0x7fff), true)
      at += 2
    }
  return bytes
}
