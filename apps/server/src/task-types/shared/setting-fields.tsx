import type { Child } from 'hono/jsx'
import { locales, type Locale } from '../../platform/i18n/index.ts'
import { Field } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { Issue } from '../task-type.ts'
import { MATERIAL_KINDS } from './material.tsx'
import { messages } from './setting-fields.messages.ts'
import { membersOf, textOf } from './text-value.ts'

/** What was typed comes back, right or wrong. */
export interface SettingsFieldsProps {
  settings: unknown
  issues: readonly Issue[]
  locale: Locale
}

interface SettingFieldProps extends SettingsFieldsProps {
  /** of the setting: in the settings, in the form and in the issues */
  name: string
  label: string
  /** a paragraph, or one a line */
  hint?: string | readonly string[] | undefined
}

function common({ name, label, hint, issues, locale }: SettingFieldProps) {
  return { locale, name, label, hint: typeof hint === 'object' ? onLines(hint) : hint, errors: sentencesOf(issues, name, locale) }
}

function onLines(sentences: readonly string[]): Child {
  return sentences.map((sentence, i) => (
    <>
      {i > 0 && <br />}
      {sentence}
    </>
  ))
}

/** Yes or no. */
export function TickField({ usual = false, ...props }: SettingFieldProps & { usual?: boolean }) {
  return <Field {...common(props)} kind="checkbox" checked={(membersOf(props.settings)[props.name] ?? usual) === true} />
}

interface LinesFieldProps extends SettingFieldProps {
  /** the list as it is typed, one a line */
  value: string
  rows?: number
  required?: boolean
  /** the sentences beside it, where they are more than those of the setting's own name */
  errors?: readonly string[]
}

/** A list, one per line. */
export function LinesField({ value, rows = 4, required, errors, ...props }: LinesFieldProps) {
  const field = common(props)
  return (
    <Field {...field} kind="textarea" required={required} rows={rows} spellcheck={false} value={value} errors={errors ?? field.errors} />
  )
}

interface NumberFieldProps extends SettingFieldProps {
  unit?: string
  /** what is typed where it is not the setting itself, such as a percentage of a share */
  value?: string | number
  /** what stands there before anything is typed */
  usual?: number
  required?: boolean
  inputmode?: 'numeric' | 'decimal'
}

/** A number; what is none stays as it was typed. */
export function NumberField({ unit, value, usual, required, inputmode = 'numeric', ...props }: NumberFieldProps) {
  const given = value ?? membersOf(props.settings)[props.name]
  const shown = typeof given === 'number' || typeof given === 'string' ? given : usual
  return <Field {...common(props)} required={required} unit={unit} inputmode={inputmode} value={shown} />
}

interface ChoiceFieldProps<Value extends string> extends SettingFieldProps {
  choices: Readonly<Record<Value, string>>
  usual: NoInfer<Value>
}

/** One of a few, all of them to be seen. */
export function ChoiceField<Value extends string>({ choices, usual, ...props }: ChoiceFieldProps<Value>) {
  const options = Object.entries<string>(choices).map(([value, label]) => ({ value, label }))
  return (
    <Field {...common(props)} kind="radios" required value={textOf(membersOf(props.settings)[props.name]) || usual} options={options} />
  )
}

/** A language, by its tag. */
export function LanguageTagField(props: SettingFieldProps) {
  return <Field {...common(props)} value={textOf(membersOf(props.settings)[props.name])} maxlength={35} spellcheck={false} />
}

interface QuestionWords {
  question: (of: { language: string }) => string
  questionHint: string
}

/** The question that stands above the answers, in each language. */
export function QuestionFields({ words, ...props }: SettingsFieldsProps & { words?: QuestionWords }) {
  const t = messages[props.locale]
  return (
    <BilingualField
      {...props}
      name="question"
      maxlength={500}
      label={words?.question ?? t.question}
      hint={words?.questionHint ?? t.questionHint}
    />
  )
}

interface BilingualFieldProps extends Omit<SettingFieldProps, 'label'> {
  label: QuestionWords['question']
  maxlength: number
}

/** A short text in each language; the hint stands with the first. */
export function BilingualField({ label, hint, maxlength, ...props }: BilingualFieldProps) {
  const { languages } = messages[props.locale]
  const given = membersOf(membersOf(props.settings)[props.name])
  return (
    <>
      {locales.map((each) => {
        const own = { ...props, name: `${props.name}.${each}`, label: label({ language: languages[each] }) }
        return (
          <Field {...common({ ...own, hint: each === locales[0] ? hint : undefined })} value={textOf(given[each])} maxlength={maxlength} />
        )
      })}
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
export function LanguageField(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  return <LanguageTagField {...props} name="textLanguage" label={t.textLanguage} hint={t.textLanguageHint} />
}
