import { allIn } from './all-in.ts'
import { entriesIn, type Answer, type Entry } from './answer.ts'
import { askHandlers } from './ask-handlers.ts'
import { isCrowdField } from './crowd-field.ts'
import { crowdMessages } from './crowd.messages.ts'
import { AnswerEvent, requireComplete, serialise, type Sent } from './submission.ts'
import { listOf } from './values.ts'

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
  /** while the author's handlers look at a submission */
  #asking = false
  /** a handler stopped the last submission, and the person did nothing since */
  #stopped = false

  connectedCallback(): void {
    // a loader in the head runs before there are children to hold
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.wrap(), { once: true })
    else queueMicrotask(() => this.wrap())
    for (const name of ['click', 'keydown']) document.addEventListener(name, this.#onPerson, { capture: true })
  }

  disconnectedCallback(): void {
    for (const name of ['click', 'keydown']) document.removeEventListener(name, this.#onPerson, { capture: true })
  }

  readonly #onPerson = (event: Event): void => {
    if (event.isTrusted) this.#stopped = false
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
      this.ask(event.submitter)
    }
  }

  /**
   * As scripts of templates call it: asks like a Submit. A handler that stopped the submission and then calls this, at once or
   * after a while, goes on with it: it is not asked again, as it would stop that too, and again for ever.
   */
  submit(): void {
    if (this.#asking || this.#stopped) this.sendComplete()
    else this.ask()
  }

  /** Checks, lets the author's handlers look, and sends; at most once, whoever calls it and how often. */
  ask(submitter: HTMLElement | null = null): void {
    if (this.#sent) return
    this.wrap()
    const form = this.form ?? this
    if (!requireComplete(form, this.company().fields)) return
    this.#asking = true
    const goesOn = askHandlers(form, submitter)
    this.#asking = false
    this.#stopped = !goesOn
    if (goesOn) this['_submitHelperForm']()
  }

  /** Sends without asking the author's handlers, if nothing is missing. */
  sendComplete(): void {
    if (requireComplete(this.form ?? this, this.company().fields)) this['_submitHelperForm']()
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
    // what scripts of others put in the place of this method has its say
    const [answer] = listOf(JSON.parse(this['_serializeForm']().taskAnswers))
    this.#sent = true
    this.dispatchEvent(new AnswerEvent({ ...this.serialised, answer: answer as Answer }))
  }

  /** The answer was not taken: it may be sent again. */
  reopen(): void {
    this.#sent = false
  }

  get serialised(): Sent {
    const flatten = this.getAttribute('answer-format') === 'flatten-objects'
    return serialise(this.entries, flatten)
  }

  get entries(): Entry[] {
    return entriesIn(this.form ?? this, this.company().entries)
  }
}
