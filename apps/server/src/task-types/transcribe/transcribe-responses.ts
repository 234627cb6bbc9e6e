import { err, ok, type Result } from '@canut/domain'
import type { Segment, TranscribeResponse } from '@canut/contract'
import { z } from 'zod'
import { NOT_BLANK, TEXT_MAX_LENGTH } from '../shared/text-value.ts'
import { storableText } from '../shared/schemas.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue } from '../task-type.ts'
import type { TranscribeSettings } from './transcribe.settings.ts'

export interface TranscribePayload {
  /** name of an uploaded file of the project, or a recording of an earlier step */
  readonly audio?: string
  /** a film, where the batch is about films; then there is no `audio` */
  readonly video?: string
  /** seconds, where the row says it */
  readonly duration?: number
  readonly draft?: readonly Segment[]
}

const SEGMENTS_MOST = 2000
const LONGEST_SECONDS = 24 * 3600
/** Files and players round the end of a sound differently. */
const END_SLACK_SECONDS = 0.25

const seconds = z.number().min(0).max(LONGEST_SECONDS)
const schema = z.strictObject({
  segments: z
    .array(
      z.strictObject({
        start: seconds,
        end: seconds,
        speaker: storableText(100).optional(),
        text: storableText(TEXT_MAX_LENGTH),
      }),
    )
    .max(SEGMENTS_MOST),
})

export const responseSchema = z.toJSONSchema(schema) as Record<string, unknown>

/** Everything is about the one control of the screen, and says which segment it means. */
const issue = (code: string, params: Issue['params'] = {}): Issue => ({ path: 'value', code, params })

export function checkTranscription(
  response: unknown,
  payload: TranscribePayload,
  settings: Pick<TranscribeSettings, 'speakers' | 'overlap'>,
): Result<TranscribeResponse, Issue[]> {
  const checked = schema.safeParse(response)
  if (!checked.success) {
    const [first] = issuesOf(checked.error, response)
    // '' is what the empty element sends
    const isEmpty = typeof response !== 'object' || response === null || !('segments' in response)
    return err([isEmpty ? issue('transcript_missing') : issue(first?.code ?? 'wrong_type', first?.params ?? {})])
  }
  const segments = checked.data.segments.map(canonical)
  for (const [i, segment] of segments.entries()) {
    const fault = faultOf(segment, segments[i - 1], payload, settings)
    if (fault !== null) return err([issue(fault.code, { number: i + 1, ...fault.params })])
  }
  return ok({ segments })
}

function canonical({ start, end, speaker, text }: z.infer<typeof schema>['segments'][number]): Segment {
  const round = (value: number) => Math.round(value * 1000) / 1000
  const name = (speaker ?? '').trim()
  return { start: round(start), end: round(end), ...(name === '' ? {} : { speaker: name }), text: text.trim() }
}

interface Fault {
  readonly code: string
  readonly params?: Issue['params']
}

function faultOf(
  segment: Segment,
  before: Segment | undefined,
  { duration }: TranscribePayload,
  { speakers, overlap }: Pick<TranscribeSettings, 'speakers' | 'overlap'>,
): Fault | null {
  if (segment.start >= segment.end) return { code: 'segment_reversed' }
  if (duration !== undefined && segment.end > duration + END_SLACK_SECONDS) return { code: 'segment_outside', params: { max: duration } }
  if (before !== undefined && segment.start < before.start) return { code: 'segment_disorder' }
  if (before !== undefined && !overlap && segment.start < before.end) return { code: 'segment_overlap' }
  if (!NOT_BLANK.test(segment.text)) return { code: 'segment_empty' }
  if (segment.speaker !== undefined && speakers.length > 0 && !speakers.includes(segment.speaker)) {
    return { code: 'segment_speaker', params: { known: speakers.join(', ') } }
  }
  return null
}

/** The segments of a value that should be a response; a draft may be anything. */
export function segmentsOf(value: unknown): readonly Segment[] | null {
  const checked = schema.safeParse(value)
  return checked.success ? checked.data.segments.map(canonical) : null
}

/** What is listened to; '' for what should be a task and is none. */
export const mediaOf = ({ audio, video }: TranscribePayload): string => video ?? audio ?? ''

/** All that is said, as one text. */
export const textOfSegments = (segments: readonly Segment[]): string => segments.map(({ text }) => text).join(' ')
