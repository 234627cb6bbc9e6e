import { ChoiceField, LanguageTagField, NumberField, TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf } from '../shared/text-value.ts'
import { percentOf } from '../transcribe/transcribe.settings.ts'
import { messages } from './check.messages.ts'

export function CheckFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const tolerance = percentOf(membersOf(props.settings)['tolerance'])
  return (
    <>
      <ChoiceField {...props} name="kind" label={t.kind} choices={t.kinds} usual="transcript" />
      <LanguageTagField {...props} name="language" label={t.language} hint={t.languageHint} />
      <NumberField {...props} name="tolerance" label={t.tolerance} hint={t.toleranceHint} inputmode="decimal" unit="%" value={tolerance} />
      <TickField {...props} name="autoplay" label={t.autoplay} usual />
    </>
  )
}
