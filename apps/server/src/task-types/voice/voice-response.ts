import { err, ok, type Result } from '@canut/domain'
import type { VoiceResponse } from '@canut/contract'
import { z } from 'zod'
import { membersOf } from '../shared/text-value.ts'
import type { FileFacts, Issue } from '../task-type.ts'
import { LONGEST_SECONDS } from './voice.settings.ts'

/** The quietest peak that can be a voice near a microphone; below, the microphone was off or covered. */
const SILENT_BELOW_DB = -45
/** Device and server measure the length of one recording by different means. */
const LENGTHS_DIFFER_SECONDS = 0.5

export interface VoicePayload {
  readonly sentence: string
  readonly locale: string
  readonly minSeconds: number
  readonly maxSeconds: number
}

const schema = z.strictObject({
  audio: z.string().regex(/^fil_[0-9a-f]{32}$/),
  duration: z.number().min(0).max(3600),
  sampleRate: z.int().min(4000).max(384_000),
  peakDb: z.number().min(-200).max(0),
  clipped: z.boolean(),
})

export const responseSchema = z.toJSONSchema(schema) as Record<string, unknown>

/** Everything is about the one control of the screen. */
const issue = (code: string, params: Issue['params'] = {}): Issue => ({ path: 'value', code, params })

export function checkVoice(response: unknown, payload: unknown): Result<VoiceResponse, Issue[]> {
  const checked = schema.safeParse(response)
  if (!checked.success) {
    const { audio } = membersOf(response)
    return err([issue(typeof audio === 'string' && audio.startsWith('local:') ? 'recording_elsewhere' : 'recording_missing')])
  }
  const { duration, peakDb, ...rest } = checked.data
  const issues = lengthIssues(duration, payload as VoicePayload)
  if (peakDb < SILENT_BELOW_DB) issues.push(issue('recording_silent'))
  if (issues.length > 0) return err(issues)
  return ok({ ...rest, duration: Math.round(duration * 1000) / 1000, peakDb: Math.round(peakDb * 10) / 10 })
}

function lengthIssues(seconds: number, { minSeconds, maxSeconds }: VoicePayload): Issue[] {
  // what a screen shows as "1.0" shall not be too short by a millisecond
  if (seconds < minSeconds - 0.05) return [issue('recording_too_short', { min: minSeconds })]
  if (seconds > maxSeconds + LENGTHS_DIFFER_SECONDS) return [issue('recording_too_long', { max: maxSeconds })]
  return []
}

export const voiceFiles = {
  kinds: ['audio'],
  /** two minutes of 48 kHz in 16 bits, and some more */
  maxBytes: 2 * 48_000 * LONGEST_SECONDS + 1_000_000,
  most: 1,
  mayKeepExif: false,
  named(response: unknown) {
    const { audio } = membersOf(response)
    return typeof audio === 'string' && audio.startsWith('fil_') ? [{ path: 'value', file: audio }] : []
  },
  /** The file is what was recorded, whatever the device said of it. */
  check(response: unknown, payload: unknown, files: ReadonlyMap<string, FileFacts>): Result<unknown, Issue[]> {
    const { audio, duration } = response as VoiceResponse
    const seconds = files.get(audio)?.seconds ?? null
    if (seconds === null) return ok(response)
    if (Math.abs(seconds - duration) > LENGTHS_DIFFER_SECONDS) return err([issue('recording_differs')])
    const issues = lengthIssues(seconds, payload as VoicePayload)
    return issues.length === 0 ? ok(response) : err(issues)
  },
} as const
