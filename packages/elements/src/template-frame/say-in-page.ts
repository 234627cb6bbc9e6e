import { crowdMessages } from '../crowd/crowd.messages.ts'

/** Of what scripts say at once; a page that says more does not talk to people. */
const SAID_MOST = 5
const TEXT_MOST = 1000
/** In all, of one page: what says more keeps people from their work. */
const SAID_IN_ALL = 100

const STYLES = `
  section { padding: 0.75rem 1rem; border: 2px solid #17616b; border-radius: 8px; background: #fff; color: #1c1a17;
    font: 1rem/1.5 system-ui, sans-serif; box-shadow: 0 4px 18px rgb(0 0 0 / 30%) }
  p { margin: 0 0 0.5rem; overflow-wrap: anywhere; white-space: pre-line }
  button { min-block-size: 44px; min-inline-size: 44px; margin-inline-end: 0.5rem; padding: 0.4rem 1rem;
    border: 1px solid #6b675f; border-radius: 8px; background: #fff; color: inherit; font: inherit; cursor: pointer }
  :focus-visible { outline: 3px solid #17616b; outline-offset: 2px }`

/** Texts in a box of their own, with buttons below; none of it is the author's, nor reached by the author's styles. */
class SaidBox {
  /** what was pressed last: the box stands next to it */
  #near: Element | null = null
  #texts: string[] = []
  #times = 0
  #host: HTMLElement | null = null

  constructor() {
    const remember = ({ isTrusted, target }: Event): void => {
      if (isTrusted && target instanceof Element && target !== this.#host) this.#near = target
    }
    for (const name of ['click', 'change', 'keydown']) addEventListener(name, remember, { capture: true })
  }

  say(text: string, buttons: readonly { readonly name: string; readonly press: () => void }[]): void {
    this.#times += 1
    if (this.#times > SAID_IN_ALL) return this.#close()
    this.#texts = [...this.#texts, text.slice(0, TEXT_MOST)].slice(-SAID_MOST)
    this.#host?.remove()
    const host = document.createElement('canut-said')
    const shadow = host.attachShadow({ mode: 'open' })
    const style = document.createElement('style')
    style.textContent = STYLES
    const section = document.createElement('section')
    section.setAttribute('role', 'alertdialog')
    section.setAttribute('aria-label', this.#texts.join('\n'))
    section.append(
      ...this.#texts.map((each) => Object.assign(document.createElement('p'), { textContent: each })),
      ...buttons.map(({ name, press }) => this.#button(name, press)),
    )
    shadow.append(style, section)
    this.#host = host
    const below = this.#near?.isConnected === true ? this.#near.getBoundingClientRect().bottom + scrollY : scrollY
    host.setAttribute('style', `position:absolute;z-index:2147483647;left:8px;right:8px;max-width:32rem;top:${Math.round(below) + 8}px`)
    document.documentElement.append(host)
    section.querySelector('button')?.focus()
  }

  #close(): void {
    this.#host?.remove()
    this.#texts = []
  }

  #button(name: string, press: () => void): HTMLButtonElement {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: name })
    button.addEventListener('click', () => {
      press()
      this.#close()
      if (this.#near instanceof HTMLElement) this.#near.focus()
    })
    return button
  }
}

const said = (text: unknown): string => (typeof text === 'string' ? text : (JSON.stringify(text) ?? ''))

/**
 * Layouts say by `alert()` what is missing, and ask by `confirm()` before they send. The sandbox leaves both out without a word,
 * as such a window stops the whole browser: so they are said in the page. Nobody can wait for an answer there: the first time
 * the question is "no", and once a person answered it with OK, the next time it is "yes".
 */
export function sayInPage(): void {
  const box = new SaidBox()
  const agreed = new Set<string>()
  const t = crowdMessages()
  window.alert = (text?: unknown) => box.say(said(text), [{ name: t.ok, press: () => undefined }])
  window.confirm = (text?: unknown) => {
    const question = said(text)
    if (agreed.delete(question)) return true
    box.say(`${question}\n${t.askedOnce}`, [
      { name: t.ok, press: () => agreed.add(question) },
      { name: t.cancel, press: () => undefined },
    ])
    return false
  }
}
