import { allIn } from './all-in.ts'
import { askHandlers } from './ask-handlers.ts'
import { entriesIn, type Entry } from './answer.ts'
import { isCrowdField } from './crowd-field.ts'
import { crowdMessages } from './crowd.messages.ts'
import { AnswerEvent, requireComplete, serialise, type Sent } from './submission.ts'

/** Values and fields that belong to a form without being inside it: those of the element whose shadow holds it. */
export interface FormCompany {
  readonly entries: readonly Entry[]
  readonly fields: readonly Element[]
}

/**
 * `<crowd-form>`: holds a real form with everything that the author wrote inside it, so that scripts find the path that they
 * expect, `crowd-form > form > …`. It sends one answer; what is submitted again, by whatever way, is not sent.
 */
export class CrowdForm extends HTMLElement {
  /** the real form; there once the page was read to its end */
  form: HTMLFormElement | null = null
  /** set by an element that has this form in its shadow */
  company: () => FormCompany = () => ({ entries: [], fields: [] })
  #sent = false

  connectedCallback(): void {
    // a loader in the head runs before there are children to hold
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.wrap(), { once: true })
    else queueMicrotask(() => this.wrap())
  }

  /** Puts the children into the form, and a Submit behind them if the author gave none. Once. */
  wrap(): void {
    if (this.form !== null || !this.isConnected) return
    const form = document.createElement('form')
    form.noValidate = true
    this.form = form
    // what the browser sends by itself would leave the page; it becomes a submission of ours
    form.addEventListener('submit', this.#onNativeSubmit, { capture: true })
    form.append(...this.childNodes)
    this.append(form)
    if (this.querySelector('crowd-button[form-action="submit"]') !== null) return
    const submit = document.createElement('crowd-button')
    submit.setAttribute('form-action', 'submit')
    submit.setAttribute('variant', 'primary')
    submit.textContent = crowdMessages().submit
    Element.prototype.append.call(form, submit)
  }

  readonly #onNativeSubmit = (event: SubmitEvent): void => {
    if (!event.isTrusted) return
    event.preventDefault()
    // also that of a nested form, whose own listeners have nothing to send either
    if (event.target === this.form) {
      event.stopImmediatePropagation()
      this.submit()
    }
  }

  /** Checks, lets the author's handlers look, and sends; at most once, whoever calls it and how often. */
  submit(): void {
    if (this.#sent) return
    this.wrap()
    const form = this.form ?? this
    if (!requireComplete(form, this.company().fields)) return
    if (!askHandlers(form)) return
    this.#send()
  }

  reset(): void {
    if (this.form !== null) HTMLFormElement.prototype.reset.call(this.form)
    for (const field of allIn(this)) if (isCrowdField(field)) field.restore(undefined)
  }

  /** The answer as it would be sent now, as text on the wire. */
  _serializeForm(): { taskAnswers: string } {
    return { taskAnswers: JSON.stringify([this.serialised.answer]) }
  }

  /** Sends without asking anybody; at most once. */
  _submitHelperForm(): void {
    this.#send()
  }

  #send(): void {
    if (this.#sent) return
    const sent = this.serialised
    this.#sent = true
    this.dispatchEvent(new AnswerEvent(sent))
  }

  /** The answer was not taken: it may be sent again. */
  reopen(): void {
    this.#sent = false
  }

  get serialised(): Sent {
    const flatten = this.getAttribute('answer-format') === 'flatten-objects'
    return serialise(this.form ?? this, flatten, this.company().entries)
  }

  get entries(): Entry[] {
    return entriesIn(this.form ?? this, this.company().entries)
  }
}
