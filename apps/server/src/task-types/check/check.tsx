import { err, ok, type Result } from '@canut/domain'
import type { CheckResponse } from '@canut/contract'
import { z } from 'zod'
import { sentencesOf } from '../issue-sentence.ts'
import { MissingMedia, readMediaName, TaskImage } from '../shared/media.tsx'
import { judgeText } from '../shared/text-distance.ts'
import { TextPanel } from '../shared/text-panel.tsx'
import { formText, membersOf, readText, TEXT_MAX_LENGTH, textOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, ScreenProps, TaskSetup, TaskType } from '../task-type.ts'
import { CheckFields } from './check-fields.tsx'
import { checkCheck, comparableText, responseSchema, type CheckPayload } from './check-responses.ts'
import { messages } from './check.messages.ts'
import { sample } from './check.sample.ts'
import { checkSettingsFromForm, checkSettingsSchema, type CheckSettings } from './check.settings.ts'
import { CHECK_METHODS, consolidateChecks } from './consolidate-checks.ts'

/** A draft beside what it is of: right as it stands, or corrected. */
export const check: TaskType = {
  name: 'check',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(checkSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: checkSettingsFromForm,
  SettingsFields: CheckFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = checkSettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input))
  const settings = checked.data
  return ok({
    settings,
    scripts: ['/assets/checking.js'],
    columns: { required: ['draft'], optional: ['audio', 'image', 'text'], truth: 'truth' },
    readRow,
    mediaNames: (payload) => {
      const { audio, image } = payload as CheckPayload
      return [audio, image].filter((name) => name !== undefined)
    },
    responseSchema,
    check: (response, payload) => checkCheck(response, payload as CheckPayload),
    fromForm: responseFromForm,
    categories: null,
    label: comparableText,
    truthLabel: comparableText,
    judge(response, truth) {
      const [text, known] = [comparableText(response), comparableText(truth)]
      return text === null || known === null ? null : judgeText(text, known, 'characters', settings.tolerance)
    },
    consolidation: { kind: 'responses', methods: CHECK_METHODS, consolidate: consolidateChecks },
    Screen: (props) => <CheckScreen settings={settings} screen={props} />,
    describe(response, locale) {
      const { ok: isRight, text } = membersOf(response)
      if (typeof text !== 'string') return ''
      return isRight === true ? `${messages[locale].ok}\n${text}` : messages[locale].corrected({ text })
    },
    rowColumns: ['ok', 'text'],
    toRow(response) {
      const { ok: isRight, text } = membersOf(response)
      return { ok: typeof isRight === 'boolean' ? String(isRight) : '', text: textOf(text) }
    },
  })
}

/** Whether the draft was right is for `check` to say, from the text. A page without the field sends nothing. */
function responseFromForm(form: FormData): unknown {
  return form.has('response.text') ? { ok: false, text: formText(form, 'response.text') } : {}
}

function readRow(row: Readonly<Record<string, unknown>>): Result<{ payload: CheckPayload; truth: CheckResponse | null }, Issue[]> {
  const issues: Issue[] = []
  const draft = readText(row['draft'], 'draft', {}, issues)
  const audio = readMediaName(row['audio'], 'audio', {}, issues)
  const image = readMediaName(row['image'], 'image', {}, issues)
  const text = readText(row['text'], 'text', {}, issues)
  const known = readText(row['truth'], 'truth', {}, issues)
  if (audio === '' && image === '' && text === '' && issues.length === 0)
    issues.push({ path: 'audio', code: 'original_missing', params: {} })
  if (issues.length > 0) return err(issues)
  const payload: CheckPayload = {
    draft,
    ...(audio === '' ? {} : { audio }),
    ...(image === '' ? {} : { image }),
    ...(text === '' ? {} : { text }),
  }
  if (known === '') return ok({ payload, truth: null })
  const truth = checkCheck({ ok: false, text: known }, payload)
  return truth.ok ? ok({ payload, truth: truth.value }) : err(truth.error.map((issue) => ({ ...issue, path: 'truth' })))
}

function CheckScreen({ settings, screen }: { settings: CheckSettings; screen: ScreenProps }) {
  const { audio, image, text } = screen.payload as CheckPayload
  const t = messages[screen.locale]
  return (
    <>
      {audio !== undefined && <CheckedAudio name={audio} settings={settings} screen={screen} />}
      {image !== undefined && <TaskImage name={image} language="" screen={screen} />}
      {text !== undefined && (
        <div>
          <p class="soft small">{t.source}</p>
          <TextPanel text={text} language="" locale={screen.locale} />
        </div>
      )}
      <DraftField settings={settings} screen={screen} />
      {screen.readOnly !== true && <p class="soft small">{t.how}</p>}
    </>
  )
}

/** The browser's own player where no script runs. */
function CheckedAudio({ name, settings, screen }: { name: string; settings: CheckSettings; screen: ScreenProps }) {
  const address = screen.mediaUrl(name)
  if (address === null) return <MissingMedia name={name} screen={screen} />
  return (
    <div class="task-media">
      <canut-player src={address} lang={screen.locale} autoplay={settings.autoplay && screen.readOnly !== true ? '' : undefined}>
        <audio controls preload="auto" src={address}></audio>
      </canut-player>
    </div>
  )
}

function DraftField({ settings, screen }: { settings: CheckSettings; screen: ScreenProps }) {
  const { draft } = screen.payload as CheckPayload
  const { locale, readOnly = false } = screen
  const given = membersOf(screen.response)['text']
  const shown = typeof given === 'string' ? given : draft
  const id = `${screen.id}-text`
  const errors = sentencesOf(screen.issues ?? [], 'text', locale)
  const lang = settings.language === '' ? undefined : settings.language
  return (
    <div class={errors.length > 0 ? 'field field-invalid' : 'field'}>
      <label for={id}>{messages[locale].draft[settings.kind]}</label>
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      <canut-correction draft={draft} lang={locale}>
        {/* The parser drops one line break after the tag; without this one, a text that starts with an empty line would lose it. */}
        <textarea
          id={id}
          class="task-draft"
          {...(readOnly ? { disabled: true } : { name: 'response.text' })}
          data-later={draft === '' ? undefined : ''}
          rows={Math.min(12, 2 + Math.floor(shown.length / 60) + shown.split('\n').length)}
          maxlength={TEXT_MAX_LENGTH}
          dir="auto"
          lang={lang}
          required={draft === ''}
          aria-invalid={errors.length > 0 ? 'true' : undefined}
          aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}
        >
          {`\n${shown}`}
        </textarea>
      </canut-correction>
    </div>
  )
}
