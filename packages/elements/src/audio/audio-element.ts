import { LitElement } from 'lit'
import { FormElement } from '../form-element.ts'
import { languageOf } from '../language-of.ts'

/** What the elements for sound have in common: a field of a form, with sentences in the language around it. */
export abstract class AudioElement extends FormElement {
  static override readonly shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  declare disabled: boolean

  get name(): string {
    return this.getAttribute('name') ?? ''
  }

  protected get language(): 'en' | 'fr' {
    return languageOf(this)
  }

  /** Tells the page that a person changed something. */
  protected changed(): void {
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }
}

/** Whether what a key types is text, wherever shadow roots put the focus. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range'].includes(target.type)
}

/** Whether a key that belongs to buttons, such as Space, is one's own: then the button does what it says. */
export function isOnButton(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  return target instanceof HTMLElement && target.closest('button, a, summary, audio, video, input') !== null
}
