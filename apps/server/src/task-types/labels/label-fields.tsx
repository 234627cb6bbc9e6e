import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { LanguageField, QuestionFields, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { formText, membersOf } from '../shared/text-value.ts'
import { linesFromOptions, optionsFromLines } from './label-settings.ts'
import { messages } from './labels.messages.ts'

/** The settings as a form: what was typed comes back, right or wrong. */
export function LabelFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { labels, multiple, none } = membersOf(settings)
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
      <QuestionFields settings={settings} issues={issues} locale={locale} />
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
      <LanguageField settings={settings} issues={issues} locale={locale} />
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
