import { locales, type Locale } from '../../platform/i18n/index.ts'
import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { formText, membersOf, textOf } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'
import { linesFromOptions, optionsFromLines } from './label-settings.ts'
import { messages } from './labels.messages.ts'

export interface SettingsFieldsProps {
  settings: unknown
  issues: readonly Issue[]
  locale: Locale
}

/** The settings as a form: what was typed comes back, right or wrong. */
export function LabelFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { labels, multiple, none, question, textLanguage } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  const hint = (
    <>
      {t.labelsHint}
      <br />
      {t.labelsExample}
    </>
  )
  return (
    <>
      {locales.map((each) => (
        <Field
          locale={locale}
          name={`question.${each}`}
          label={t.question({ language: t.languages[each] })}
          hint={each === locales[0] ? t.questionHint : undefined}
          value={textOf(membersOf(question)[each])}
          maxlength={500}
          errors={errors(`question.${each}`)}
        />
      ))}
      <Field
        locale={locale}
        kind="textarea"
        name="labels"
        label={t.labels}
        hint={hint}
        required
        rows={6}
        spellcheck={false}
        value={linesFromOptions(labels)}
        errors={errors('labels')}
      />
      <Field locale={locale} kind="checkbox" name="multiple" label={t.multiple} checked={multiple === true} errors={errors('multiple')} />
      <Field locale={locale} kind="checkbox" name="none" label={t.none} checked={none === true} errors={errors('none')} />
      <Field
        locale={locale}
        name="textLanguage"
        label={t.textLanguage}
        hint={t.textLanguageHint}
        value={textOf(textLanguage)}
        maxlength={35}
        spellcheck={false}
        errors={errors('textLanguage')}
      />
    </>
  )
}

export function labelSettingsFromForm(form: FormData): unknown {
  return {
    question: { en: formText(form, 'question.en'), fr: formText(form, 'question.fr') },
    labels: optionsFromLines(formText(form, 'labels')),
    multiple: form.has('multiple'),
    none: form.has('none'),
    textLanguage: formText(form, 'textLanguage'),
  }
}
