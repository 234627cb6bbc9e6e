import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, OggOutputFormat, Output, WebMOutputFormat } from 'mediabunny'

const FRAME_SECONDS = 0.02
/** One frame of 20 ms in one channel (RFC 6716 §3.1: CELT, full band), with so many bytes as 48 kbit/s have. */
const FRAME = Uint8Array.from({ length: 120 }, (_, i) => (i === 0 ? 0xf8 : (i * 53) & 0xff))
/** OpusHead (RFC 7845 §5.1): version 1, one channel, nothing skipped, 48 kHz, no gain. */
const HEAD = Uint8Array.from([...Buffer.from('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0])

/** A recording for tests as browsers write it: Opus in WebM (without its length, since it is written as it comes) or in Ogg. */
export async function anOpus({ seconds, container = 'webm' }: { seconds: number; container?: 'webm' | 'ogg' }): Promise<Buffer> {
  const target = new BufferTarget()
  const source = new EncodedAudioPacketSource('opus')
  const output = new Output({ format: container === 'ogg' ? new OggOutputFormat() : new WebMOutputFormat({ appendOnly: true }), target })
  output.addAudioTrack(source)
  await output.start()
  const meta = { decoderConfig: { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000, description: HEAD } }
  for (let frame = 0; frame < Math.round(seconds / FRAME_SECONDS); frame++)
    await source.add(new EncodedPacket(FRAME, 'key', frame * FRAME_SECONDS, FRAME_SECONDS), frame === 0 ? meta : undefined)
  await output.finalize()
  if (target.buffer === null) throw new Error('a finished output has its bytes')
  return Buffer.from(target.buffer)
}
