import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { linesFromOptions } from '../labels/label-settings.ts'
import { LanguageField, MaterialField, QuestionFields, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf, textOf } from '../shared/text-value.ts'
import { messages } from './ranking.messages.ts'

export function RankingSettingsFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { dimensions, allowTie, tolerance } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      <QuestionFields settings={settings} issues={issues} locale={locale} />
      <MaterialField settings={settings} issues={issues} locale={locale} label={t.material} />
      <Field
        kind="textarea"
        locale={locale}
        name="dimensions"
        label={t.dimensions}
        hint={t.dimensionsHint}
        rows={3}
        spellcheck={false}
        value={linesFromOptions(dimensions)}
        errors={errors('dimensions')}
      />
      <Field kind="checkbox" locale={locale} name="allowTie" label={t.allowTie} checked={allowTie === true} errors={errors('allowTie')} />
      <Field
        locale={locale}
        name="tolerance"
        label={t.tolerance}
        hint={t.toleranceHint}
        inputmode="numeric"
        maxlength={3}
        value={typeof tolerance === 'number' ? String(Math.round(tolerance * 100)) : textOf(tolerance)}
        errors={errors('tolerance')}
      />
      <LanguageField settings={settings} issues={issues} locale={locale} />
    </>
  )
}
