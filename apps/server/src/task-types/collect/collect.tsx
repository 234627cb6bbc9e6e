import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { readMediaName, TaskAudio, TaskImage, TaskVideo } from '../shared/media.tsx'
import { Suggested } from '../shared/suggested.tsx'
import { TextPanel } from '../shared/text-panel.tsx'
import { membersOf, readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, ScreenProps, TaskSetup, TaskType } from '../task-type.ts'
import { EntryControl } from './entry-control.tsx'
import { setUpEntries } from './entry-responses.ts'
import { isEntryValue, type EntryResponse, type EntryValue } from './entry-values.ts'
import { archivePages } from './archive-pages.preset.ts'
import { messages } from './collect.messages.ts'
import { priceTags } from './price-tags.preset.ts'
import { wantedFiles } from './sent-files.ts'
import { videoIndex } from './video-index.preset.ts'
import { sample } from './collect.sample.ts'
import { entrySettingsFromForm, entrySettingsSchema, hasChoices, MATERIALS, type EntrySettings } from './collect.settings.ts'
import { EntrySettingsFields } from './entry-settings-fields.tsx'

interface EntryPayload {
  readonly text?: string
  /** name of an uploaded file of the project */
  readonly image?: string
  readonly alt?: string
  readonly audio?: string
  readonly video?: string
  readonly prefill?: EntryResponse
  /** what a model, or somebody before, would have filled in */
  readonly prediction?: EntryResponse
}

const ALT_MAX_LENGTH = 1000

/** Transcribe, translate, correct, collect: fields to fill in, under a text, an image or a recording. */
export const collect: TaskType = {
  name: 'collect',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [priceTags, archivePages, videoIndex],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(entrySettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: entrySettingsFromForm,
  SettingsFields: EntrySettingsFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = entrySettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input).map(atFirstField))

  const settings = checked.data
  const { readPrefill, readPrediction, readTruth, truthColumns, ...entries } = setUpEntries(settings.fields)
  const required = [...new Set([...settings.material, ...settings.fields.map(({ prefill }) => prefill).filter((column) => column !== '')])]
  const optional = [...MATERIALS, 'alt', 'prediction', ...truthColumns.slice(1)].filter((column) => !required.includes(column))
  const needs = {
    text: settings.material.includes('text'),
    image: settings.material.includes('image'),
    audio: settings.material.includes('audio'),
    video: settings.material.includes('video'),
  }
  const files = wantedFiles(settings.fields, settings.keepLocation)

  return ok({
    ...entries,
    settings,
    scripts: [
      ...(settings.fields.some(({ when }) => when !== null) ? ['/assets/fields.js'] : []),
      ...(files === undefined ? [] : ['/assets/files.js']),
    ],
    ...(files === undefined ? {} : { files }),
    categories: null,
    columns: { required, optional, truth: truthColumns[0] ?? null },
    readRow(row) {
      const issues: Issue[] = []
      const payload = {
        text: readText(row['text'], 'text', { required: needs.text }, issues),
        image: readMediaName(row['image'], 'image', { required: needs.image }, issues),
        alt: readText(row['alt'], 'alt', { max: ALT_MAX_LENGTH }, issues),
        audio: readMediaName(row['audio'], 'audio', { required: needs.audio }, issues),
        video: readMediaName(row['video'], 'video', { required: needs.video }, issues),
      }
      const prefill = readPrefill(row, issues)
      const prediction = readPrediction(row['prediction'], issues)
      const truth = readTruth(row, issues)
      if (issues.length > 0) return err(issues)
      const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== ''))
      const begun = Object.entries({ prefill, prediction }).filter(([, values]) => Object.keys(values).length > 0)
      return ok({ payload: { ...given, ...Object.fromEntries(begun) }, truth })
    },
    mediaNames(payload) {
      const { image, audio, video } = payload as EntryPayload
      return [image, audio, video].filter((name) => name !== undefined)
    },
    Screen: (props) => <EntryScreen settings={settings} screen={props} />,
  })
}

function EntryScreen({ settings, screen }: { settings: EntrySettings; screen: ScreenProps }) {
  const { text, image, alt, audio, video, prefill, prediction } = screen.payload as EntryPayload
  const { fields, textLanguage, answerLanguage, keepLocation } = settings
  const values = membersOf(screen.response ?? { ...prefill, ...prediction })
  const hasKeys = fields.filter(({ kind }) => hasChoices(kind)).length === 1
  return (
    <>
      {image !== undefined && <TaskImage name={image} alt={alt} language={textLanguage} screen={screen} />}
      {audio !== undefined && <TaskAudio name={audio} screen={screen} />}
      {video !== undefined && <TaskVideo name={video} screen={screen} />}
      {text !== undefined && <TextPanel text={text} language={textLanguage} locale={screen.locale} />}
      <Suggested screen={screen} />
      <canut-fields>
        <fieldset class="fields" disabled={screen.readOnly}>
          {fields.map((field) => (
            <EntryControl
              field={field}
              fields={fields}
              value={shown(values[field.name])}
              keepLocation={keepLocation}
              language={answerLanguage}
              hasKeys={hasKeys}
              screen={screen}
            />
          ))}
        </fieldset>
      </canut-fields>
    </>
  )
}

const shown = (value: unknown): EntryValue => (isEntryValue(value) ? value : '')

/** A batch without any field: the place to say so is the name of the first one. */
function atFirstField(issue: Issue): Issue {
  return issue.path === 'fields'
    ? { path: 'fields.0.name', code: issue.code === 'too_few' ? 'required' : issue.code, params: issue.params }
    : issue
}
