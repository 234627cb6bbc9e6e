import { Field } from '../../platform/layout/index.ts'
import { linesFromOptions } from '../labels/label-settings.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { membersOf, textOf } from '../shared/text-value.ts'
import { messages } from './translation.messages.ts'

/** The settings as a form: what was typed comes back, right or wrong. */
export function TranslationFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { sourceLanguage, targetLanguage, postEdit, rating, categories, goldPercent } = membersOf(settings)
  const errors = (path: string): string[] => sentencesOf(issues, path, locale)
  return (
    <>
      {(['sourceLanguage', 'targetLanguage'] as const).map((name) => (
        <Field
          locale={locale}
          name={name}
          label={t[name]}
          hint={name === 'sourceLanguage' ? t.languageHint : undefined}
          value={textOf(name === 'sourceLanguage' ? sourceLanguage : targetLanguage)}
          maxlength={35}
          spellcheck={false}
          errors={errors(name)}
        />
      ))}
      <Field
        locale={locale}
        kind="checkbox"
        name="postEdit"
        label={t.postEdit}
        hint={t.postEditHint}
        checked={postEdit === true}
        errors={errors('postEdit')}
      />
      <Field locale={locale} kind="checkbox" name="rating" label={t.askRating} checked={rating === true} errors={errors('rating')} />
      <Field
        locale={locale}
        kind="textarea"
        name="categories"
        label={t.categories}
        hint={t.categoriesHint}
        rows={4}
        spellcheck={false}
        value={linesFromOptions(categories)}
        errors={errors('categories')}
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
    </>
  )
}
