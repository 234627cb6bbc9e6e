import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { linesFromOptions } from '../labels/label-settings.ts'
import { LanguageField, QuestionFields, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { MATERIAL_KINDS } from '../shared/material.tsx'
import { membersOf, textOf } from '../shared/text-value.ts'
import { messages } from './pairwise.messages.ts'

export function PairwiseSettingsFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { material, allowTie, strength, criteria } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      <QuestionFields settings={settings} issues={issues} locale={locale} />
      <Field
        kind="select"
        locale={locale}
        name="material"
        label={t.material}
        required
        value={textOf(material) || 'text'}
        options={MATERIAL_KINDS.map((kind) => ({ value: kind, label: t.materials[kind] }))}
        errors={errors('material')}
      />
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
