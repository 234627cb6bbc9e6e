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
    return await record(stream, options, close)
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

async function record(stream: MediaStream, { worklet, format }: RecordingOptions, close: () => void): Promise<Recording> {
  const context = new AudioContext()
  await context.audioWorklet.addModule(worklet)
  await context.resume()
  const levels = new Levels()
  const chunks: Float32Array[] = []
  const encoder = format === 'opus' ? encoderFor(stream) : null
  const source = context.createMediaStreamSource(stream)
  const tap = new AudioWorkletNode(context, 'canut-recorder', { numberOfInputs: 1, numberOfOutputs: 1, channelCount: 1 })
  tap.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    levels.add(data)
    if (encoder === null) chunks.push(data)
  }
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
      const compressed = await encoder?.stop()
      source.disconnect()
      close()
      await context.close()
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
