import { Field } from '../../platform/layout/index.ts'
import { linesFromOptions } from '../labels/label-settings.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { LanguageField, QuestionFields, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf } from '../shared/text-value.ts'
import { messages } from './spans.messages.ts'

/** The settings as a form: what was typed comes back, right or wrong. */
export function SpansFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { labels, overlap, relations, unit, goldPercent } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      <QuestionFields settings={settings} issues={issues} locale={locale} />
      <Field
        locale={locale}
        kind="textarea"
        name="labels"
        label={t.labels}
        hint={t.labelsHint}
        required
        rows={6}
        spellcheck={false}
        value={linesFromOptions(labels)}
        errors={errors('labels')}
      />
      <Field locale={locale} kind="checkbox" name="overlap" label={t.overlap} checked={overlap === true} errors={errors('overlap')} />
      <Field
        locale={locale}
        kind="textarea"
        name="relations"
        label={t.relations}
        hint={t.relationsHint}
        rows={3}
        spellcheck={false}
        value={linesFromOptions(relations)}
        errors={errors('relations')}
      />
      <Field
        locale={locale}
        kind="checkbox"
        name="characters"
        label={t.characters}
        hint={t.charactersHint}
        checked={unit === 'character'}
        errors={errors('unit')}
      />
      <Field
        locale={locale}
        name="goldPercent"
        label={t.goldPercent}
        hint={t.goldPercentHint}
        unit="%"
        inputmode="numeric"
        value={typeof goldPercent === 'number' || typeof goldPercent === 'string' ? goldPercent : ''}
        errors={errors('goldPercent')}
      />
      <LanguageField settings={settings} issues={issues} locale={locale} />
    </>
  )
}
