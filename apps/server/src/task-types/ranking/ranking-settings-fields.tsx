import { linesFromOptions } from '../labels/label-settings.ts'
import {
  LanguageField,
  LinesField,
  MaterialField,
  NumberField,
  QuestionFields,
  TickField,
  type SettingsFieldsProps,
} from '../shared/setting-fields.tsx'
import { membersOf } from '../shared/text-value.ts'
import { percentOf } from '../transcribe/transcribe.settings.ts'
import { messages } from './ranking.messages.ts'

export function RankingSettingsFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const { dimensions, tolerance } = membersOf(props.settings)
  return (
    <>
      <QuestionFields {...props} />
      <MaterialField {...props} label={t.material} />
      <LinesField {...props} name="dimensions" label={t.dimensions} hint={t.dimensionsHint} rows={3} value={linesFromOptions(dimensions)} />
      <TickField {...props} name="allowTie" label={t.allowTie} />
      <NumberField {...props} name="tolerance" label={t.tolerance} hint={t.toleranceHint} value={percentOf(tolerance)} />
      <LanguageField {...props} />
    </>
  )
}
