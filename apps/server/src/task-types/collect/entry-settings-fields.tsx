import { formatNumber } from '../../platform/i18n/index.ts'
import { Field } from '../../platform/layout/index.ts'
import { MEDIA_KINDS } from '../../platform/uploads/index.ts'
import { LanguageTagField, TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { linesFromOptions } from '../labels/label-settings.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { membersOf, TEXT_MAX_LENGTH, textOf } from '../shared/text-value.ts'
import { messages } from './collect.messages.ts'
import { DEFAULT_MAX_LENGTH, KINDS, MATERIALS, MOST_FIELDS, MOST_FILES } from './collect.settings.ts'

/** The settings as a form. All ten places for fields are in the page, folded when empty: no script adds them. */
export function EntrySettingsFields(props: SettingsFieldsProps) {
  const { settings, issues, locale } = props
  const t = messages[locale]
  const { material, fields } = membersOf(settings)
  const list: readonly unknown[] = Array.isArray(fields) ? fields : []
  return (
    <>
      <Field
        locale={locale}
        kind="checkboxes"
        name="material"
        label={t.material}
        hint={t.materialHint}
        required
        values={Array.isArray(material) ? material.map(String) : ['text']}
        options={MATERIALS.map((value) => ({ value, label: t.materials[value] }))}
        errors={sentencesOf(issues, 'material', locale)}
      />
      <p class="measure">{t.fieldsHint({ count: MOST_FIELDS })}</p>
      <div class="stack">
        {Array.from({ length: MOST_FIELDS }, (_, index) => (
          <details class="fold" open={index === 0 || index < list.length}>
            <summary>{titleOf(t.field({ number: index + 1 }), list[index])}</summary>
            <OneField index={index} field={index < list.length ? membersOf(list[index]) : null} issues={issues} locale={locale} />
          </details>
        ))}
      </div>
      <LanguageTagField {...props} name="textLanguage" label={t.textLanguage} hint={t.languageHint} />
      <LanguageTagField {...props} name="answerLanguage" label={t.answerLanguage} />
      <TickField {...props} name="keepLocation" label={t.keepLocation} hint={t.keepLocationHint} />
    </>
  )
}

function titleOf(place: string, field: unknown): string {
  const name = textOf(membersOf(field)['name'])
  return name === '' ? place : `${place} · ${name}`
}

/** What is no number stays as it was typed. */
const numberOrText = (value: unknown): number | string => (typeof value === 'number' || typeof value === 'string' ? value : '')

interface OneFieldProps extends Pick<SettingsFieldsProps, 'issues' | 'locale'> {
  index: number
  /** null for an empty place */
  field: Readonly<Record<string, unknown>> | null
}

const commonOf =
  ({ index, issues, locale }: Omit<OneFieldProps, 'field'>) =>
  (name: string) => ({
    locale,
    name: `fields.${index}.${name}`,
    errors: sentencesOf(issues, `fields.${index}.${name}`, locale),
  })

/** What only fields of some kinds have: what files may be, how many, and how far from the truth is right. */
function Measures({ index, field, issues, locale }: OneFieldProps) {
  const t = messages[locale]
  const common = commonOf({ index, issues, locale })
  const { accept } = field ?? {}
  const hints = { fewest: undefined, most: t.mostHint({ max: MOST_FILES }), tolerance: t.toleranceHint }
  return (
    <>
      <Field
        {...common('accept')}
        kind="checkboxes"
        label={t.accept}
        hint={t.acceptHint}
        values={Array.isArray(accept) ? accept.map(String) : []}
        options={MEDIA_KINDS.map((kind) => ({ value: kind, label: t.kindsOfFiles[kind] }))}
      />
      {(['fewest', 'most', 'tolerance'] as const).map((name) => (
        <Field {...common(name)} label={t[name]} hint={hints[name]} inputmode="decimal" value={numberOrText(field?.[name])} />
      ))}
    </>
  )
}

function OneField({ index, field, issues, locale }: OneFieldProps) {
  const t = messages[locale]
  const value = (name: string): string => textOf(field?.[name])
  const common = commonOf({ index, issues, locale })
  return (
    <div class="form">
      <Field
        {...common('name')}
        label={t.name}
        hint={t.nameHint}
        required={index === 0}
        value={value('name')}
        maxlength={40}
        spellcheck={false}
      />
      <Field {...common('en')} label={t.labelIn.en} value={value('en')} maxlength={200} />
      <Field {...common('fr')} label={t.labelIn.fr} hint={t.labelHint} value={value('fr')} maxlength={200} />
      <Field
        {...common('kind')}
        kind="select"
        label={t.kind}
        required
        value={value('kind') || 'line'}
        options={KINDS.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
      />
      <Field {...common('required')} kind="checkbox" label={t.required} checked={field?.['required'] !== false} />
      <Field
        {...common('maxLength')}
        label={t.maxLength}
        hint={t.maxLengthHint({ max: formatNumber(TEXT_MAX_LENGTH, locale), usual: formatNumber(DEFAULT_MAX_LENGTH, locale) })}
        inputmode="numeric"
        value={numberOrText(field?.['maxLength'])}
      />
      <Measures index={index} field={field} issues={issues} locale={locale} />
      <Field {...common('prefill')} label={t.prefill} hint={t.prefillHint} value={value('prefill')} maxlength={100} spellcheck={false} />
      <Field
        {...common('choices')}
        kind="textarea"
        label={t.choices}
        hint={t.choicesHint}
        rows={4}
        spellcheck={false}
        value={linesFromOptions(field?.['choices'])}
      />
      <Field
        {...common('whenField')}
        errors={sentencesOf(issues, `fields.${index}.when`, locale)}
        label={t.whenField}
        hint={t.whenFieldHint}
        value={textOf(membersOf(field?.['when'])['field'])}
        maxlength={40}
        spellcheck={false}
      />
      <Field
        {...common('whenValue')}
        label={t.whenValue}
        hint={t.whenValueHint}
        value={textOf(membersOf(field?.['when'])['value'])}
        maxlength={100}
        spellcheck={false}
      />
    </div>
  )
}
