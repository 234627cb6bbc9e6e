import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf, textOf } from '../shared/text-value.ts'
import { percentOf } from '../transcribe/transcribe.settings.ts'
import { messages } from './check.messages.ts'
import { CHECK_KINDS } from './check.settings.ts'

/** The settings as a form: what was typed comes back, right or wrong. */
export function CheckFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { kind, language, tolerance, autoplay } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      <Field
        locale={locale}
        kind="radios"
        name="kind"
        label={t.kind}
        required
        value={textOf(kind) || 'transcript'}
        options={CHECK_KINDS.map((value) => ({ value, label: t.kinds[value] }))}
        errors={errors('kind')}
      />
      <Field
        locale={locale}
        name="language"
        label={t.language}
        hint={t.languageHint}
        value={textOf(language)}
        maxlength={35}
        spellcheck={false}
        errors={errors('language')}
      />
      <Field
        locale={locale}
        name="tolerance"
        label={t.tolerance}
        hint={t.toleranceHint}
        inputmode="decimal"
        unit="%"
        value={percentOf(tolerance)}
        errors={errors('tolerance')}
      />
      <Field locale={locale} kind="checkbox" name="autoplay" label={t.autoplay} checked={autoplay !== false} errors={errors('autoplay')} />
    </>
  )
}
