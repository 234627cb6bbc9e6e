import type { Child } from 'hono/jsx'
import type { Locale } from '../i18n/index.ts'
import { messages } from './layout.messages.ts'

export interface Option {
  value: string
  label: string
  hint?: string | undefined
  disabled?: boolean | undefined
}

interface Common {
  locale: Locale
  name: string
  label: Child
  hint?: Child
  errors?: readonly string[] | undefined
  /** Fields that are not required say "optional" beside their label. */
  required?: boolean | undefined
  /** Said beside the label instead of "optional"; empty says nothing. */
  aside?: string | undefined
  disabled?: boolean | undefined
}

export interface InputFieldProps extends Common {
  kind?: 'text' | 'email' | 'password' | 'number' | 'url' | 'tel' | 'search' | 'date' | 'datetime-local' | 'time' | undefined
  value?: string | number | undefined
  /** A unit written after the input, such as "€" or "min". */
  unit?: string | undefined
  autocomplete?: string | undefined
  inputmode?: 'text' | 'decimal' | 'numeric' | 'email' | 'url' | 'tel' | 'search' | undefined
  min?: string | number | undefined
  max?: string | number | undefined
  step?: string | number | undefined
  minlength?: number | undefined
  maxlength?: number | undefined
  pattern?: string | undefined
  list?: string | undefined
  spellcheck?: boolean | undefined
  autofocus?: boolean | undefined
}

export interface TextareaFieldProps extends Common {
  kind: 'textarea'
  value?: string | undefined
  rows?: number | undefined
  minlength?: number | undefined
  maxlength?: number | undefined
  spellcheck?: boolean | undefined
}

export interface SelectFieldProps extends Common {
  kind: 'select'
  value?: string | undefined
  options: readonly Option[]
  /** The text of a first, empty option. */
  placeholder?: string | undefined
}

export interface CheckboxFieldProps extends Common {
  kind: 'checkbox'
  checked?: boolean | undefined
  /** What is posted when checked; "on" unless told. */
  value?: string | undefined
}

export interface RadiosFieldProps extends Common {
  kind: 'radios'
  value?: string | undefined
  options: readonly Option[]
}

export interface CheckboxesFieldProps extends Common {
  kind: 'checkboxes'
  values?: readonly string[] | undefined
  options: readonly Option[]
}

export interface FileFieldProps extends Common {
  kind: 'file'
  accept?: string | undefined
  multiple?: boolean | undefined
}

export type FieldProps =
  | InputFieldProps
  | TextareaFieldProps
  | SelectFieldProps
  | CheckboxFieldProps
  | RadiosFieldProps
  | CheckboxesFieldProps
  | FileFieldProps

/** The id that error summaries link to; a group is focused on its first option. */
export function fieldId(name: string): string {
  return `f-${name.replaceAll(/[^A-Za-z0-9_-]/g, '-')}`
}

const hasErrors = ({ errors = [] }: Common): boolean => errors.length > 0
const hasHint = ({ hint }: Common): boolean => hint !== undefined && hint !== null && hint !== ''

/** The attributes every native control of a field shares. */
function controlOf(field: Common) {
  const id = fieldId(field.name)
  const described = [hasHint(field) && `${id}-hint`, hasErrors(field) && `${id}-errors`].filter((part) => part !== false)
  return {
    id,
    name: field.name,
    required: field.required,
    disabled: field.disabled,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    'aria-invalid': hasErrors(field) ? ('true' as const) : undefined,
  }
}

function Label({ field }: { field: Common }) {
  const aside = field.aside ?? (field.required === true ? '' : messages[field.locale].optional)
  return (
    <>
      {field.label}
      {aside !== '' && <span class="field-optional"> ({aside})</span>}
    </>
  )
}

function Help({ field }: { field: Common }) {
  const id = fieldId(field.name)
  return (
    <>
      {hasHint(field) && (
        <div class="field-hint" id={`${id}-hint`}>
          {field.hint}
        </div>
      )}
      {hasErrors(field) && (
        <ul class="field-errors" id={`${id}-errors`}>
          {field.errors?.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
    </>
  )
}

const fieldClass = (field: Common): string => (hasErrors(field) ? 'field field-invalid' : 'field')

/** One labelled control with its hint and all of its errors. */
export function Field(field: FieldProps) {
  if (field.kind === 'radios' || field.kind === 'checkboxes') return <Group field={field} />
  if (field.kind === 'checkbox') return <Checkbox field={field} />
  return (
    <div class={fieldClass(field)}>
      <label for={fieldId(field.name)}>
        <Label field={field} />
      </label>
      <Help field={field} />
      <Control field={field} />
    </div>
  )
}

function Control({ field }: { field: InputFieldProps | TextareaFieldProps | SelectFieldProps | FileFieldProps }) {
  const control = controlOf(field)
  if (field.kind === 'textarea') {
    const { rows = 5, minlength, maxlength, spellcheck, value = '' } = field
    // The parser drops one line break after the tag; without this one, a text that starts with an empty line would lose it.
    return (
      <textarea {...control} rows={rows} minlength={minlength} maxlength={maxlength} spellcheck={spellcheck}>
        {`\n${value}`}
      </textarea>
    )
  }
  if (field.kind === 'select') {
    return (
      <select {...control}>
        {field.placeholder !== undefined && <option value="">{field.placeholder}</option>}
        {field.options.map(({ value, label, disabled }) => (
          <option value={value} selected={value === field.value} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
    )
  }
  if (field.kind === 'file') return <input {...control} type="file" accept={field.accept} multiple={field.multiple} />
  const { kind = 'text', unit, locale: _locale, label: _label, hint: _hint, errors: _errors, aside: _aside, ...native } = field
  const input = <input {...native} {...control} type={kind} />
  if (unit === undefined) return input
  return (
    <span class="with-unit">
      {input}
      <span>{unit}</span>
    </span>
  )
}

function Checkbox({ field }: { field: CheckboxFieldProps }) {
  return (
    <div class={`${fieldClass(field)} field-checkbox`}>
      <label class="option">
        <input {...controlOf(field)} type="checkbox" value={field.value} checked={field.checked} />
        <span>{field.label}</span>
      </label>
      <Help field={field} />
    </div>
  )
}

function Group({ field }: { field: RadiosFieldProps | CheckboxesFieldProps }) {
  const { 'aria-describedby': describedBy, id } = controlOf(field)
  const isOn = (value: string): boolean => (field.kind === 'radios' ? field.value === value : (field.values?.includes(value) ?? false))
  return (
    <fieldset class={`${fieldClass(field)} field-group`} aria-describedby={describedBy} disabled={field.disabled}>
      <legend>
        <Label field={field} />
      </legend>
      <Help field={field} />
      {field.options.map((option, index) => (
        <label class="option">
          <input
            type={field.kind === 'radios' ? 'radio' : 'checkbox'}
            id={index === 0 ? id : `${id}-${index}`}
            name={field.name}
            value={option.value}
            checked={isOn(option.value)}
            disabled={option.disabled}
            required={field.kind === 'radios' ? field.required : undefined}
          />
          <span>
            {option.label}
            {option.hint !== undefined && <small class="option-hint">{option.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
