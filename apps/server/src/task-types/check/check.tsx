import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { listIn } from '../../platform/members.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { MissingMedia, TaskImage } from '../shared/media.tsx'
import { judgeTexts } from '../shared/text-distance.ts'
import { TextPanel } from '../shared/text-panel.tsx'
import { membersOf, TEXT_MAX_LENGTH, textOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, Judgement, ScreenProps, TaskSetup, TaskType } from '../task-type.ts'
import { CheckFields } from './check-fields.tsx'
import { checkCheck, checkFromForm, comparableText, partsOf, responseSchema, type CheckPayload } from './check-responses.ts'
import { messages } from './check.messages.ts'
import { sample } from './check.sample.ts'
import { checkSettingsFromForm, checkSettingsSchema, type CheckSettings } from './check.settings.ts'
import { CHECK_METHODS, consolidateChecks } from './consolidate-checks.ts'
import { DocumentScreen } from './document-screen.tsx'
import { documentLines } from './document-lines.preset.ts'
import { checkColumns, readCheckRow } from './read-check-row.ts'

/** A draft beside what it is of: right as it stands, or corrected. */
export const check: TaskType = {
  name: 'check',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [documentLines],
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
    scripts: [settings.kind === 'document' ? '/assets/document.js' : '/assets/checking.js'],
    columns: checkColumns(settings),
    readRow: (row) => readCheckRow(row, settings),
    mediaNames: (payload) => {
      const { audio, image } = payload as CheckPayload
      return [audio, image].filter((name) => name !== undefined)
    },
    responseSchema,
    check: (response, payload) => checkCheck(response, payload as CheckPayload),
    fromForm: checkFromForm,
    categories: null,
    label: comparableText,
    truthLabel: comparableText,
    judge: (response, truth) => judgeParts(partsOf(response), partsOf(truth), settings.tolerance),
    consolidation: { kind: 'responses', methods: CHECK_METHODS, consolidate: consolidateChecks },
    Screen: (props) => <CheckScreen settings={settings} screen={props} />,
    describe: describeCheck,
    rowColumns: ['ok', 'text'],
    toRow(response) {
      const { ok: isRight, text } = membersOf(response)
      return { ok: typeof isRight === 'boolean' ? String(isRight) : '', text: textOf(text) }
    },
  })
}

/** Part by part: a line that was corrected rightly does not make up for another one. */
function judgeParts(given: ReturnType<typeof partsOf>, known: ReturnType<typeof partsOf>, tolerance: number): Judgement | null {
  if (given.length === 0 || given.length !== known.length) return null
  return judgeTexts(
    given.map(({ key }, place) => ({ text: key, truth: known[place]?.key ?? '' })),
    'characters',
    tolerance,
  )
}

function describeCheck(response: unknown, locale: Locale): string {
  const t = messages[locale]
  const said = partsOf(response).map(({ ok: isRight, text }) => (isRight ? `${t.ok}\n${text}` : t.corrected({ text })))
  if (listIn(response, 'lines').length === 0) return said[0] ?? ''
  return partsOf(response)
    .map(({ ok: isRight, text }, place) => `${place + 1}. ${isRight ? text : t.corrected({ text: text === '' ? t.noLine : text })}`)
    .join('\n')
}

function CheckScreen({ settings, screen }: { settings: CheckSettings; screen: ScreenProps }) {
  const { audio, image, text, lines } = screen.payload as CheckPayload
  const t = messages[screen.locale]
  return (
    <>
      {audio !== undefined && <CheckedAudio name={audio} settings={settings} screen={screen} />}
      {image !== undefined && lines === undefined && <TaskImage name={image} language="" screen={screen} />}
      {text !== undefined && (
        <div>
          <p class="soft small">{t.source}</p>
          <TextPanel text={text} language="" locale={screen.locale} />
        </div>
      )}
      {lines === undefined ? <DraftField settings={settings} screen={screen} /> : <DocumentScreen settings={settings} screen={screen} />}
      {screen.readOnly !== true && lines === undefined && <p class="soft small">{t.how}</p>}
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
