import { linesFromOptions, optionsFromLines } from '../labels/label-settings.ts'
import { LanguageTagField, LinesField, NumberField, QuestionFields, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { formText, membersOf } from '../shared/text-value.ts'
import { linesFromQuestions, questionsFromLines } from './drawing-settings.ts'
import { messages } from './drawing.messages.ts'

/** Question and labels: the top of the form of every kind of drawing. */
export function DrawingQuestion(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const labels = linesFromOptions(membersOf(props.settings)['labels'])
  return (
    <>
      <QuestionFields {...props} words={t} />
      <LinesField {...props} name="labels" label={t.labels} hint={[t.labelsHint, t.labelsExample]} required rows={5} value={labels} />
    </>
  )
}

/** What may be asked of shapes, and how small they may be. */
export function ShapeFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const attributes = linesFromQuestions(membersOf(props.settings)['attributes'])
  return (
    <>
      <LinesField
        {...props}
        name="attributes"
        label={t.attributes}
        hint={[t.attributesHint, t.attributesExample]}
        rows={5}
        value={attributes}
      />
      <NumberField {...props} name="minSize" label={t.minSize} required usual={1} />
    </>
  )
}

/** The end of the form: how near a response to a gold task must be, and the language of descriptions. */
export function DrawingTolerance({ children, ...props }: SettingsFieldsProps & { children?: unknown }) {
  const t = messages[props.locale]
  return (
    <>
      {children}
      <NumberField {...props} name="goldMistakes" label={t.goldMistakes} hint={t.goldMistakesHint} required usual={0} />
      <LanguageTagField {...props} name="textLanguage" label={t.textLanguage} hint={t.textLanguageHint} />
    </>
  )
}

export function OverlapField(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  return <NumberField {...props} name="goldOverlap" label={t.goldOverlap} hint={t.goldOverlapHint} required usual={70} />
}

export function DistanceField(props: SettingsFieldsProps) {
  return <NumberField {...props} name="goldDistance" label={messages[props.locale].goldDistance} required usual={10} />
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
