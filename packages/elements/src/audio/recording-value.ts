import type { VoiceResponse } from '@canut/contract'

/** Reads what a form or a draft says; null when it is no recording. */
export function readRecording(text: string): VoiceResponse | null {
  try {
    const value = JSON.parse(text) as Partial<VoiceResponse> | null
    return typeof value?.audio === 'string' && typeof value.duration === 'number' ? (value as VoiceResponse) : null
  } catch {
    // '' is what an empty form says, and anything else is somebody else's
    return null
  }
}

/** Below, nothing was said into the microphone; the server refuses it as well. */
const SILENT_BELOW_DB = -45
/** A voice that will be hard to make out. */
const QUIET_BELOW_DB = -26

export type Verdict = 'good' | 'clipped' | 'quiet' | 'silent' | 'tooShort'

/** What is to be said of a recording. Only the last two keep it from being sent. */
export function judgeRecording({ duration, peakDb, clipped }: Omit<VoiceResponse, 'audio'>, minSeconds: number): Verdict {
  // what the screen shows as "1.0" shall not be too short by a millisecond
  if (duration < minSeconds - 0.05) return 'tooShort'
  if (peakDb < SILENT_BELOW_DB) return 'silent'
  if (clipped) return 'clipped'
  return peakDb < QUIET_BELOW_DB ? 'quiet' : 'good'
}

export const isUsable = (verdict: Verdict): boolean => verdict !== 'silent' && verdict !== 'tooShort'
