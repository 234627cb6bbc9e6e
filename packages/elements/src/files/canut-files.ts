import type { SentFile } from '@canut/contract'
import { html, LitElement, nothing } from 'lit'
import { audioStyles } from '../audio/audio.styles.ts'
import { askForFile, newLocalFile, offerFile } from '../file-events.ts'
import { FormElement } from '../form-element.ts'
import { languageOf } from '../language-of.ts'
import { filesMessages } from './files.messages.ts'
import { filesStyles } from './files.styles.ts'
import { lookAtFile, type FileTrouble } from './look-at-file.ts'
import { isOnDevice, readSentFiles, textOfSentFiles } from './sent-files.ts'

type Words = (typeof filesMessages)['en']

interface Item {
  readonly sent: SentFile
  readonly state: 'keeping' | 'kept' | 'notKept' | 'elsewhere'
  /** what is there on this device; null for what was sent before */
  readonly blob: Blob | null
  readonly url: string | null
}

/**
 * Photos or files of a response.
 *
 *     <canut-files name="response.photo" label="Photo" accept="image/jpeg,image/png" camera required fewest="1" most="3">
 *
 * Attributes: `accept` as of the browser's own field; `camera` offers to take a photo where a finger is the pointer; `fewest`
 * and `most`; `max-bytes`, `max-pixels`; `place` asks whether what the camera wrote into photos may stay; `addresses`, JSON of
 * where files that were sent are shown from, by their ids; `value`, JSON of a list of SentFile, '' for none. Files are offered
 * to the page (`file-events.ts`), and the value names them once the page keeps them. What is inside is shown without script.
 */
export class CanutFiles extends FormElement {
  static override readonly shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override readonly styles = [audioStyles, filesStyles]
  static override readonly properties = {
    label: {},
    accept: {},
    camera: { type: Boolean },
    required: { type: Boolean },
    fewest: { type: Number },
    most: { type: Number },
    maxBytes: { type: Number, attribute: 'max-bytes' },
    maxPixels: { type: Number, attribute: 'max-pixels' },
    place: { type: Boolean },
    addresses: { type: Object },
    disabled: { type: Boolean },
    items: { state: true },
    notes: { state: true },
    said: { state: true },
    agreed: { state: true },
  }
  declare label: string
  declare accept: string
  declare camera: boolean
  declare required: boolean
  declare fewest: number
  declare most: number
  declare maxBytes: number
  declare maxPixels: number
  declare place: boolean
  declare disabled: boolean
  declare addresses: Readonly<Record<string, string>>
  declare items: readonly Item[]
  /** why files were not taken */
  declare notes: readonly string[]
  /** what happened last, for those who do not see it */
  declare said: string
  declare agreed: boolean

  constructor() {
    super()
    this.label = ''
    this.accept = 'image/*'
    this.camera = false
    this.required = false
    this.fewest = 1
    this.most = 1
    this.maxBytes = Number.POSITIVE_INFINITY
    this.maxPixels = Number.POSITIVE_INFINITY
    this.place = false
    this.addresses = {}
    this.disabled = false
    this.items = []
    this.notes = []
    this.said = ''
    this.agreed = false
  }

  get name(): string {
    return this.getAttribute('name') ?? ''
  }

  get value(): string {
    return textOfSentFiles(this.items.filter(({ state }) => state === 'kept' || state === 'elsewhere').map(({ sent }) => sent))
  }
  set value(text: string) {
    this.#forgetUrls()
    this.items = readSentFiles(text).map((sent) => ({ sent, state: 'kept', blob: null, url: null }))
    this.agreed = this.items.some(({ sent }) => sent.keepsExif === true)
    this.notes = []
    this.#findOnDevice()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // also when a form is put back into the page: only then the page may be able to give the files back
    if (this.items.every(({ blob }) => blob === null)) this.value = this.value === '' ? (this.getAttribute('value') ?? '') : this.value
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#forgetUrls()
    this.items = this.items.map((item) => ({ ...item, blob: null, url: null }))
  }

