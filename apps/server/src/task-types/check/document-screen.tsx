import { sentencesOf } from '../issue-sentence.ts'
import { ElementField } from '../shared/element-value.tsx'
import { MissingMedia, TaskImage } from '../shared/media.tsx'
import { listIn } from '../../platform/members.ts'
import { membersOf, TEXT_MAX_LENGTH } from '../shared/text-value.ts'
import type { ScreenProps } from '../task-type.ts'
import type { CheckPayload } from './check-responses.ts'
import { messages } from './check.messages.ts'
import type { CheckSettings } from './check.settings.ts'
import type { DraftLine } from './document-lines.ts'

/**
 * A document beside its lines, each with its text and a box to tick when it is right: a form as it stands. The element around it
 * shows in the picture which line is looked at, and brings the keys.
 */
export function DocumentScreen({ settings, screen }: { settings: CheckSettings; screen: ScreenProps }) {
  const { lines = [], image = '' } = screen.payload as CheckPayload
  const { locale, readOnly = false } = screen
  const address = screen.mediaUrl(image)
  const errors = sentencesOf(screen.issues ?? [], 'lines', locale)
  const id = `${screen.id}-lines`
  return (
    <ElementField id={id} errors={errors} locale={locale} needsScript={false}>
      {address === null && <MissingMedia name={image} screen={screen} />}
      <canut-lines
        id={id}
        lang={locale}
        data-image={address ?? ''}
        readonly={readOnly ? '' : undefined}
        aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}
      >
        {address !== null && (
          <div slot="without-script">
            <TaskImage name={image} language="" screen={screen} />
          </div>
        )}
        <ol class="task-lines">
          {lines.map((line, place) => (
            <DocumentLine line={line} place={place} settings={settings} screen={screen} />
          ))}
        </ol>
      </canut-lines>
      {!readOnly && <p class="soft small">{messages[locale].howLines}</p>}
    </ElementField>
  )
}

interface LineProps {
  line: DraftLine
  place: number
  settings: CheckSettings
  screen: ScreenProps
}

function DocumentLine({ line, place, settings, screen }: LineProps) {
  const { locale, readOnly = false } = screen
  const t = messages[locale]
  const given = membersOf(listIn(screen.response, 'lines')[place])
  const text = typeof given['text'] === 'string' ? given['text'] : line.text
  const path = `lines.${place}`
  const id = `${screen.id}-${path}`
  const errors = sentencesOf(screen.issues ?? [], path, locale)
  const { box } = line
  return (
    <li data-draft={line.text} data-box={box === undefined ? undefined : [box.x, box.y, box.w, box.h].join(' ')}>
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      {/* The parser drops one line break after the tag. */}
      <textarea
        id={id}
        {...(readOnly ? { disabled: true } : { name: `response.${path}.text` })}
        aria-label={t.lineText({ number: place + 1 })}
        data-later=""
        rows={1}
        maxlength={TEXT_MAX_LENGTH}
        dir="auto"
        lang={settings.language === '' ? undefined : settings.language}
        spellcheck={false}
        aria-invalid={errors.length > 0 ? 'true' : undefined}
        aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}
      >
        {`\n${text}`}
      </textarea>
      <label>
        <input
          type="checkbox"
          value="yes"
          {...(readOnly ? { disabled: true } : { name: `response.${path}.ok` })}
          checked={given['ok'] === true}
          aria-label={t.lineRight({ number: place + 1 })}
        />
        <span class="when-right" aria-hidden="true">
          {t.right}
        </span>
        <span class="when-corrected" aria-hidden="true">
          {t.correctedLine}
        </span>
      </label>
    </li>
  )
}
