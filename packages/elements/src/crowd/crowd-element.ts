import { css, html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit'
import { readAttributeJson } from './attribute-json.ts'
import { crowdMessages, type CrowdMessages } from './crowd.messages.ts'

/** Something wrong with the template, for whoever wrote it; the page around the frame shows it to the worker. */
export class TroubleEvent extends CustomEvent<string> {
  constructor(message: string) {
    super('canut-trouble', { bubbles: true, composed: true, detail: message })
  }
}

const crowdStyles: CSSResultGroup = css`
  :host {
    box-sizing: border-box;
    font-family: inherit;
    /* pages of authors are light and know no tokens of ours: the elements inside take these */
    --edge: #6b675f;
    --bad: #9a3022;
    --surface: #ffffff;
    --sunken: #f1ede4;
    --ink: #2b2520;
    --ink-soft: #5b5249;
    --line: #cfc9bd;
    --line-strong: #6b675f;
    --accent: #17616b;
    --accent-soft: #e2eff0;
    --on-accent: #ffffff;
    --error: #9a3022;
    --error-soft: #f8e2db;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    min-block-size: 44px;
    min-inline-size: 44px;
    padding: 0.4rem 1rem;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: #fff;
    color: #1c1a17;
    cursor: pointer;
  }
  button:disabled {
    opacity: 0.55;
    cursor: default;
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: #fff;
  }
  button.link {
    border-color: transparent;
    background: transparent;
    color: var(--accent);
    text-decoration: underline;
    padding-inline: 0.25rem;
  }
  button[aria-pressed='true'],
  .chosen {
    background: var(--accent-soft);
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  input:not([type='checkbox'], [type='radio'], [type='range']),
  textarea,
  select {
    min-block-size: 44px;
    inline-size: 100%;
    padding: 0.5rem 0.6rem;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: #fff;
    color: #1c1a17;
  }
  .trouble,
  .missing {
    margin: 0.25rem 0;
    color: var(--bad);
    font-weight: 600;
  }
  .trouble {
    padding: 0.75rem;
    border: 2px solid var(--bad);
    border-radius: 8px;
    background: #fff6f5;
  }
  @media (prefers-reduced-motion: no-preference) {
    button {
      transition: background-color 0.12s;
    }
  }
`

/** What all elements of this dialect have in common: attributes that are read with patience, and mistakes that are seen. */
export abstract class CrowdElement extends LitElement {
  static override styles: CSSResultGroup = crowdStyles
  readonly #troubles = new Map<string, string>()
  readonly #read = new Map<string, { text: string; value: unknown }>()

  protected get t(): CrowdMessages {
    return crowdMessages()
  }

  /**
   * The value that an attribute holds as JSON or something like it.
   *
   * @param fits the problem with a value that was read, as a part of a sentence; null when it can be used
   * @returns null when there is none, or none that can be used: then the element shows why, and says so to the page.
   */
  protected readJson(attribute: string, fits: (value: unknown) => string | null): unknown {
    const text = this.getAttribute(attribute)
    if (text === null || text.trim() === '') {
      this.#troubles.delete(attribute)
      return null
    }
    const known = this.#read.get(attribute)
    if (known?.text === text) return known.value
    const read = readAttributeJson(text)
    const problem = 'problem' in read ? read.problem : fits(read.value)
    const value = 'value' in read && problem === null ? read.value : null
    this.#read.set(attribute, { text, value })
    if (problem === null) this.#troubles.delete(attribute)
    else this.say(attribute, this.t.wrongAttribute(this.localName, attribute, problem))
    return value
  }

  /** Shows a mistake of the author where it is, once for each attribute. */
  protected say(attribute: string, sentence: string): void {
    if (this.#troubles.get(attribute) === sentence) return
    this.#troubles.set(attribute, sentence)
    this.dispatchEvent(new TroubleEvent(sentence))
  }

  protected override render(): TemplateResult {
    const view = this.view()
    return html`${[...this.#troubles.values()].map((sentence) => html`<p class="trouble" role="alert">${sentence}</p>`)}${view}`
  }

  protected abstract view(): TemplateResult | typeof nothing

  /** A change by the person: drafts are kept then. */
  protected changed(): void {
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }
}

/** An element with a name, which says what is missing when it is asked to be complete. */
export abstract class CrowdFieldElement extends CrowdElement {
  static override properties: Record<string, object> = {
    name: { reflect: true },
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
    complaint: { state: true },
  }
  declare name: string
  declare required: boolean
  declare disabled: boolean
  declare protected complaint: string

  constructor() {
    super()
    this.name = ''
    this.required = false
    this.disabled = false
    this.complaint = ''
  }

  abstract get submittable(): unknown
  abstract restore(value: unknown): void
  abstract get missing(): string | null

  /** As scripts of templates call it. */
  get _submittableValue(): unknown {
    return structuredClone(this.submittable)
  }

  showMissing(): void {
    this.complaint = this.missing ?? ''
    void this.updateComplete.then(() => this.focus())
  }

  override focus(options?: FocusOptions): void {
    const inside = this.renderRoot.querySelector<HTMLElement>('[data-focus], input, textarea, select, button, [tabindex]')
    if (inside === null) super.focus(options)
    else inside.focus(options)
  }

  protected override changed(): void {
    if (this.complaint !== '') this.complaint = this.missing ?? ''
    super.changed()
  }

  protected complaintView(): TemplateResult | typeof nothing {
    return this.complaint === '' ? nothing : html`<p class="missing" id="missing" role="alert">${this.complaint}</p>`
  }
}
