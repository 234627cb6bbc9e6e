import { locales } from '../../platform/i18n/index.ts'
import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { LanguageField, QuestionFields, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { messages as shared } from '../shared/setting-fields.messages.ts'
import { formText, membersOf, textOf } from '../shared/text-value.ts'
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
      <ScaleFields settings={settings} issues={issues} locale={locale} />
      <ContentFields settings={settings} issues={issues} locale={locale} />
      <LanguageField settings={settings} issues={issues} locale={locale} />
    </>
  )
}

/** How answers are compared, and why they are given. */
function ScaleFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { ordered, stepsOff, reasons, reasonsFor } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      <Field
        locale={locale}
        kind="checkbox"
        name="ordered"
        label={t.ordered}
        hint={t.orderedHint}
        checked={ordered === true}
        errors={errors('ordered')}
      />
      <Field
        locale={locale}
        name="stepsOff"
        label={t.stepsOff}
        hint={t.stepsOffHint}
        inputmode="numeric"
        value={typeof stepsOff === 'number' || typeof stepsOff === 'string' ? stepsOff : ''}
        errors={errors('stepsOff')}
      />
      <Field
        locale={locale}
        kind="textarea"
        name="reasons"
        label={t.reasons}
        hint={t.reasonsHint}
        rows={4}
        spellcheck={false}
        value={linesFromOptions(reasons)}
        errors={errors('reasons')}
      />
      <Field
        locale={locale}
        kind="textarea"
        name="reasonsFor"
        label={t.reasonsFor}
        hint={t.reasonsForHint}
        rows={2}
        spellcheck={false}
        value={Array.isArray(reasonsFor) ? reasonsFor.map(textOf).join('\n') : ''}
        errors={errors('reasonsFor')}
      />
    </>
  )
}

/** How what is judged is shown. */
function ContentFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { contextName, covered } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      {locales.map((each) => (
        <Field
          locale={locale}
          name={`contextName.${each}`}
          label={t.contextName({ language: shared[locale].languages[each] })}
          hint={each === locales[0] ? t.contextNameHint : undefined}
          value={textOf(membersOf(contextName)[each])}
          maxlength={100}
          errors={errors(`contextName.${each}`)}
        />
      ))}
      <Field
        locale={locale}
        kind="checkbox"
        name="covered"
        label={t.covered}
        hint={t.coveredHint}
        checked={covered === true}
        errors={errors('covered')}
      />
    </>
  )
}

export function labelSettingsFromForm(form: FormData): unknown {
  const stepsOff = formText(form, 'stepsOff').trim()
  return {
    question: { en: formText(form, 'question.en'), fr: formText(form, 'question.fr') },
    labels: optionsFromLines(formText(form, 'labels')),
    multiple: form.has('multiple'),
    none: form.has('none'),
    ordered: form.has('ordered'),
    ...(stepsOff === '' ? {} : { stepsOff: /^\d{1,2}$/.test(stepsOff) ? Number(stepsOff) : stepsOff }),
    reasons: optionsFromLines(formText(form, 'reasons')),
    reasonsFor: formText(form, 'reasonsFor')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    contextName: { en: formText(form, 'contextName.en'), fr: formText(form, 'contextName.fr') },
    covered: form.has('covered'),
    textLanguage: formText(form, 'textLanguage'),
  }
}
