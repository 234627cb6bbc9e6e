export interface SignInEvents {
  /** the public id of the person, who may be another than before */
  onSignedIn(person: string): void
  /** closed without */
  onDismissed(): void
}

/** Repairs an ended session in place: nothing on the screen is lost, and what waited is sent afterwards. */
export function createSignIn(dialog: HTMLDialogElement, events: SignInEvents): { open(): void } {
  const form = dialog.querySelector('form')
  const error = dialog.querySelector<HTMLElement>('[role="alert"]')
  form?.addEventListener('submit', (event) => {
    event.preventDefault()
    void signIn(form)
  })
  dialog.addEventListener('cancel', () => events.onDismissed())

  async function signIn(fields: HTMLFormElement): Promise<void> {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(fields)) if (typeof value === 'string') body.append(name, value)
    const answer = await fetch('/sign-in', { method: 'POST', body, headers: { accept: 'application/json' } })
    if (answer.ok) {
      const { person } = (await answer.json()) as { person: { id: string } }
      dialog.close()
      fields.reset()
      if (error !== null) error.hidden = true
      events.onSignedIn(person.id)
      return
    }
    const problem = (await answer.json().catch(() => null)) as { detail?: string } | null
    if (error === null) return
    error.hidden = false
    error.textContent = problem?.detail ?? `HTTP ${answer.status}`
  }

  return {
    open() {
      if (!dialog.open) dialog.showModal()
    },
  }
}
