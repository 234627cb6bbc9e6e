import { css, html, nothing } from 'lit'
import { fileProblem, restoreFiles, valueOfFiles } from './chosen-files.ts'
import { CrowdFieldElement } from './crowd-element.ts'

const block = css`
  :host {
    display: block;
    margin-block: 0.5rem;
  }
  label {
    display: block;
    font-weight: 600;
    margin-block-end: 0.25rem;
  }
  small {
    display: block;
    text-align: end;
    color: #5b574f;
  }
`

/** What a line and a paragraph have in common. */
abstract class CrowdTextField extends CrowdFieldElement {
  static override styles = [CrowdFieldElement.styles, block]
  static override properties = {
    ...CrowdFieldElement.properties,
    value: {},
    label: {},
    placeholder: {},
    maxLength: { type: Number, attribute: 'max-length' },
    autoFocus: { type: Boolean, reflect: true, attribute: 'auto-focus' },
    autoValidate: { type: Boolean, reflect: true, attribute: 'auto-validate' },
    allowedPattern: { attribute: 'allowed-pattern' },
    errorMessage: { attribute: 'error-message' },
  }
  declare value: string | null
  declare label: string
  declare placeholder: string
  /** further typing is ignored; 0 for no limit */
  declare maxLength: number
  declare autoFocus: boolean
  declare autoValidate: boolean
  declare allowedPattern: string
  declare errorMessage: string

  constructor() {
    super()
    this.value = ''
    this.label = ''
    this.placeholder = ''
    this.maxLength = 0
    this.autoFocus = false
    this.autoValidate = false
    this.allowedPattern = ''
    this.errorMessage = ''
  }

  /** Nothing as long as nothing is written. */
  get submittable(): unknown {
    return this.value === null || this.value === '' ? undefined : this.value
  }

  restore(value: unknown): void {
    this.value = typeof value === 'string' ? value : ''
  }

  get missing(): string | null {
    const text = this.value ?? ''
    return this.required && text.trim() === '' ? this.errorMessage || this.t.required : null
  }

  protected override firstUpdated(): void {
    if (this.autoFocus) this.focus()
  }

  protected readonly onType = (event: Event): void => {
    const control = event.target as HTMLInputElement | HTMLTextAreaElement
    const allowed = this.#allowed(control.value)
    if (allowed !== control.value) control.value = allowed
    this.value = allowed
    if (this.autoValidate) this.complaint = this.missing ?? ''
    this.changed()
  }

  /** Leaves out the characters that the pattern does not know; a pattern that is none allows everything. */
  #allowed(text: string): string {
    const cut = this.maxLength > 0 ? text.slice(0, this.maxLength) : text
    if (this.allowedPattern === '') return cut
    try {
      const pattern = new RegExp(`^(?:${this.allowedPattern})$`, 'u')
      return Array.from(cut)
        .filter((character) => pattern.test(character))
        .join('')
    } catch {
      return cut
    }
  }

  protected get described() {
    return this.complaint === '' ? nothing : 'missing'
  }

  protected labelView() {
    return this.label === '' ? nothing : html`<label for="control">${this.label}</label>`
  }

  protected get accessibleName() {
    return this.label === '' ? (this.ariaLabel ?? (this.placeholder || this.name || nothing)) : nothing
  }
}

/** `<crowd-input>`: one line, or whatever `type` says. */
export class CrowdInput extends CrowdTextField {
  static override properties = { ...CrowdTextField.properties, type: {}, minLength: { type: Number, attribute: 'min-length' } }
  declare type: string
  declare minLength: number

  constructor() {
    super()
    this.type = 'text'
    this.minLength = 0
  }

  override get missing(): string | null {
    if (this.type === 'file') {
      const files = this.#files
      const problem = files === null ? null : fileProblem(files)
      return problem ?? (this.required && (files?.files?.length ?? 0) === 0 ? this.errorMessage || this.t.required : null)
    }
    const needed = super.missing
    const { length } = this.value ?? ''
    if (needed !== null || length === 0 || length >= this.minLength) return needed
    return this.errorMessage || this.t.tooShort(this.minLength)
  }

  get #files(): HTMLInputElement | null {
    return this.type === 'file' ? (this.renderRoot?.querySelector<HTMLInputElement>('input[type="file"]') ?? null) : null
  }

  override get submittable(): unknown {
    return this.type === 'file' ? this.#files && valueOfFiles(this.#files) : super.submittable
  }

  override restore(value: unknown): void {
    if (this.type !== 'file') return super.restore(value)
    void this.updateComplete.then(() => this.#files && restoreFiles(this.#files, value))
  }

  readonly #onChoose = (event: Event): void => {
    event.stopPropagation()
    this.complaint = (this.#files && fileProblem(this.#files)) ?? ''
    this.changed()
  }

  #fileView() {
    return html`${this.labelView()}
      <input
        id="control"
        type="file"
        accept=${this.getAttribute('accept') ?? nothing}
        ?multiple=${this.hasAttribute('multiple')}
        ?required=${this.required}
        ?disabled=${this.disabled}
        aria-label=${this.accessibleName}
        aria-describedby=${this.described}
        aria-invalid=${this.complaint === '' ? nothing : 'true'}
        @change=${this.#onChoose}
      />${this.complaintView()}`
  }

  protected view() {
    if (this.type === 'file') return this.#fileView()
    return html`${this.labelView()}
      <input
        id="control"
        type=${this.type}
        .value=${this.value ?? ''}
        placeholder=${this.placeholder || nothing}
        ?required=${this.required}
        ?disabled=${this.disabled}
        maxlength=${this.maxLength > 0 ? this.maxLength : nothing}
        aria-label=${this.accessibleName}
        aria-describedby=${this.described}
        aria-invalid=${this.complaint === '' ? nothing : 'true'}
        @input=${this.onType}
      />${this.complaintView()}`
  }
}

/** `<crowd-text-area>`: several lines. */
export class CrowdTextArea extends CrowdTextField {
  static override properties = {
    ...CrowdTextField.properties,
    rows: { type: Number },
    maxRows: { type: Number, attribute: 'max-rows' },
    charCounter: { type: Boolean, reflect: true, attribute: 'char-counter' },
  }
  declare rows: number
  declare maxRows: number
  declare charCounter: boolean

  constructor() {
    super()
    this.rows = 3
    this.maxRows = 0
    this.charCounter = false
  }

  protected view() {
    const { length } = this.value ?? ''
    const lines = Math.max(this.rows, (this.value ?? '').split('\n').length)
    const rows = this.maxRows > 0 ? Math.min(lines, this.maxRows) : this.rows
    return html`${this.labelView()}
      <textarea
        id="control"
        rows=${Math.max(1, rows)}
        .value=${this.value ?? ''}
        placeholder=${this.placeholder || nothing}
        ?required=${this.required}
        ?disabled=${this.disabled}
        maxlength=${this.maxLength > 0 ? this.maxLength : nothing}
        aria-label=${this.accessibleName}
        aria-describedby=${this.described}
        aria-invalid=${this.complaint === '' ? nothing : 'true'}
        @input=${this.onType}
      ></textarea>
      ${this.charCounter ? html`<small>${length}${this.maxLength > 0 ? ` / ${this.maxLength}` : ''}</small>` : nothing}${this.complaintView()}`
  }
}
