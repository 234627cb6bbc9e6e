import { expect, it } from 'vitest'
import { askHandlers } from './ask-handlers.ts'

// an element in the place of a form: this DOM gives its forms out as proxies, which EventTarget's own method does not take
function aForm(handler: (event: Event) => void): { form: HTMLElement; seen: Event[] } {
  const form = document.createElement('section')
  document.body.replaceChildren(form)
  const seen: Event[] = []
  form.addEventListener('submit', (event) => {
    seen.push(event)
    handler(event)
  })
  return { form, seen }
}

it('lets handlers see a submission as one that nobody has prevented, and keeps the browser from sending the form itself', () => {
  const preventedWhenSeen: boolean[] = []
  const { form, seen } = aForm((event) => preventedWhenSeen.push(event.defaultPrevented))
  expect(askHandlers(form)).toBe(true)
  expect(preventedWhenSeen).toEqual([false])
  expect(seen.map(({ defaultPrevented }) => defaultPrevented)).toEqual([true])
})

it('says no when a handler prevents it, at the form or above it', () => {
  expect(askHandlers(aForm((event) => event.preventDefault()).form)).toBe(false)
  const { form } = aForm(() => undefined)
  document.body.addEventListener('submit', (event) => event.preventDefault(), { once: true })
  expect(askHandlers(form)).toBe(false)
  expect(askHandlers(form)).toBe(true)
})

it('goes on when a handler only stops the event on its way', () => {
  expect(askHandlers(aForm((event) => event.stopPropagation()).form)).toBe(true)
})
