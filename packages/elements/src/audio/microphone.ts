import { decibels, Levels } from './levels.ts'
import { encodeWav } from './wav.ts'

export type Refusal = 'refused' | 'missing' | 'busy' | 'insecure' | 'failed'

/** What was recorded. */
export interface Take {
  readonly blob: Blob
  /** seconds */
  readonly duration: number
  readonly sampleRate: number
  readonly peakDb: number
  readonly clipped: boolean
}

/** A recording that is being made. */
export interface Recording {
  readonly levels: Levels
  readonly seconds: number
  stop(): Promise<Take>
}

export interface RecordingOptions {
  /** address of the worklet's script */
  readonly worklet: string
  readonly format: 'wav' | 'opus'
}

/** What is recorded is a voice as it is: nothing is filtered, levelled or cancelled. */
const AS_IT_IS = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false }

/** by the address of the worklet's script */
const prepared = new Map<string, Promise<AudioContext>>()
/** how many recordings are being made: one that ends late must not stop the next */
let running = 0

/**
 * Brings the worklet's script, which could not be fetched without a line, and keeps it for all recordings of the page.
 *
 * @throws what the browser says, where there is no line or no sound; the next call tries again.
 */
export function prepareRecording(worklet: string): Promise<AudioContext> {
  const ready = prepared.get(worklet)
  if (ready !== undefined) return ready
  const opening = openContext(worklet).catch((error: unknown) => {
    prepared.delete(worklet)
    throw error
  })
  prepared.set(worklet, opening)
  return opening
}

async function openContext(worklet: string): Promise<AudioContext> {
  const context = new AudioContext()
  try {
    await context.audioWorklet.addModule(worklet)
    return context
  } catch (error) {
    await context.close()
    throw error
  }
}

/**
 * Opens the microphone and records until `stop`, which closes it again. It is open only while a person records.
 *
 * @throws a MicrophoneError that says why there is no recording.
 */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  // a browser offers no microphone at all to a page that did not come over https
  if (!('mediaDevices' in navigator)) throw new MicrophoneError('insecure')
  const stream = await navigator.mediaDevices.getUserMedia({ audio: AS_IT_IS }).catch((error: unknown) => {
    throw new MicrophoneError(reasonOf(error))
  })
  const close = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  try {
    const context = await prepareRecording(options.worklet)
    return await record(stream, context, options.format, close)
  } catch {
    close()
    throw new MicrophoneError('failed')
  }
}

export class MicrophoneError extends Error {
  readonly reason: Refusal

  constructor(reason: Refusal) {
    super(`no recording: ${reason}`)
    this.reason = reason
  }
}

function reasonOf(error: unknown): Refusal {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'failed'
}

async function record(
  stream: MediaStream,
  context: AudioContext,
  format: RecordingOptions['format'],
  close: () => void,
): Promise<Recording> {
  const encoder = format === 'opus' ? encoderFor(stream) : null
  running += 1
  await context.resume()
  const levels = new Levels()
  const chunks: Float32Array[] = []
  const source = context.createMediaStreamSource(stream)
  const tap = new AudioWorkletNode(context, 'canut-recorder', { numberOfInputs: 1, numberOfOutputs: 1, channelCount: 1 })
  tap.port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => {
    levels.add(data)
    if (encoder === null) chunks.push(data)
  })
  tap.port.start()
  // a node that leads nowhere is not run; this one gives silence
  source.connect(tap).connect(context.destination)
  encoder?.start()
  const { sampleRate } = context
  return {
    levels,
    get seconds() {
      return levels.samples / sampleRate
    },
    async stop() {
      // both at once: what would be heard while the encoder ends is not in its file
      source.disconnect()
      const compressed = await encoder?.stop()
      tap.disconnect()
      close()
      running -= 1
      if (running === 0) await context.suspend()
      const blob = compressed ?? new Blob([encodeWav(chunks, sampleRate)], { type: 'audio/wav' })
      return { blob, duration: levels.samples / sampleRate, sampleRate, peakDb: decibels(levels.peak), clipped: levels.clipped }
    },
  }
}

const OPUS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus']

/** null where the browser cannot write Opus: then it is WAV after all. */
function encoderFor(stream: MediaStream): { start(): void; stop(): Promise<Blob> } | null {
  const mimeType = typeof MediaRecorder === 'undefined' ? undefined : OPUS.find((type) => MediaRecorder.isTypeSupported(type))
  if (mimeType === undefined) return null
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 48_000 })
  const pieces: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
  return {
    start: () => recorder.start(),
    stop: () =>
      new Promise((resolve) => {
        recorder.addEventListener('stop', () => resolve(new Blob(pieces, { type: recorder.mimeType })), { once: true })
        recorder.stop()
      }),
  }
}
