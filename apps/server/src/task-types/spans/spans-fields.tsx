import { linesFromOptions } from '../labels/label-settings.ts'
import { LanguageField, LinesField, NumberField, QuestionFields, TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf } from '../shared/text-value.ts'
import { messages } from './spans.messages.ts'

export function SpansFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const { labels, relations, unit } = membersOf(props.settings)
  return (
    <>
      <QuestionFields {...props} />
      <LinesField {...props} name="labels" label={t.labels} hint={t.labelsHint} required rows={6} value={linesFromOptions(labels)} />
      <TickField {...props} name="overlap" label={t.overlap} />
      <LinesField {...props} name="relations" label={t.relations} hint={t.relationsHint} rows={3} value={linesFromOptions(relations)} />
      <TickField {...props} name="characters" label={t.characters} hint={t.charactersHint} usual={unit === 'character'} />
      <NumberField {...props} name="goldPercent" label={t.goldPercent} hint={t.goldPercentHint} unit="%" />
      <LanguageField {...props} />
    </>
  )
}
