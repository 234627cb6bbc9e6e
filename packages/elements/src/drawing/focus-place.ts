/** What has the focus when a key is pressed: it decides which keys are still free for a drawing. */
export function focusPlace(event: KeyboardEvent, drawing: Element): 'stage' | 'button' | 'choice' | 'text' | 'elsewhere' {
  const [target] = event.composedPath()
  if (!(target instanceof Element)) return 'elsewhere'
  if (target instanceof HTMLInputElement) return target.type === 'radio' ? 'choice' : target.type === 'checkbox' ? 'button' : 'text'
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return 'text'
  if (target instanceof HTMLElement && target.isContentEditable) return 'text'
  if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target.tagName === 'SUMMARY') return 'button'
  return event.composedPath().includes(drawing) ? 'stage' : 'elsewhere'
}
