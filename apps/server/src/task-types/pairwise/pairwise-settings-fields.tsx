import { linesFromOptions } from '../labels/label-settings.ts'
import { LanguageField, LinesField, MaterialField, QuestionFields, TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf } from '../shared/text-value.ts'
import { messages } from './pairwise.messages.ts'

export function PairwiseSettingsFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const criteria = linesFromOptions(membersOf(props.settings)['criteria'])
  return (
    <>
      <QuestionFields {...props} />
      <MaterialField {...props} label={t.material} />
      <TickField {...props} name="allowTie" label={t.allowTie} />
      <TickField {...props} name="strength" label={t.askStrength} />
      <LinesField {...props} name="criteria" label={t.criteria} hint={t.criteriaHint} rows={3} value={criteria} />
      <LanguageField {...props} />
    </>
  )
}
