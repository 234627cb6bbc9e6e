const AFTER_MS = 600

interface Preview {
  readonly html: string | null
  /** with its place, as a sentence */
  readonly problem: string | null
  readonly findings: readonly { readonly line: number | null; readonly sentence: string }[]
}

/** Old layouts are often in the encoding of Windows, which says nothing about itself: what is no UTF-8 is read as that. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/**
 * `<canut-template-editor>` around the fields of a template: while somebody types, the page beside them and the list of what
 * to look at follow. A template can be taken from a file, which is read here and sent nowhere but into the field.
 */
export class TemplateEditor extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = new AbortController()

  connectedCallback(): void {
    this.addEventListener('input', this.#onInput)
    this.addEventListener('keydown', this.#onKey)
    this.#offerFile()
  }

  disconnectedCallback(): void {
    this.removeEventListener('input', this.#onInput)
    this.removeEventListener('keydown', this.#onKey)
    clearTimeout(this.#timer)
    this.#asking.abort()
  }

  get #source(): HTMLTextAreaElement | null {
    return this.querySelector<HTMLTextAreaElement>('textarea[name="source"]')
  }

  readonly #onInput = (event: Event): void => {
    if (event.target instanceof HTMLInputElement && event.target.type === 'file') return
    this.#later()
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#preview(), AFTER_MS)
  }

  /** Two spaces for Tab in the template; Escape first lets Tab go on to the next field, for those who use no mouse. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const field = this.#source
    if (field === null || event.target !== field) return
    if (event.key === 'Escape') field.dataset['leave'] = ''
    else if (event.key === 'Tab' && !event.shiftKey && field.dataset['leave'] === undefined) {
      event.preventDefault()
      field.setRangeText('  ', field.selectionStart, field.selectionEnd, 'end')
      this.#later()
    } else delete field.dataset['leave']
  }

  #offerFile(): void {
    const field = this.#source
    if (field === null || this.querySelector('input[type="file"]') !== null) return
    const label = document.createElement('label')
    label.className = 'template-file'
    label.textContent = `${this.dataset['open'] ?? ''} `
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = '.html,.htm,.liquid,.txt,.xml,text/html,text/plain'
    input.addEventListener('change', () => void this.#read(input.files?.[0]))
    label.append(input)
    field.after(label)
  }

  async #read(file: File | undefined): Promise<void> {
    const field = this.#source
    if (file === undefined || field === null) return
    field.value = textOf(await file.arrayBuffer())
    await this.#preview()
  }

  async #preview(): Promise<void> {
    const form = this.closest('form')
    if (form === null) return
    this.#asking.abort()
    this.#asking = new AbortController()
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && ['dialect', 'source', 'inputs', 'example'].includes(name)) body.append(name, value)
    }
    try {
      const answer = await fetch('/templates/preview', {
        method: 'POST',
        body,
        headers: { accept: 'application/json' },
        signal: this.#asking.signal,
      })
      if (answer.ok) this.#show((await answer.json()) as Preview)
    } catch {
      // no line, or something newer was typed: the button "Preview" remains
    }
  }

  #show({ html, problem, findings }: Preview): void {
    this.#part('problem')?.toggleAttribute('hidden', problem === null)
    const text = this.#part('problem-text')
    if (text !== null && problem !== null) text.textContent = problem
    if (html !== null) this.querySelector('canut-template-frame')?.setAttribute('page', html)
    this.#part('nothing')?.toggleAttribute('hidden', findings.length > 0)
    this.#part('findings')?.replaceChildren(...findings.map((finding) => this.#finding(finding)))
  }

  #finding({ line, sentence }: Preview['findings'][number]): HTMLLIElement {
    const item = document.createElement('li')
    if (line !== null) {
      const place = document.createElement('strong')
      place.textContent = (this.dataset['line'] ?? '…').replace('…', String(line))
      item.append(place, ' ')
    }
    item.append(sentence)
    return item
  }

  #part(name: string): Element | null {
    return this.querySelector(`[data-part="${name}"]`)
  }
}
