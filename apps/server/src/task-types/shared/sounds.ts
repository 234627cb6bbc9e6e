/** Formants of vowels in hertz, after Peterson and Barney, JASA 24(2), 1952. */
const VOWELS = { a: [730, 1090, 2440], e: [530, 1840, 2480], i: [270, 2290, 3010], o: [570, 840, 2410], u: [300, 870, 2240] } as const
export type Vowel = keyof typeof VOWELS

const SAMPLE_RATE = 16_000
const VOWEL_SECONDS = 0.45
const PAUSE_SECONDS = 0.2
const HEADER_BYTES = 44

/**
 * A voice that sings vowels, for samples and demonstrations: nobody had to lend theirs. Source and filter, in its plainest
 * form: harmonics of 120 Hz, each as loud as it is near a formant.
 *
 * @returns a WAV file of 16 kHz, 16 bits, one channel: 0.65 s for each vowel. The same vowels give the same bytes.
 */
export function singVowels(vowels: readonly Vowel[]): Uint8Array<ArrayBuffer> {
  const each = Math.round((VOWEL_SECONDS + PAUSE_SECONDS) * SAMPLE_RATE)
  const bytes = new Uint8Array(HEADER_BYTES + vowels.length * each * 2)
  const view = new DataView(bytes.buffer)
  writeHeader(bytes, view)
  vowels.forEach((vowel, v) => {
    const harmonics = harmonicsOf(vowel)
    for (let i = 0; i < each; i++)
      view.setInt16(HEADER_BYTES + (v * each + i) * 2, Math.round(sampleAt(harmonics, i / SAMPLE_RATE) * 12_000), true)
  })
  return bytes
}

/** How long the sound of so many vowels is, in seconds. */
export const secondsOf = (vowels: readonly Vowel[]): number => Math.round(vowels.length * (VOWEL_SECONDS + PAUSE_SECONDS) * 1000) / 1000

type Harmonic = readonly [hertz: number, loudness: number]

function harmonicsOf(vowel: Vowel): Harmonic[] {
  const width = 90
  const all = Array.from({ length: 28 }, (_, n): Harmonic => {
    const hertz = 120 * (n + 1)
    const near = VOWELS[vowel].reduce((sum, formant, f) => sum + 0.6 ** f / (1 + ((hertz - formant) / width) ** 2), 0)
    return [hertz, near / (n + 1) ** 0.3]
  })
  const whole = all.reduce((sum, [, loudness]) => sum + loudness, 0)
  return all.map(([hertz, loudness]) => [hertz, loudness / whole])
}

function sampleAt(harmonics: readonly Harmonic[], seconds: number): number {
  if (seconds >= VOWEL_SECONDS) return 0
  const fade = Math.min(1, seconds / 0.03, (VOWEL_SECONDS - seconds) / 0.06)
  return fade * harmonics.reduce((sum, [hertz, loudness]) => sum + loudness * Math.sin(2 * Math.PI * hertz * seconds), 0)
}

function writeHeader(bytes: Uint8Array, view: DataView): void {
  const text = (at: number, word: string) => bytes.set(new TextEncoder().encode(word), at)
  text(0, 'RIFF')
  view.setUint32(4, bytes.length - 8, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, SAMPLE_RATE, true)
  view.setUint32(28, SAMPLE_RATE * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, bytes.length - HEADER_BYTES, true)
}
