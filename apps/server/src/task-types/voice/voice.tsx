import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { formatNumber, type Locale } from '../../platform/i18n/index.ts'
import { ChoiceField, LanguageTagField, NumberField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { elementValue } from '../shared/element-value.tsx'
import { OwnElement } from '../shared/own-element.tsx'
import { membersOf, readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, ScreenProps, TaskSetup, TaskType } from '../task-type.ts'
import { checkVoice, responseSchema, voiceFiles, type VoicePayload } from './voice-response.ts'
import { messages } from './voice.messages.ts'
import { sample } from './voice.sample.ts'
import { LONGEST_SECONDS, voiceSettingsFromForm, voiceSettingsSchema, type VoiceSettings } from './voice.settings.ts'

const SENTENCE_MAX_LENGTH = 1000
const ROW_COLUMNS = ['audio', 'duration', 'sample_rate', 'peak_db', 'clipped'] as const

/** A sentence, read aloud and recorded. */
export const voice: TaskType = {
  name: 'voice',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(voiceSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: voiceSettingsFromForm,
  SettingsFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = voiceSettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input))
  const settings = checked.data
  return ok({
    settings,
    scripts: ['/assets/recording.js'],
    permissions: ['microphone'],
    files: voiceFiles,
    inPackets: true,
    columns: { required: ['sentence'], optional: ['locale', 'min_seconds', 'max_seconds'], truth: null },
    readRow: (row) => readRow(row, settings),
    mediaNames: () => [],
    responseSchema,
    check: checkVoice,
    fromForm: (form) => elementValue(form) ?? null,
    categories: null,
    label: () => null,
    truthLabel: () => null,
    // a voice has no right answer: whether it says the sentence is for others to check, in a step of its own
    judge: () => null,
    consolidation: null,
    Screen: (props) => <VoiceScreen settings={settings} screen={props} />,
    describe,
    rowColumns: ROW_COLUMNS,
    toRow(response) {
      const { audio, duration, sampleRate, peakDb, clipped } = membersOf(response)
      const cells = [audio, duration, sampleRate, peakDb, clipped].map((value) => (isCell(value) ? String(value) : ''))
      return Object.fromEntries(ROW_COLUMNS.map((name, i) => [name, cells[i] ?? '']))
    },
  })
}

const isCell = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value)

function readRow(row: Readonly<Record<string, unknown>>, settings: VoiceSettings): Result<{ payload: VoicePayload; truth: null }, Issue[]> {
  const issues: Issue[] = []
  const sentence = readText(row['sentence'], 'sentence', { max: SENTENCE_MAX_LENGTH, required: true }, issues)
  const locale = readText(row['locale'], 'locale', { max: 35 }, issues).trim()
  if (!voiceSettingsSchema.shape.locale.safeParse(locale).success) issues.push({ path: 'locale', code: 'not_a_language', params: {} })
  const minSeconds = readSeconds(row['min_seconds'], 'min_seconds', settings.minSeconds, issues)
  const maxSeconds = readSeconds(row['max_seconds'], 'max_seconds', settings.maxSeconds, issues)
  if (issues.length === 0 && minSeconds >= maxSeconds) issues.push({ path: 'max_seconds', code: 'seconds_reversed', params: {} })
  if (issues.length > 0) return err(issues)
  return ok({ payload: { sentence, locale: locale || settings.locale, minSeconds, maxSeconds }, truth: null })
}

function readSeconds(cell: unknown, path: string, usual: number, issues: Issue[]): number {
  const text = readText(cell, path, { max: 20 }, issues).trim()
  if (text === '') return usual
  const seconds = Number(text.replace(',', '.'))
  if (seconds >= 0.2 && seconds <= LONGEST_SECONDS) return seconds
  issues.push({ path, code: 'not_seconds', params: {} })
  return usual
}

function VoiceScreen({ settings, screen }: { settings: VoiceSettings; screen: ScreenProps }) {
  const { sentence, locale, minSeconds, maxSeconds } = screen.payload as VoicePayload
  const t = messages[screen.locale]
  const { audio } = membersOf(screen.response)
  const src = typeof audio === 'string' ? screen.mediaUrl(audio) : null
  return (
    <>
      <p class="soft small">{t.read}</p>
      <p class="task-sentence" dir="auto" lang={locale === '' ? undefined : locale}>
        {sentence}
      </p>
      <OwnElement
        tag="canut-recorder"
        value={membersOf(screen.response)['audio'] === undefined ? '' : JSON.stringify(screen.response)}
        screen={screen}
        attributes={{
          src: src ?? undefined,
          'min-seconds': String(minSeconds),
          'max-seconds': String(maxSeconds),
          format: settings.format,
          worklet: '/assets/recorder-worklet.js',
        }}
      />
    </>
  )
}

function describe(response: unknown, locale: Locale): string {
  const { duration, clipped } = membersOf(response)
  if (typeof duration !== 'number') return ''
  const text = messages[locale].recording({ seconds: formatNumber(Math.round(duration * 10) / 10, locale) })
  return clipped === true ? `${text} (${messages[locale].clipped})` : text
}

function SettingsFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  return (
    <>
      <LanguageTagField {...props} name="locale" label={t.locale} hint={t.localeHint} />
      <NumberField {...props} name="minSeconds" label={t.minSeconds} required inputmode="decimal" />
      <NumberField {...props} name="maxSeconds" label={t.maxSeconds} hint={t.secondsHint} required inputmode="decimal" />
      <ChoiceField {...props} name="format" label={t.format} choices={t.formats} usual="wav" />
    </>
  )
}
