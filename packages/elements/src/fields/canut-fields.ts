import type { CanutFiles } from '../files/canut-files.ts'
import { FORM_FILLED } from '../form-filled.ts'

/**
 * `<canut-fields>` goes around fields of a form that are not all asked for: a `fieldset[data-when-field][data-when-value]` is
 * hidden, and sends nothing, until the field of that name has that value. Inside it, with `data-required`, fields are required
 * while it is shown.
 */
export class CanutFields extends HTMLElement {
  #form: HTMLFormElement | null = null

  connectedCallback(): void {
    this.addEventListener('input', this.#update)
    this.#form = this.closest('form')
    this.#form?.addEventListener(FORM_FILLED, this.#update)
    this.#update()
  }

  disconnectedCallback(): void {
    this.#form?.removeEventListener(FORM_FILLED, this.#update)
  }

  /** From the top: a field that waits for one that is hidden is hidden as well. */
  readonly #update = (): void => {
    for (const group of this.querySelectorAll<HTMLFieldSetElement>('fieldset[data-when-field]')) {
      const { whenField = '', whenValue = '' } = group.dataset
      const isAsked = this.#valuesOf(whenField).includes(whenValue)
      group.hidden = !isAsked
      group.disabled = !isAsked
      for (const field of group.querySelectorAll<HTMLInputElement | CanutFiles>(
        'input:not([type="checkbox"]), textarea, select, canut-files',
      ))
        field.required = isAsked && group.dataset['required'] !== undefined
    }
  }

  #valuesOf(name: string): string[] {
    const fields = this.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="response.${CSS.escape(name)}"]:enabled`)
    return [...fields].flatMap((field) =>
      field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox') && !field.checked ? [] : [field.value],
    )
  }
}
