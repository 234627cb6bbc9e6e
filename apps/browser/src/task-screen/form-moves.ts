/** Ticks the answer that carries this key. */
export function choose(form: HTMLFormElement, key: string): void {
  form.querySelector<HTMLInputElement>(`input[data-key="${key}"]:not(:disabled)`)?.click()
}

/** Moves through the answers from anywhere on the page. */
export function move(form: HTMLFormElement, by: 1 | -1): void {
  const inputs = [...form.querySelectorAll<HTMLInputElement>('.choices input:not(:disabled)')]
  const focused = inputs.findIndex((input) => input === document.activeElement)
  const from = focused === -1 ? inputs.findIndex((input) => input.checked) : focused
  // from nowhere, forwards begins at the first answer and backwards at the last
  const next = from === -1 ? (by === 1 ? inputs[0] : inputs.at(-1)) : inputs[(from + by + inputs.length) % inputs.length]
  next?.focus()
  if (next?.type === 'radio') next.click()
}

/** Where the worker goes on: in the first field that is typed in (not one that waits for a key of its own), else on the task itself, where single keys work. */
export function focusFirst(form: HTMLFormElement): void {
  const typed = form.querySelectorAll<HTMLElement>(
    'input[type="text"], textarea:not([data-later]), input[type="number"], input[type="date"]',
  )
  // one that waits for another answer is hidden until then
  const field = [...typed].find((each) => each.checkVisibility())
  const target = field ?? form.querySelector<HTMLElement>('.task-area')
  target?.focus({ preventScroll: true })
}

/** The instructions lie over the task: Escape, a click beside them or the first answer puts them away. */
export function closeGuideOutside(work: HTMLElement): void {
  const guide = work.querySelector<HTMLDetailsElement>('.task-guide')
  if (guide === null) return
  const close = () => {
    guide.open = false
  }
  work.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !guide.contains(event.target)) close()
  })
  work.addEventListener('input', close)
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })
}

export function dialog(id: string): HTMLDialogElement {
  const found = document.getElementById(id)
  if (!(found instanceof HTMLDialogElement)) throw new Error(`the page has no dialog ${id}`)
  return found
}
