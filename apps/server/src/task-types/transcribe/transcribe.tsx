import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { ChoiceField, LanguageTagField, LinesField, NumberField, TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { MissingMedia } from '../shared/media.tsx'
import { elementValue } from '../shared/element-value.tsx'
import { OwnElement } from '../shared/own-element.tsx'
import { Suggested } from '../shared/suggested.tsx'
import { judgeText } from '../shared/text-distance.ts'
import { membersOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, ScreenProps, TaskSetup, TaskType } from '../task-type.ts'
import { consolidateTranscriptions, TRANSCRIBE_METHODS } from './consolidate-transcriptions.ts'
import { readTranscribeRow } from './read-transcribe-row.ts'
import { checkTranscription, mediaOf, responseSchema, segmentsOf, textOfSegments, type TranscribePayload } from './transcribe-responses.ts'
import { messages } from './transcribe.messages.ts'
import { sample } from './transcribe.sample.ts'
import { percentOf, transcribeSettingsFromForm, transcribeSettingsSchema, type TranscribeSettings } from './transcribe.settings.ts'

/** What is said in a recording, written down in segments. */
export const transcribe: TaskType = {
  name: 'transcribe',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(transcribeSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: transcribeSettingsFromForm,
  SettingsFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = transcribeSettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input))
  const settings = checked.data
  const label = (response: unknown) => {
    const segments = segmentsOf(response)
    return segments === null ? null : textOfSegments(segments)
  }
  return ok({
    settings,
    scripts: ['/assets/transcribing.js'],
    columns: { required: [settings.material], optional: ['duration', 'draft'], truth: 'truth' },
    readRow: (row) => readTranscribeRow(row, settings),
    mediaNames: (payload) => [mediaOf(payload as TranscribePayload)],
    responseSchema,
    check: (response, payload) => checkTranscription(response, payload as TranscribePayload, settings),
    fromForm: (form) => elementValue(form) ?? null,
    categories: null,
    label,
    truthLabel: label,
    judge(response, truth) {
      const [text, known] = [label(response), label(truth)]
      return text === null || known === null ? null : judgeText(text, known, 'words', settings.tolerance)
    },
    consolidation: { kind: 'responses', methods: TRANSCRIBE_METHODS, consolidate: consolidateTranscriptions },
    Screen: (props) => <TranscribeScreen settings={settings} screen={props} />,
    describe,
    rowColumns: ['text', 'segments'],
    toRow(response) {
      const segments = segmentsOf(response)
      return segments === null ? { text: '', segments: '' } : { text: textOfSegments(segments), segments: JSON.stringify(segments) }
    },
  })
}

function TranscribeScreen({ settings, screen }: { settings: TranscribeSettings; screen: ScreenProps }) {
  const payload = screen.payload as TranscribePayload
  const { draft } = payload
  const address = screen.mediaUrl(mediaOf(payload))
  const shown = segmentsOf(screen.response) ?? (screen.response === null ? draft : undefined)
  return (
    <>
      <Suggested screen={screen} />
      {address === null && <MissingMedia name={mediaOf(payload)} screen={screen} />}
      <OwnElement
        tag="canut-transcriber"
        value={shown === undefined ? '' : JSON.stringify({ segments: shown })}
        screen={screen}
        attributes={{
          src: address ?? undefined,
          kind: payload.video === undefined ? 'audio' : 'video',
          speakers: JSON.stringify(settings.speakers),
          overlap: settings.overlap ? '' : undefined,
          'text-lang': settings.language === '' ? undefined : settings.language,
        }}
      />
    </>
  )
}

function describe(response: unknown, locale: Locale): string {
  const segments = segmentsOf(response)
  if (segments === null) return ''
  if (segments.length === 0) return messages[locale].nothing
  return segments
    .map(({ speaker, text }) => (speaker === undefined ? text : `${speaker}${locale === 'fr' ? ' :' : ':'} ${text}`))
    .join('\n')
}

function SettingsFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const { speakers, tolerance } = membersOf(props.settings)
  const names = Array.isArray(speakers) ? speakers.map(String).join('\n') : ''
  const errors = props.issues
    .filter(({ path }) => path.startsWith('speakers'))
    .flatMap((issue) => sentencesOf([issue], issue.path, props.locale))
  return (
    <>
      <ChoiceField {...props} name="material" label={t.material} choices={t.materials} usual="audio" />
      <LanguageTagField {...props} name="language" label={t.language} hint={t.languageHint} />
      <LinesField {...props} name="speakers" label={t.speakers} hint={t.speakersHint} rows={3} value={names} errors={errors} />
      <TickField {...props} name="overlap" label={t.overlap} />
      <NumberField
        {...props}
        name="tolerance"
        label={t.tolerance}
        hint={t.toleranceHint}
        inputmode="decimal"
        unit="%"
        value={percentOf(tolerance)}
      />
    </>
  )
}
