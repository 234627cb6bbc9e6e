import { Choices } from '../../platform/layout/index.ts'
import type { Locale } from '../../platform/i18n/index.ts'
import type { LabelOption } from '../labels/label-settings.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { TextPanel } from '../shared/text-panel.tsx'
import { membersOf, TEXT_MAX_LENGTH, textOf } from '../shared/text-value.ts'
import { MarkedText } from '../spans/marked-text.tsx'
import { SpansElement } from '../spans/spans-element.tsx'
import type { ScreenProps } from '../task-type.ts'
import type { Term } from './glossary.ts'
import { errorsIn, ratingIn, SEVERITIES } from './translation-responses.ts'
import { messages } from './translation.messages.ts'
import type { TranslationSettings } from './translation.settings.ts'

export interface TranslationPayload {
  readonly text: string
  readonly context?: string
  /** there where the batch is about correcting */
  readonly draft?: string
  readonly glossary?: readonly Term[]
}

interface PartProps {
  settings: TranslationSettings
  screen: ScreenProps
}

export function TranslationScreen({ settings, screen }: PartProps) {
  const { payload, locale, readOnly = false } = screen
  const { text, context, draft, glossary = [] } = payload as TranslationPayload
  const t = messages[locale]
  const marksErrors = draft !== undefined && settings.categories.length > 0
  return (
    <>
      <h2>{t.source}</h2>
      <TextPanel text={text} context={context} language={settings.sourceLanguage} locale={locale} />
      {glossary.length > 0 && <Glossary terms={glossary} settings={settings} locale={locale} />}
      {draft !== undefined && <h2>{t.draft}</h2>}
      {draft !== undefined && !marksErrors && <TextPanel text={draft} language={settings.targetLanguage} locale={locale} />}
      {draft !== undefined && marksErrors && <DraftErrors settings={settings} screen={screen} draft={draft} />}
      <fieldset class="fields" disabled={readOnly}>
        <TextField settings={settings} screen={screen} />
      </fieldset>
      {settings.rating && <Rating settings={settings} screen={screen} />}
    </>
  )
}

function Glossary({ terms, settings, locale }: { terms: readonly Term[]; settings: TranslationSettings; locale: Locale }) {
  const t = messages[locale]
  const tag = (language: string) => (language === '' ? undefined : language)
  return (
    <table class="terms">
      <caption>{t.glossary}</caption>
      <thead>
        <tr>
          <th scope="col">{t.term}</th>
          <th scope="col">{t.translation}</th>
        </tr>
      </thead>
      <tbody>
        {terms.map(({ source, target }) => (
          <tr>
            <td dir="auto" lang={tag(settings.sourceLanguage)}>
              {source}
            </td>
            <td dir="auto" lang={tag(settings.targetLanguage)}>
              {target}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DraftErrors({ settings, screen, draft }: PartProps & { draft: string }) {
  const { id, locale, response, readOnly = false, issues = [] } = screen
  const t = messages[locale]
  const spans = errorsIn(response).map(({ start, end, category, severity }, index) => ({
    id: `s${index + 1}`,
    start,
    end,
    label: category,
    grade: severity,
  }))
  const marked = { spans }
  if (readOnly)
    return <MarkedText text={draft} language={settings.targetLanguage} response={marked} labels={settings.categories} locale={locale} />
  const grades = SEVERITIES.map((value): LabelOption => ({ value, en: messages.en.severities[value], fr: messages.fr.severities[value] }))
  return (
    <>
      <p>{t.markErrors}</p>
      <SpansElement
        id={`${id}-errors`}
        name="response.errors"
        text={draft}
        language={settings.targetLanguage}
        labels={settings.categories}
        grades={grades}
        overlap
        optional
        value={spans.length === 0 ? '' : JSON.stringify(marked)}
        errors={sentencesOf(issues, 'errors', locale)}
        screen={screen}
      />
    </>
  )
}

function TextField({ settings, screen }: PartProps) {
  const { id, locale, payload, response, issues = [], readOnly = false } = screen
  const t = messages[locale]
  const { draft } = payload as TranslationPayload
  const errors = sentencesOf(issues, 'text', locale)
  const value = response === null ? (draft ?? '') : textOf(membersOf(response)['text'])
  return (
    <div class={errors.length > 0 ? 'field field-invalid' : 'field'}>
      <label for={`${id}-text`}>{draft === undefined ? t.text : t.corrected}</label>
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-text-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      <textarea
        id={`${id}-text`}
        name={readOnly ? `${id}.response.text` : 'response.text'}
        rows={Math.min(14, Math.max(4, Math.ceil(value.length / 60) + 1))}
        required
        maxlength={TEXT_MAX_LENGTH}
        dir="auto"
        lang={settings.targetLanguage === '' ? undefined : settings.targetLanguage}
        autocomplete="off"
        aria-invalid={errors.length > 0 ? 'true' : undefined}
        aria-describedby={errors.length > 0 ? `${id}-text-errors` : undefined}
      >
        {`\n${value}`}
      </textarea>
    </div>
  )
}

function Rating({ screen }: PartProps) {
  const { id, locale, response, readOnly = false, issues = [] } = screen
  const t = messages[locale]
  const rating = ratingIn(response)
  return (
    <Choices
      id={`${id}-rating`}
      legend={t.rating}
      name={readOnly ? `${id}.response.rating` : 'response.rating'}
      required
      disabled={readOnly}
      chosen={rating === null ? [] : [String(rating)]}
      errors={sentencesOf(issues, 'rating', locale)}
      choices={([1, 2, 3, 4, 5] as const).map((step) => ({ value: String(step), label: t.ratings[step], shortcut: String(step) }))}
    />
  )
}
