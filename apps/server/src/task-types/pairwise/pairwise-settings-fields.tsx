import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { linesFromOptions } from '../labels/label-settings.ts'
import { LanguageField, MaterialField, QuestionFields, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf } from '../shared/text-value.ts'
import { messages } from './pairwise.messages.ts'

export function PairwiseSettingsFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { allowTie, strength, criteria } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      <QuestionFields settings={settings} issues={issues} locale={locale} />
      <MaterialField settings={settings} issues={issues} locale={locale} label={t.material} />
      <Field kind="checkbox" locale={locale} name="allowTie" label={t.allowTie} checked={allowTie === true} errors={errors('allowTie')} />
      <Field
        kind="checkbox"
        locale={locale}
        name="strength"
        label={t.askStrength}
        checked={strength === true}
        errors={errors('strength')}
      />
      <Field
        kind="textarea"
        locale={locale}
        name="criteria"
        label={t.criteria}
        hint={t.criteriaHint}
        rows={3}
        spellcheck={false}
        value={linesFromOptions(criteria)}
        errors={errors('criteria')}
      />
      <LanguageField settings={settings} issues={issues} locale={locale} />
    </>
  )
}
