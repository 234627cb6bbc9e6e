/**
 * What a task screen expects of an element that collects (part of) a response. All are form-associated custom elements:
 * - `name` is the field of the form, `value` its content as text (JSON where it is more than a text). Setting `value` shows it.
 * - every change by the person dispatches an `input` event that bubbles and crosses shadow roots: drafts are saved then.
 * - what is missing is said with `ElementInternals.setValidity`, so that the form's own check stops and focuses there.
 * - `handleKey` is offered each key of the page before the screen's own commands, wherever the focus is. True means that the
 *   element has used it, and nobody else shall. An element leaves alone what is typed into a text field, and Enter, S, R, U
 *   and ? unless something unfinished needs them (Enter finishes a polygon).
 */
export interface KeyedElement extends HTMLElement {
  handleKey(event: KeyboardEvent): boolean
}

export function isKeyed(element: Element): element is KeyedElement {
  return 'handleKey' in element && typeof element.handleKey === 'function'
}
