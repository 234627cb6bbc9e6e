import { FORM_FILLED } from '@canut/elements/form-filled'
import type { Fields } from './device-store.ts'

/** What a task's form would send: the controls of the response and nothing else. */
export function fieldsOf(form: HTMLFormElement): Fields {
  const fields: Fields = []
  for (const [name, value] of new FormData(form)) if (typeof value === 'string' && name.startsWith('response')) fields.push([name, value])
  return fields
}

/** Puts kept fields back into a form. */
export function fillForm(form: HTMLFormElement, fields: Fields): void {
  const values = Map.groupBy(fields, ([name]) => name)
  for (const control of form.elements) {
    if (!isControl(control) || !control.name.startsWith('response')) continue
    const own = (values.get(control.name) ?? []).map(([, value]) => value)
    if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox'))
      control.checked = own.includes(control.value)
    else if (own[0] !== undefined) control.value = own[0]
  }
  form.dispatchEvent(new Event(FORM_FILLED))
}

interface Control extends Element {
  name: string
  value: string
}

/** Fields of the browser and our own elements, which have names and values as well; not buttons, whose value is a command. */
function isControl(element: Element): element is Control {
  return 'name' in element && 'value' in element && !(element instanceof HTMLButtonElement)
}

export function encode(fields: Fields): URLSearchParams {
  return new URLSearchParams(fields)
}
