const EVERY_MS = 30_000

/**
 * Asks again, every half minute while the page is seen, whether there is a task. Says so in its status and shows the way
 * there: it never moves the focus, and never goes there by itself.
 */
export function lookAgain(section: HTMLElement): void {
  const status = section.querySelector<HTMLElement>('#look-status')
  const go = section.querySelector<HTMLElement>('#look-go')
  if (status === null || go === null) return
  section.hidden = false
  setInterval(() => {
    if (document.visibilityState === 'visible') void look()
  }, EVERY_MS)

  async function look(): Promise<void> {
    const answer = await fetch('/work/next', { method: 'POST', headers: { accept: 'application/json' } }).catch(() => null)
    // a line that is away, or a session that ended: the button of the page says what is the matter
    if (answer?.ok !== true) return
    const { href, sentence } = (await answer.json()) as { href: string | null; sentence: string | null }
    say(href === null ? (sentence ?? '') : (section.dataset['ready'] ?? ''))
    if (go !== null) go.hidden = href === null
  }

  /** Only what is new is said, so that a screen reader does not repeat itself. */
  function say(text: string): void {
    if (status !== null && status.textContent !== text) status.textContent = text
  }
}
