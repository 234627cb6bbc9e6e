/**
 * Lets the author's handlers see that a form is about to be sent. Firefox takes even an event that a script made for the
 * wish to leave the page, which the policy of the page refuses and reports as a trouble of the template; so the event ends
 * prevented in any case, by a listener behind all others. Where a handler stops the event on its way, that is not reached:
 * the page is not left then either, but the report is made.
 *
 * @returns whether no handler prevented it.
 */
export function askHandlers(form: HTMLElement, submitter: HTMLElement | null = null): boolean {
  const event = new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter })
  let isPreventedByUs = false
  const last = (passing: Event) => {
    if (passing !== event || event.defaultPrevented) return
    event.preventDefault()
    isPreventedByUs = true
  }
  window.addEventListener('submit', last)
  // of the prototype: a field named dispatchEvent would stand in its place
  const isLetThrough = EventTarget.prototype.dispatchEvent.call(form, event)
  window.removeEventListener('submit', last)
  return isLetThrough || isPreventedByUs
}
