import { css, html, nothing, type TemplateResult } from 'lit'
import { CrowdFieldElement } from './crowd-element.ts'
import { dialogStyles } from './dialogs.ts'
import { icon } from './icons.ts'
import { hasRegion, headerOf, slotRegions } from './regions.ts'

const REGIONS = ['short-instructions', 'full-instructions', 'classification-target', 'worker-comment']

const widgetStyles = css`
  :host {
    display: block;
    margin-block: 0.5rem;
  }
  h2.header {
    margin: 0 0 0.5rem;
    font-size: 1.2rem;
    overflow-wrap: anywhere;
  }
  .widget {
    display: grid;
    gap: 1rem;
  }
  .guide {
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: #faf8f4;
    overflow-wrap: anywhere;
  }
  ::slotted(*) {
    max-inline-size: 100%;
  }
  .work {
    min-inline-size: 0;
  }
  .options {
    display: grid;
    gap: 0.5rem;
    grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr));
    margin-block: 0.75rem;
    padding: 0;
    border: 0;
  }
  .options legend {
    padding: 0;
    margin-block-end: 0.25rem;
    font-weight: 600;
  }
  .option {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    min-block-size: 44px;
    padding: 0.4rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: #fff;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .option:has(:checked) {
    background: var(--accent-soft);
    border-color: var(--accent);
  }
  .option:has(:disabled) {
    opacity: 0.55;
    cursor: default;
  }
  .option input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    flex: none;
    accent-color: var(--accent);
  }
  .picture {
    position: relative;
    display: inline-block;
    max-inline-size: 100%;
  }
  .picture img {
    display: block;
    max-inline-size: 100%;
    max-block-size: 70vh;
  }
  @container (min-width: 50rem) {
    .with-guide {
      grid-template-columns: minmax(12rem, 16rem) minmax(0, 1fr);
    }
  }
  .frame {
    container-type: inline-size;
  }
`

/** What all annotation widgets have around their tool: a heading, short instructions beside it, full ones behind a button. */
export abstract class CrowdWidget extends CrowdFieldElement {
  static override styles = [CrowdFieldElement.styles, dialogStyles, widgetStyles]
  static override properties: Record<string, object> = { ...CrowdFieldElement.properties, header: {} }
  declare header: string
  #regions: MutationObserver | null = null

  constructor() {
    super()
    this.header = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#regions = slotRegions(this, this.regions)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#regions?.disconnect()
  }

  protected get regions(): readonly string[] {
    return REGIONS
  }

  protected view(): TemplateResult {
    const short = hasRegion(this, 'short-instructions')
    const full = hasRegion(this, 'full-instructions')
    return html`<div class="frame">
      ${this.header === '' ? nothing : html`<h2 class="header">${this.header}</h2>`}
      <div class="widget ${short || full ? 'with-guide' : ''}">
        ${short || full ? this.#guideView(full) : nothing}
        <div class="work annotation-area">${this.toolView()}${this.complaintView()}<slot></slot></div>
      </div>
    </div>`
  }

  #guideView(full: boolean): TemplateResult {
    const title = headerOf(this, 'full-instructions') || this.t.fullInstructions
    const dialog = () => this.renderRoot.querySelector<HTMLDialogElement>('dialog')
    return html`<aside class="guide awsui-app-layout__navigation" aria-label=${this.t.instructions}>
      <slot name="short-instructions"></slot>
      ${
        full
          ? html`<button type="button" class="link" @click=${() => dialog()?.showModal()}>${this.t.fullInstructions}</button>
              <dialog class="awsui-modal-dialog" aria-label=${title}>
                <div class="bar">
                  <h2>${title}</h2>
                  <button type="button" class="link" aria-label=${this.t.close} @click=${() => dialog()?.close()}>${icon('close')}</button>
                </div>
                <slot name="full-instructions"></slot>
              </dialog>`
          : nothing
      }
    </aside>`
  }

  /** the tool itself */
  protected abstract toolView(): TemplateResult | typeof nothing

  override focus(options?: FocusOptions): void {
    const inside = this.renderRoot.querySelector<HTMLElement>(
      '.work input, .work canut-drawing, .work canut-mask, .work canut-spans, .work select, .work [tabindex]',
    )
    inside?.focus(options)
  }

  /** A list of texts in an attribute that must be there. */
  protected requiredTexts(attribute: string, most: number): readonly string[] {
    if (!this.hasAttribute(attribute)) this.say(attribute, this.t.missingAttribute(this.localName, attribute))
    const value = this.readJson(attribute, (read) => {
      if (!Array.isArray(read) || !read.every((each) => typeof each === 'string' || typeof each === 'number')) return this.t.notAList
      return read.length > most ? this.t.tooManyLabels(most) : null
    })
    return Array.isArray(value) ? value.map(String) : []
  }
}
