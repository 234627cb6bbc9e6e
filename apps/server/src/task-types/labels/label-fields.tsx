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
  const { labels, multiple, none, ordered, stepsOff, reasons, reasonsFor, covered, contextName, question, textLanguage } =
    membersOf(settings)
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
      {locales.map((each) => (
        <Field
          locale={locale}
          name={`contextName.${each}`}
          label={t.contextName({ language: t.languages[each] })}
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
