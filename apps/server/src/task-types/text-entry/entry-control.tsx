import { Choices } from '../../platform/layout/index.ts'
import { optionName } from '../labels/label-settings.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { ScreenProps } from '../task-type.ts'
import { messages } from '../task-types.messages.ts'
import { fieldName, type EntryField } from './text-entry.settings.ts'

export interface EntryControlProps {
  field: EntryField
  value: string
  /** language tag of the answers; '' when unknown */
  language: string
  /** whether keys 1–9 pick the choices of this field */
  hasKeys: boolean
  screen: ScreenProps
}

/** More choices than keys are a list to open, not a wall of cards. */
const MOST_CARDS = 9

/** One field: a native control with its label and its errors. */
export function EntryControl(props: EntryControlProps) {
  const { field, screen } = props
  if (field.kind === 'choice' && field.choices.length <= MOST_CARDS) return <ChoiceCards {...props} />
  const id = `${screen.id}-${field.name}`
  const errors = sentencesOf(screen.issues ?? [], field.name, screen.locale)
  return (
    <div class={errors.length > 0 ? 'field field-invalid' : 'field'}>
      <label for={id}>
        {fieldName(field, screen.locale)}
        {!field.required && <span class="field-optional"> ({messages[screen.locale].optional})</span>}
      </label>
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      <NativeControl {...props} id={id} hasErrors={errors.length > 0} />
    </div>
  )
}

function NativeControl({ field, value, language, screen, id, hasErrors }: EntryControlProps & { id: string; hasErrors: boolean }) {
  const common = {
    id,
    name: `response.${field.name}`,
    required: field.required,
    'aria-invalid': hasErrors ? ('true' as const) : undefined,
    'aria-describedby': hasErrors ? `${id}-errors` : undefined,
  }
  const typed = {
    ...common,
    maxlength: field.maxLength,
    dir: 'auto' as const,
    lang: language === '' ? undefined : language,
    autocomplete: 'off',
  }
  switch (field.kind) {
    case 'line':
      return <input type="text" value={value} {...typed} />
    case 'paragraph':
      // The parser drops one line break after the tag; without this one, a text that starts with an empty line would lose it.
      return (
        <textarea rows={rowsFor(value)} {...typed}>
          {`\n${value}`}
        </textarea>
      )
    case 'number':
      // Not type="number": it turns with the wheel, and what it cannot read is lost without a word.
      return <input type="text" inputmode="decimal" value={value} autocomplete="off" {...common} />
    case 'date':
      return <input type="date" value={value} {...common} />
    case 'choice':
      return (
        <select {...common}>
          <option value="">{field.required ? '' : messages[screen.locale].noAnswer}</option>
          {field.choices.map((choice) => (
            <option value={choice.value} selected={choice.value === value}>
              {optionName(choice, screen.locale)}
            </option>
          ))}
        </select>
      )
  }
}

function ChoiceCards({ field, value, hasKeys, screen }: EntryControlProps) {
  const { locale, id, readOnly = false } = screen
  const choices = field.choices.map((choice, index) => ({
    value: choice.value,
    label: optionName(choice, locale),
    shortcut: hasKeys ? String(index + 1) : undefined,
  }))
  // A radio cannot be taken back, so leaving an optional choice open is a choice too.
  const open = { value: '', label: messages[locale].noAnswer, shortcut: hasKeys ? '0' : undefined }
  return (
    <Choices
      id={`${id}-${field.name}`}
      legend={fieldName(field, locale)}
      name={readOnly ? `${id}.response.${field.name}` : `response.${field.name}`}
      required={field.required}
      chosen={field.required && value === '' ? [] : [value]}
      errors={sentencesOf(screen.issues ?? [], field.name, locale)}
      choices={field.required ? choices : [...choices, open]}
    />
  )
}

/** Room for what is there, within reason: long texts scroll. */
function rowsFor(value: string): number {
  const lines = value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 70), 0)
  return Math.min(Math.max(lines + 1, 4), 14)
}
