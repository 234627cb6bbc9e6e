import { LitElement } from 'lit'

/** What every element of ours that is a field of a form has in common with the browser's own fields. */
export abstract class FormElement extends LitElement {
  static readonly formAssociated = true
  protected readonly internals = this.attachInternals()
  abstract disabled: boolean
  abstract value: string

  get form(): HTMLFormElement | null {
    return this.internals.form
  }

  get validity(): ValidityState {
    return this.internals.validity
  }

  get validationMessage(): string {
    return this.internals.validationMessage
  }

  checkValidity(): boolean {
    return this.internals.checkValidity()
  }

  reportValidity(): boolean {
    return this.internals.reportValidity()
  }

  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled
  }

  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? ''
  }
}
