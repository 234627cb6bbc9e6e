import type { Child } from 'hono/jsx'
import { Window } from 'happy-dom'
import type { ScreenProps, TaskSetup } from '../task-types/index.ts'

export const hostile = '<script>alert(1)</script>"\' onload=x & <img src=x onerror=y>'

const screenProps = (props: Partial<ScreenProps> = {}): ScreenProps => ({
  id: 'f',
  seed: 'a1',
  payload: {},
  response: null,
  locale: 'en',
  mediaUrl: (name) => `/media/${encodeURIComponent(name.replaceAll(/\p{Cs}/gu, '?'))}`,
  ...props,
})

export function render(child: Child): string {
  return String(<>{child}</>)
}

/** The page as a browser without script would see it. */
export function parse(html: string) {
  const { document } = new Window()
  document.body.innerHTML = `<form>${html}</form>`
  return document
}

/** What a browser would send for the form as it stands, after some changes by name. */
export function sent(html: string, changes: Readonly<Record<string, string | readonly string[]>> = {}): FormData {
  const form = new FormData()
  for (const control of parse(html).querySelectorAll('input, textarea, select, [name][value]:not(button)')) {
    const name = control.getAttribute('name')
    if (name === null || name in changes || control.hasAttribute('disabled') || control.closest('fieldset[disabled]') !== null) continue
    const value = valueOf(control)
    if (value !== null) form.append(name, value.replaceAll('\n', '\r\n'))
  }
  for (const [name, values] of Object.entries(changes)) for (const value of [values].flat()) form.append(name, value)
  return form
}

interface Control {
  tagName: string
  textContent: string
  getAttribute(name: string): string | null
  hasAttribute(name: string): boolean
  querySelector(selector: string): Control | null
}

function valueOf(control: Control): string | null {
  if (control.tagName === 'TEXTAREA') return control.textContent.replace(/^\n/, '')
  if (control.tagName === 'SELECT')
    return (control.querySelector('option[selected]') ?? control.querySelector('option'))?.getAttribute('value') ?? ''
  const isToggle = ['radio', 'checkbox'].includes(control.getAttribute('type') ?? '')
  if (isToggle && !control.hasAttribute('checked')) return null
  return control.getAttribute('value') ?? (isToggle ? 'on' : '')
}

export function screenOf(setup: TaskSetup, props: Partial<ScreenProps>): string {
  return render(setup.Screen(screenProps(props)))
}
