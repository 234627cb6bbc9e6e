import { locales, type Locale } from '../../platform/i18n/index.ts'
import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { Issue } from '../task-type.ts'
import { MATERIAL_KINDS } from './material.tsx'
import { messages } from './setting-fields.messages.ts'
import { membersOf, textOf } from './text-value.ts'

export interface SettingsFieldsProps {
  settings: unknown
  issues: readonly Issue[]
  locale: Locale
}

/** The question that stands above the answers, in each language. */
export function QuestionFields({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  const { question } = membersOf(settings)
  return (
    <>
      {locales.map((each) => (
        <Field
          locale={locale}
          name={`question.${each}`}
          label={t.question({ language: t.languages[each] })}
          hint={each === locales[0] ? t.questionHint : undefined}
          value={textOf(membersOf(question)[each])}
          maxlength={500}
          errors={sentencesOf(issues, `question.${each}`, locale)}
        />
      ))}
    </>
  )
}

/** What the columns hold that people compare. */
export function MaterialField({ settings, issues, locale, label }: SettingsFieldsProps & { label: string }) {
  const { materials } = messages[locale]
  return (
    <Field
      kind="select"
      locale={locale}
      name="material"
      label={label}
      required
      value={textOf(membersOf(settings)['material']) || 'text'}
      options={MATERIAL_KINDS.map((kind) => ({ value: kind, label: materials[kind] }))}
      errors={sentencesOf(issues, 'material', locale)}
    />
  )
}

/** The language of the texts that people read. */
export function LanguageField({ settings, issues, locale }: SettingsFieldsProps) {
  const t = messages[locale]
  return (
    <Field
      locale={locale}
      name="textLanguage"
      label={t.textLanguage}
      hint={t.textLanguageHint}
      value={textOf(membersOf(settings)['textLanguage'])}
      maxlength={35}
      spellcheck={false}
      errors={sentencesOf(issues, 'textLanguage', locale)}
    />
  )
}