  get #words(): Words {
    return filesMessages[languageOf(this)]
  }

  #forgetUrls(): void {
    for (const { url } of this.items) if (url !== null) URL.revokeObjectURL(url)
  }

  #findOnDevice(): void {
    for (const { sent } of this.items.filter((item) => isOnDevice(item.sent)))
      void askForFile(this, sent.file).then((blob) => {
        const found = blob === null ? { state: 'elsewhere' as const } : { state: 'kept' as const, blob, url: URL.createObjectURL(blob) }
        this.#change(sent.file, found)
      })
  }

  /** Changes one file in its place; nothing when it is gone meanwhile. */
  #change(file: string, more: Partial<Item>): void {
    this.items = this.items.map((item) => (item.sent.file === file ? { ...item, ...more } : item))
  }

  async #take(chosen: readonly File[]): Promise<void> {
    this.notes = []
    for (const file of chosen) await this.#add(file)
  }

  async #add(file: File): Promise<void> {
    const t = this.#words
    // of one that is asked for, another one takes its place
    if (this.items.length >= this.most && this.most > 1) return this.#note(t.full(file.name, String(this.most)))
    const url = URL.createObjectURL(file)
    const kinds = this.accept.split(',').map((type) => type.trim().split('/')[0] ?? '')
    const trouble = await lookAtFile(file, url, { kinds, maxBytes: this.maxBytes, maxPixels: this.maxPixels })
    if (trouble !== null) {
      URL.revokeObjectURL(url)
      return this.#note(this.#sentenceOf(trouble, file.name))
    }
    if (this.most === 1) {
      this.#forgetUrls()
      this.items = []
    }
    const sent: SentFile = { file: newLocalFile(), name: file.name || 'photo', ...this.#agreement() }
    this.items = [...this.items, { sent, state: 'keeping', blob: file, url }]
    await this.#keep(sent, file)
  }

  #agreement(): { keepsExif?: true } {
    return this.place && this.agreed ? { keepsExif: true } : {}
  }

  async #keep(sent: SentFile, file: Blob): Promise<void> {
    const t = this.#words
    this.said = t.keeping(sent.name)
    this.#change(sent.file, { state: 'keeping' })
    try {
      await offerFile(this, sent.file, file, sent.name, sent.keepsExif === true)
    } catch {
      // no room on the device: naming the file in a response would promise what cannot be kept
      this.#change(sent.file, { state: 'notKept' })
      this.said = t.notKept(sent.name)
      return
    }
    this.#change(sent.file, { state: 'kept' })
    this.said = t.kept(sent.name)
    this.#changed()
  }

  #remove({ sent, url }: Item): void {
    if (url !== null) URL.revokeObjectURL(url)
    this.items = this.items.filter((item) => item.sent.file !== sent.file)
    this.notes = []
    this.said = this.#words.removed(sent.name)
    this.#changed()
    this.renderRoot.querySelector<HTMLElement>('.choose')?.focus()
  }

  /** Whoever takes the agreement back has every photo sent anew without it; what was sent without it cannot get it back. */
  async #agree(agreed: boolean): Promise<void> {
    this.agreed = agreed
    for (const item of this.items) {
      if ((item.sent.keepsExif === true) === agreed) continue
      if (agreed && !isOnDevice(item.sent)) {
        this.#note(this.#words.placeGone)
        continue
      }
      const blob = item.blob ?? (await this.#fetchSent(item.sent.file))
      if (blob === null) {
        this.#note(this.#words.elsewhere(item.sent.name))
        continue
      }
      const sent: SentFile = { file: newLocalFile(), name: item.sent.name, ...this.#agreement() }
      const url = item.url ?? URL.createObjectURL(blob)
      this.items = this.items.map((other) => (other === item ? { sent, state: 'keeping', blob, url } : other))
      await this.#keep(sent, blob)
    }
    // the tick says what is: a photo that cannot be had now keeps what it has
    this.agreed = agreed || this.items.some(({ sent }) => sent.keepsExif === true)
  }

  /** null where it cannot be had now. */
  async #fetchSent(file: string): Promise<Blob | null> {
    const address = this.addresses[file]
    if (address === undefined) return null
    try {
      const answer = await fetch(address)
      return answer.ok ? await answer.blob() : null
    } catch {
      // a network that is away: the note says that it could not be done
      return null
    }
  }

  #note(sentence: string): void {
    this.notes = [...this.notes.filter((note) => note !== sentence), sentence]
  }

  #number(value: number): string {
    return value.toLocaleString(languageOf(this), { maximumFractionDigits: 1 })
  }

  #sentenceOf(trouble: FileTrouble, name: string): string {
    const t = this.#words
    switch (trouble.kind) {
      case 'tooLarge':
        return t.tooLarge(name, t.megabytes(this.#number(trouble.maxBytes / 1_000_000)))
      case 'tooManyPixels':
        return t.tooManyPixels(name, this.#number(trouble.pixels / 1_000_000), this.#number(trouble.maxPixels / 1_000_000))
      default:
        return t[trouble.kind](name)
    }
  }

  protected override updated(): void {
    this.#tell()
  }

  #changed(): void {
    this.#tell()
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  /** What the form is told: the value, and what still keeps it from being sent. */
  #tell(): void {
    this.internals.setFormValue(this.value)
    const problem = this.#problem()
    const anchor = this.renderRoot.querySelector<HTMLElement>('.choose') ?? undefined
    if (problem === null || this.disabled) this.internals.setValidity({})
    else this.internals.setValidity({ customError: true }, problem, anchor)
  }

  #problem(): string | null {
    const t = this.#words
    const waiting = this.items.find(({ state }) => state !== 'kept')
    if (waiting?.state === 'keeping') return t.wait
    if (waiting !== undefined) return t[waiting.state === 'notKept' ? 'notKept' : 'elsewhere'](waiting.sent.name)
    if (this.items.length === 0) return this.required ? t.missing : null
    return this.items.length < this.fewest ? t.tooFew(String(this.fewest)) : null
  }

  protected override render(): unknown {
    const t = this.#words
    return html`
      ${
        this.items.length === 0
          ? nothing
          : html`<ul aria-label=${t.chosen}>
              ${this.items.map((item) => this.#row(item, t))}
            </ul>`
      }
      ${this.disabled ? nothing : this.#controls(t)} ${this.notes.map((note) => html`<p class="note error" role="alert">${note}</p>`)}
      <p class="soft" id="say" role="status">${this.said}</p>
    `
  }

  #controls(t: Words) {
    const isFull = this.most > 1 && this.items.length >= this.most
    const choose = this.most === 1 && this.items.length === 1 ? t.again : t.choose
    return html`
      <div class="bar" role="group" aria-label=${this.label}>
        ${
          this.camera
            ? html`<button type="button" class="take main" ?disabled=${isFull} @click=${() => this.#open('.camera')}>${t.take}</button>`
            : nothing
        }
        <button type="button" class="choose" ?disabled=${isFull} @click=${() => this.#open('.files')}>${choose}</button>
        ${
          this.most > 1
            ? html`<span class="time">${t.count(String(this.items.length), String(this.fewest), String(this.most))}</span>`
            : nothing
        }
        <input class="camera" type="file" accept="image/*" capture="environment" tabindex="-1" @change=${this.#onChange} />
        <input class="files" type="file" accept=${this.accept} ?multiple=${this.most > 1} tabindex="-1" @change=${this.#onChange} />
      </div>
      ${
        this.place
          ? html`<div class="agree">
              <input
                id="agree"
                type="checkbox"
                aria-describedby="why"
                .checked=${this.agreed}
                @change=${(event: Event) => void this.#agree((event.target as HTMLInputElement).checked)}
              />
              <label for="agree">${t.place}</label>
              <p class="soft" id="why">${t.placeWhy}</p>
            </div>`
          : nothing
      }
    `
  }

  #open(field: '.camera' | '.files'): void {
    this.renderRoot.querySelector<HTMLInputElement>(field)?.click()
  }

  readonly #onChange = (event: Event): void => {
    // the form hears of it once it is kept
    event.stopPropagation()
    const field = event.target as HTMLInputElement
    void this.#take([...(field.files ?? [])])
    // the same file may be chosen again after it was removed
    field.value = ''
  }

  #row(item: Item, t: Words) {
    const { sent, state } = item
    const trouble = state === 'kept' ? null : t[state](sent.name)
    return html`<li>
      ${this.#shown(item)}
      <span class="name" dir="auto">${sent.name}</span>
      ${trouble === null ? nothing : html`<span class="note ${state === 'keeping' ? '' : 'error'}">${trouble}</span>`}
      ${
        this.disabled
          ? nothing
          : html`<div class="bar">
              ${
                state === 'notKept' && item.blob !== null
                  ? html`<button
                      type="button"
                      aria-label=${t.retryOf(sent.name)}
                      @click=${() => void this.#keep(sent, item.blob ?? new Blob())}
                    >
                      ${t.retry}
                    </button>`
                  : nothing
              }
              <button type="button" aria-label=${t.remove(sent.name)} @click=${() => this.#remove(item)}>${t.removeShort}</button>
            </div>`
      }
    </li>`
  }

  #shown({ sent, blob, url }: Item) {
    const address = url ?? this.addresses[sent.file] ?? null
    const [kind] = (blob?.type ?? sent.type ?? '').split('/')
    if (address === null) return nothing
    if (kind === 'audio') return html`<audio controls src=${address} aria-label=${sent.name}></audio>`
    if (kind === 'video') return html`<video controls src=${address} aria-label=${sent.name}></video>`
    const picture = html`<img src=${address} alt=${sent.name} />`
    return this.disabled && url === null ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${picture}</a>` : picture
  }
}

customElements.define('canut-files', CanutFiles)

declare global {
  interface HTMLElementTagNameMap {
    'canut-files': CanutFiles
  }
}
