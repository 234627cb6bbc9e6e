import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny'

/**
 * How long a sound or a film is, in seconds, by the packets that are there: what its header promises is no proof, and what a
 * browser records in WebM may promise nothing. Null when it holds no such track, or is damaged from the start.
 */
export async function measureTrack(path: string, kind: 'audio' | 'video'): Promise<number | null> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS })
  try {
    const track = kind === 'audio' ? await input.getPrimaryAudioTrack() : await input.getPrimaryVideoTrack()
    if (track === null) return null
    let [start, end] = [Infinity, 0]
    for await (const { timestamp, duration } of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
      start = Math.min(start, timestamp)
      end = Math.max(end, timestamp + duration)
    }
    return end > start ? end - start : null
  } catch {
    // the library says in English what it stumbled over; for the person it comes to the same
    return null
  } finally {
    input.dispose()
  }
}
