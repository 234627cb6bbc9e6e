/** A recording for tests: 16-bit mono WAV (RIFF, PCM) of a tone of 220 Hz. */
export function aWave({ seconds, sampleRate = 16_000, peak = 0.5 }: { seconds: number; sampleRate?: number; peak?: number }): Buffer {
  const samples = Math.round(seconds * sampleRate)
  const wave = Buffer.alloc(44 + samples * 2)
  wave.write('RIFF', 0)
  wave.writeUInt32LE(36 + samples * 2, 4)
  wave.write('WAVEfmt ', 8)
  wave.writeUInt32LE(16, 16)
  wave.writeUInt16LE(1, 20)
  wave.writeUInt16LE(1, 22)
  wave.writeUInt32LE(sampleRate, 24)
  wave.writeUInt32LE(sampleRate * 2, 28)
  wave.writeUInt16LE(2, 32)
  wave.writeUInt16LE(16, 34)
  wave.write('data', 36)
  wave.writeUInt32LE(samples * 2, 40)
  for (let i = 0; i < samples; i++)
    wave.writeInt16LE(Math.round(Math.sin((2 * Math.PI * 220 * i) / sampleRate) * peak * 32_767), 44 + i * 2)
  return wave
}
