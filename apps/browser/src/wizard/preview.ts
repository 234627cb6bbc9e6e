/** How long nobody types before the screen is asked for. */
const PAUSE_MS = 500
/** Of a chosen file, enough for its first rows; the rest stays where it is until the form is sent. */
const HEAD_BYTES = 64 * 1024

/**
 * Keeps the screen beside the form as what is typed would make it. The form itself is never touched: focus, selection and
 * what was typed stay. When the server cannot be reached the last screen stays; the button of the form shows it too.
 */
export function previewAsTyped(form: HTMLFormElement, panel: HTMLElement): void {
  const address = form.dataset['preview']
  if (address === undefined) return
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  async function refresh(): Promise<void> {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    try {
      const body = await fieldsOf(form)
      const answer = await fetch(address ?? '', { method: 'POST', body, signal: mine.signal })
      if (!answer.ok) return
      const html = await answer.text()
      if (mine.signal.aborted) return
      panel.innerHTML = html
      await loadScripts(panel)
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error
    }
  }

  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void refresh(), PAUSE_MS)
  }
  form.addEventListener('input', soon)
  form.addEventListener('change', soon)
}

/** What the form holds, without the file: only its beginning. */
async function fieldsOf(form: HTMLFormElement): Promise<URLSearchParams> {
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.append(name, value)
    else if (value.size > 0) fields.set('head', await value.slice(0, HEAD_BYTES).text())
  }
  return fields
}

const loaded = new Set<string>()

/** Other settings may need another script than those that the page came with. A module is run once, however often it is asked for. */
async function loadScripts(panel: HTMLElement): Promise<void> {
  const wanted = panel.querySelector<HTMLElement>('[data-scripts]')?.dataset['scripts'] ?? ''
  for (const source of wanted.split(' ').filter((each) => each !== '' && !loaded.has(each))) {
    loaded.add(source)
    await import(/* @vite-ignore */ source)
  }
}
