import {
  BilingualField,
  LanguageField,
  LinesField,
  NumberField,
  QuestionFields,
  TickField,
  type SettingsFieldsProps,
} from '../shared/setting-fields.tsx'
import { formText, membersOf, textOf } from '../shared/text-value.ts'
import { linesFromOptions, optionsFromLines } from './label-settings.ts'
import { messages } from './labels.messages.ts'

export function LabelFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const labels = linesFromOptions(membersOf(props.settings)['labels'])
  return (
    <>
      <QuestionFields {...props} />
      <LinesField {...props} name="labels" label={t.labels} hint={[t.labelsHint, t.labelsExample]} required rows={6} value={labels} />
      <TickField {...props} name="multiple" label={t.multiple} />
      <TickField {...props} name="none" label={t.none} />
      <ScaleFields {...props} />
      <BilingualField {...props} name="contextName" label={t.contextName} hint={t.contextNameHint} maxlength={100} />
      <TickField {...props} name="covered" label={t.covered} hint={t.coveredHint} />
      <LanguageField {...props} />
    </>
  )
}

/** How answers are compared, and why they are given. */
function ScaleFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const { reasons, reasonsFor } = membersOf(props.settings)
  const reasonsForLines = Array.isArray(reasonsFor) ? reasonsFor.map(textOf).join('\n') : ''
  return (
    <>
      <TickField {...props} name="ordered" label={t.ordered} hint={t.orderedHint} />
      <NumberField {...props} name="stepsOff" label={t.stepsOff} hint={t.stepsOffHint} />
      <LinesField {...props} name="reasons" label={t.reasons} hint={t.reasonsHint} value={linesFromOptions(reasons)} />
      <LinesField {...props} name="reasonsFor" label={t.reasonsFor} hint={t.reasonsForHint} rows={2} value={reasonsForLines} />
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
