import { changeKey, COMMANDS, keyName, saveKeys, USUAL_KEYS, type Command, type KeyMap } from './keys.ts'

/** The sheet of keys, where each can be changed. Returns what the keys are now. */
export function createHelp(dialog: HTMLDialogElement, first: KeyMap): { open(): void; readonly keys: KeyMap } {
  let keys = first
  let waitingFor: Command | null = null

  function show(): void {
    for (const command of COMMANDS) {
      for (const key of document.querySelectorAll(`[data-key-of="${command}"]`)) key.textContent = keyName(keys[command])
    }
  }

  function set(next: KeyMap): void {
    keys = next
    saveKeys(localStorage, next)
    show()
  }

  dialog.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    const command = COMMANDS.find((name) => name === button?.dataset['changeKey'])
    if (button?.id === 'reset-keys') set(USUAL_KEYS)
    if (command === undefined || button === null) return
    waitingFor = command
    const key = dialog.querySelector(`[data-key-of="${command}"]`)
    if (key !== null) key.textContent = button.dataset['press'] ?? '…'
  })
  dialog.addEventListener('keydown', (event) => {
    if (waitingFor === null || event.key === 'Shift') return
    event.preventDefault()
    const command = waitingFor
    waitingFor = null
    // digits and arrows keep choosing answers, Tab keeps moving the focus
    if (event.key === 'Escape' || event.key === 'Tab' || /^(Digit|Numpad\d|Arrow)/.test(event.code)) show()
    else set(changeKey(keys, command, event.code))
  })
  show()

  return {
    open() {
      if (!dialog.open) dialog.showModal()
    },
    get keys() {
      return keys
    },
  }
}
