import { css, html, type TemplateResult } from 'lit'
import { CrowdElement } from './crowd-element.ts'

export interface TabOfView {
  readonly header: string
  readonly content: TemplateResult
}

/** Tabs that are walked with the arrow keys; all of their contents stay in the page. */
export function tabsView(tabs: readonly TabOfView[], shown: number, choose: (index: number) => void): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const next = (shown + by + tabs.length) % tabs.length
    choose(next)
    const list = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role="tab"]')
    list[next]?.focus()
  }
  return html`<div role="tablist" @keydown=${onKey} style="display:flex;flex-wrap:wrap;gap:0.25rem">
      ${tabs.map(
        ({ header }, index) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${index}"
            aria-controls="panel-${index}"
            aria-selected=${index === shown}
            tabindex=${index === shown ? 0 : -1}
            class=${index === shown ? 'chosen' : ''}
            @click=${() => choose(index)}
          >
            ${header}
          </button>`,
      )}
    </div>
    ${tabs.map(
      ({ content }, index) =>
        html`<div role="tabpanel" id="panel-${index}" aria-labelledby="tab-${index}" ?hidden=${index !== shown}>${content}</div>`,
    )}`
}

/** `<crowd-tab header="…">`, inside crowd-tabs. Fields of a tab that is not shown count all the same. */
export class CrowdTab extends CrowdElement {
  static override properties = { header: { reflect: true } }
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        display: block;
        padding-block: 0.75rem;
      }
    `,
  ]
  declare header: string

  constructor() {
    super()
    this.header = ''
  }

  protected view() {
    return html`<slot></slot>`
  }
}

/** `<crowd-tabs>` */
export class CrowdTabs extends CrowdElement {
  static override styles = [
    CrowdElement.styles,
    css`
      :host {
        display: block;
      }
    `,
  ]
  static override properties = { shown: { state: true } }
  declare private shown: number
  readonly #observer = new MutationObserver(() => this.requestUpdate())

  constructor() {
    super()
    this.shown = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observer.observe(this, { childList: true })
    // a field in a hidden tab that is incomplete must be seen
    this.addEventListener('focusin', this.#onFocus)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
    this.removeEventListener('focusin', this.#onFocus)
  }

  get #tabs(): Element[] {
    return [...this.children].filter((child) => child.localName === 'crowd-tab')
  }

  /** Opens the tab that holds an element. */
  reveal(element: Element): void {
    const index = this.#tabs.findIndex((tab) => tab.contains(element))
    if (index >= 0) this.shown = index
  }

  readonly #onFocus = (event: FocusEvent): void => {
    if (event.target instanceof Element) this.reveal(event.target)
  }

  protected view() {
    const tabs = this.#tabs
    for (const [index, tab] of tabs.entries()) tab.slot = `tab-${index}`
    return tabsView(
      tabs.map((tab, index) => ({ header: tab.getAttribute('header') ?? '', content: html`<slot name="tab-${index}"></slot>` })),
      this.shown,
      (index) => (this.shown = index),
    )
  }
}
