import { locales, type Locale } from '../../platform/i18n/index.ts'
import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { linesFromOptions, optionsFromLines } from '../labels/label-settings.ts'
import { formText, membersOf, textOf } from '../shared/text-value.ts'
import { linesFromQuestions, questionsFromLines } from './drawing-settings.ts'
import { messages } from './drawing.messages.ts'

/** Question and labels: the top of the form of every kind of drawing. */
export function DrawingQuestion({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { labels, question } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
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
      <Lines
        locale={locale}
        name="labels"
        label={t.labels}
        hint={[t.labelsHint, t.labelsExample]}
        required
        value={linesFromOptions(labels)}
        errors={errors('labels')}
      />
    </>
  )
}

/** What may be asked of shapes, and how small they may be. */
export function ShapeFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { attributes } = membersOf(settings)
  return (
    <>
      <Lines
        locale={locale}
        name="attributes"
        label={t.attributes}
        hint={[t.attributesHint, t.attributesExample]}
        value={linesFromQuestions(attributes)}
        errors={sentencesOf(issues, 'attributes', locale)}
      />
      <WholeNumber name="minSize" label={t.minSize} settings={settings} issues={issues} locale={locale} usual={1} />
    </>
  )
}

/** The end of the form: how near a response to a gold task must be, and the language of descriptions. */
export function DrawingTolerance({ settings, issues, locale, children }: SettingsFieldsProps & { children?: unknown }) {
  const t = messages[locale]
  return (
    <>
      {children}
      <WholeNumber
        name="goldMistakes"
        label={t.goldMistakes}
        hint={t.goldMistakesHint}
        settings={settings}
        issues={issues}
        locale={locale}
        usual={0}
      />
      <Field
        locale={locale}
        name="textLanguage"
        label={t.textLanguage}
        hint={t.textLanguageHint}
        value={textOf(membersOf(settings)['textLanguage'])}
        maxlength={35}
        spellcheck={false}
        errors={sentencesOf(issues, 'textLanguage', locale)}
      />
    </>
  )
}

export function OverlapField(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  return <WholeNumber name="goldOverlap" label={t.goldOverlap} hint={t.goldOverlapHint} {...props} usual={70} />
}

export function DistanceField(props: SettingsFieldsProps) {
  return <WholeNumber name="goldDistance" label={messages[props.locale].goldDistance} {...props} usual={10} />
}

interface WholeNumberProps extends SettingsFieldsProps {
  name: string
  label: string
  hint?: string
  usual: number
}

export function WholeNumber({ name, label, hint, settings, issues, locale, usual }: WholeNumberProps) {
  const value = membersOf(settings)[name]
  return (
    <Field
      locale={locale}
      kind="number"
      name={name}
      label={label}
      hint={hint}
      required
      step={1}
      value={typeof value === 'number' || typeof value === 'string' ? value : usual}
      errors={sentencesOf(issues, name, locale)}
    />
  )
}

interface LinesProps {
  locale: Locale
  name: string
  label: string
  hint: readonly [string, string]
  required?: boolean
  value: string
  errors: readonly string[]
}

/** A list, one per line, with an example. */
export function Lines({ hint: [rule, example], ...field }: LinesProps) {
  const hint = (
    <>
      {rule}
      <br />
      {example}
    </>
  )
  return <Field {...field} kind="textarea" hint={hint} rows={5} spellcheck={false} />
}

export function commonFromForm(form: FormData) {
  return {
    question: { en: formText(form, 'question.en'), fr: formText(form, 'question.fr') },
    labels: optionsFromLines(formText(form, 'labels')),
    textLanguage: formText(form, 'textLanguage'),
    goldMistakes: numberFromForm(form, 'goldMistakes'),
  }
}

export const shapesFromForm = (form: FormData) => ({
  attributes: questionsFromLines(formText(form, 'attributes')),
  minSize: numberFromForm(form, 'minSize'),
})

/** What is no number stays as it was typed, so that it is refused and shown again. */
export function numberFromForm(form: FormData, name: string): number | string {
  const text = formText(form, name).trim()
  return /^\d{1,9}$/.test(text) ? Number(text) : text
}
