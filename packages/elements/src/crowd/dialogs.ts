import { css, html, nothing, type TemplateResult } from 'lit'
import { CrowdElement } from './crowd-element.ts'
import { icon } from './icons.ts'
import { hasRegion, slotRegions } from './regions.ts'
import { tabsView } from './tabs.ts'

export const dialogStyles = css`
  dialog {
    inline-size: min(44rem, calc(100% - 2rem));
    max-block-size: 80vh;
    overflow: auto;
    padding: 1rem 1.25rem;
    border: 1px solid var(--edge);
    border-radius: 10px;
    color: #1c1a17;
    background: #fff;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  .bar {
    display: flex;
    gap: 1rem;
    align-items: center;
    justify-content: space-between;
  }
  .bar h2 {
    margin: 0;
    font-size: 1.15rem;
  }
`

/** Something that opens a dialog, by a link or a button. */
abstract class CrowdDialog extends CrowdElement {
  static override styles = [CrowdElement.styles, dialogStyles]
  static override properties: Record<string, object> = { linkText: { attribute: 'link-text' }, linkType: { attribute: 'link-type' } }
  declare linkText: string
  declare linkType: string

  constructor() {
    super()
    this.linkText = ''
    this.linkType = 'link'
  }

  open(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  close(): void {
    this.renderRoot.querySelector('dialog')?.close()
  }

  protected openerView(usual: string): TemplateResult {
    const text = this.linkText || usual
    return html`<button type="button" class=${this.linkType === 'button' ? '' : 'link'} @click=${() => this.open()}>${text}</button>`
  }

  protected dialogView(title: string, content: TemplateResult): TemplateResult {
    return html`<dialog class="awsui-modal-dialog" aria-label=${title}>
      <div class="bar">
        <h2>${title}</h2>
        <button type="button" class="link" aria-label=${this.t.close} @click=${() => this.close()}>${icon('close')}</button>
      </div>
      ${content}
    </dialog>`
  }
}

/** `<crowd-modal>` */
export class CrowdModal extends CrowdDialog {
  protected view() {
    const title = this.linkText || this.t.openModal
    return html`${this.openerView(this.t.openModal)}${this.dialogView(title, html`<slot></slot>`)}`
  }
}

const REGIONS = ['short-summary', 'detailed-instructions', 'positive-example', 'negative-example']

/** `<crowd-instructions>`: three tabs of instructions behind a link or a button. */
export class CrowdInstructions extends CrowdDialog {
  static override properties = { ...CrowdDialog.properties, shown: { state: true } }
  declare private shown: number
  #regions: MutationObserver | null = null

  constructor() {
    super()
    this.shown = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#regions = slotRegions(this, REGIONS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#regions?.disconnect()
  }

  protected view() {
    const { t } = this
    const examples = html`${hasRegion(this, 'positive-example') ? html`<h3>${t.goodExample}</h3>` : nothing}<slot
        name="positive-example"
      ></slot
      >${hasRegion(this, 'negative-example') ? html`<h3>${t.badExample}</h3>` : nothing}<slot name="negative-example"></slot>`
    const tabs = [
      { header: t.summary, content: html`<slot name="short-summary"></slot>` },
      { header: t.detailed, content: html`<slot name="detailed-instructions"></slot>` },
      { header: t.examples, content: examples },
    ]
    const content = html`${tabsView(tabs, this.shown, (index) => (this.shown = index))}<slot></slot>`
    return html`${this.openerView(t.openInstructions)}${this.dialogView(t.instructions, content)}`
  }
}
