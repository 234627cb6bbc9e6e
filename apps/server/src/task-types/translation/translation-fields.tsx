import { linesFromOptions } from '../labels/label-settings.ts'
import { LanguageTagField, LinesField, NumberField, TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf } from '../shared/text-value.ts'
import { messages } from './translation.messages.ts'

export function TranslationFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  const categories = linesFromOptions(membersOf(props.settings)['categories'])
  return (
    <>
      <LanguageTagField {...props} name="sourceLanguage" label={t.sourceLanguage} hint={t.languageHint} />
      <LanguageTagField {...props} name="targetLanguage" label={t.targetLanguage} />
      <TickField {...props} name="postEdit" label={t.postEdit} hint={t.postEditHint} />
      <TickField {...props} name="rating" label={t.askRating} />
      <LinesField {...props} name="categories" label={t.categories} hint={t.categoriesHint} value={categories} />
      <NumberField {...props} name="goldPercent" label={t.goldPercent} hint={t.goldPercentHint} unit="%" />
    </>
  )
}
