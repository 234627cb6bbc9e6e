import { Choices } from '../../platform/layout/index.ts'
import { optionName } from '../labels/label-settings.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { ScreenProps } from '../task-type.ts'
import { messages } from '../task-types.messages.ts'
import { messages as own } from './collect.messages.ts'
import { fieldName, type EntryField } from './collect.settings.ts'
import { textOfValue, type EntryValue } from './entry-values.ts'
import { FileControl } from './file-control.tsx'
import { hasFiles } from './sent-files.ts'

export interface EntryControlProps {
  field: EntryField
  /** of the batch: a condition names one of them */
  fields: readonly EntryField[]
  value: EntryValue
  /** language tag of the answers; '' when unknown */
  language: string
  /** whether photos may keep what the camera wrote into them */
  keepLocation: boolean
  /** whether keys 1–9 pick the choices of this field */
  hasKeys: boolean
  screen: ScreenProps
}

/** More choices than keys are a list to open, not a wall of cards. */
const MOST_CARDS = 9

/**
 * One field: a native control with its label and its errors. One that is not always asked says when it is; the script of the
 * page hides it until then, and only then requires it, since without script it stays in sight.
 */
export function EntryControl(props: EntryControlProps) {
  const { when, required } = props.field
  if (when === null) return <Control {...props} required={required} />
  const { locale } = props.screen
  const on = props.fields.find(({ name }) => name === when.field)
  const answer = on?.choices.find(({ value }) => value === when.value)
  return (
    <fieldset class="conditional" data-when-field={when.field} data-when-value={when.value} data-required={required ? '' : undefined}>
      <legend class="muted small">
        {own[locale].onlyIf({
          field: on === undefined ? when.field : fieldName(on, locale),
          answer: answer === undefined ? when.value : optionName(answer, locale),
        })}
      </legend>
      <Control {...props} required={false} />
    </fieldset>
  )
}

type ControlProps = EntryControlProps & { required: boolean }

function Control(props: ControlProps) {
  const { field, screen } = props
  if (hasFiles(field)) return <FileControl {...props} />
  if (field.kind === 'several' || (field.kind === 'choice' && field.choices.length <= MOST_CARDS)) return <ChoiceCards {...props} />
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

function NativeControl({
  field,
  value: given,
  required,
  language,
  screen,
  id,
  hasErrors,
}: ControlProps & { id: string; hasErrors: boolean }) {
  const value = textOfValue(given)
  const common = {
    id,
    name: `response.${field.name}`,
    required,
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
    case 'address':
      return <input type="url" value={value} {...typed} />
    default:
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

function ChoiceCards({ field, value, required, hasKeys, screen }: ControlProps) {
  const { locale, id, readOnly = false } = screen
  const multiple = field.kind === 'several'
  const choices = field.choices.map((choice, index) => ({
    value: choice.value,
    label: optionName(choice, locale),
    shortcut: hasKeys && index < MOST_CARDS ? String(index + 1) : undefined,
  }))
  // A radio cannot be taken back, so leaving an optional choice open is a choice too.
  const open = { value: '', label: messages[locale].noAnswer, shortcut: hasKeys ? '0' : undefined }
  const isOpenable = !multiple && !field.required
  return (
    <Choices
      id={`${id}-${field.name}`}
      legend={fieldName(field, locale)}
      name={readOnly ? `${id}.response.${field.name}` : `response.${field.name}`}
      multiple={multiple}
      required={required}
      chosen={value === '' && !isOpenable ? [] : [value].flat().map(String)}
      errors={sentencesOf(screen.issues ?? [], field.name, locale)}
      choices={isOpenable ? [...choices, open] : choices}
    />
  )
}

/** Room for what is there, within reason: long texts scroll. */
function rowsFor(value: string): number {
  const lines = value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 70), 0)
  return Math.min(Math.max(lines + 1, 4), 14)
}
