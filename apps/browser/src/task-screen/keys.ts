export const COMMANDS = ['submit', 'skip', 'report', 'undo'] as const
export type Command = (typeof COMMANDS)[number]
export type KeyMap = Readonly<Record<Command, string>>

/** Physical places (KeyboardEvent.code), so that they are the same under every layout. */
export const USUAL_KEYS: KeyMap = { submit: 'Enter', skip: 'KeyS', report: 'KeyR', undo: 'KeyU' }
const STORAGE_KEY = 'canut-keys'

export type Pressed =
  | { kind: 'command'; command: Command }
  | { kind: 'choice'; key: string }
  | { kind: 'move'; by: 1 | -1 }
  | { kind: 'help' }
  | { kind: 'leave' }

interface KeyPress {
  readonly code: string
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** `player`: a recording or a film, whose own keys are Space and the arrows */
export type FocusKind = 'text' | 'lines' | 'choice' | 'button' | 'player' | 'elsewhere'

/** What a key means, given where the focus is; null when it is none of our business. */
export function meaningOf(event: KeyPress, focus: FocusKind, keys: KeyMap): Pressed | null {
  if (event.altKey) return null
  if (focus === 'text' || focus === 'lines') {
    if (event.key === 'Escape') return { kind: 'leave' }
    // inside a text field only this one, which no text needs
    const submits = event.code === 'Enter' && (event.ctrlKey || event.metaKey)
    return submits ? { kind: 'command', command: 'submit' } : null
  }
  if (event.ctrlKey || event.metaKey) return null
  if (event.key === '?') return { kind: 'help' }
  if (focus === 'player' && (event.key.startsWith('Arrow') || event.key === ' ')) return null
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]
  if (digit !== undefined) return { kind: 'choice', key: digit }
  if (focus !== 'choice' && (event.code === 'ArrowDown' || event.code === 'ArrowRight')) return { kind: 'move', by: 1 }
  if (focus !== 'choice' && (event.code === 'ArrowUp' || event.code === 'ArrowLeft')) return { kind: 'move', by: -1 }
  const command = COMMANDS.find((name) => keys[name] === event.code || (keys[name] === 'Enter' && event.code === 'NumpadEnter'))
  if (command === undefined) return null
  // Enter on a button or link does what the button says
  if ((focus === 'button' || focus === 'player') && event.key === 'Enter') return null
  return { kind: 'command', command }
}

/** Where the focus is, also inside our elements, which keep their controls in a shadow root. */
export function focusedElement(): Element | null {
  let focused = document.activeElement
  for (let inner = focused; inner !== null; inner = inner.shadowRoot?.activeElement ?? null) focused = inner
  return focused
}

export function focusKind(element: Element | null): FocusKind {
  if (element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable)) return 'lines'
  if (element instanceof HTMLSelectElement) return 'text'
  if (element instanceof HTMLInputElement) return element.type === 'radio' ? 'choice' : element.type === 'checkbox' ? 'elsewhere' : 'text'
  if (element instanceof HTMLButtonElement || element instanceof HTMLAnchorElement || element?.tagName === 'SUMMARY') return 'button'
  if (element?.tagName === 'AUDIO' || element?.tagName === 'VIDEO') return 'player'
  return 'elsewhere'
}

export function loadKeys(storage: Storage): KeyMap {
  const stored = storage.getItem(STORAGE_KEY)
  if (stored === null) return USUAL_KEYS
  try {
    const parsed = JSON.parse(stored) as Partial<Record<Command, unknown>>
    const chosen = COMMANDS.flatMap((name): [string, string][] => (typeof parsed[name] === 'string' ? [[name, parsed[name]]] : []))
    return { ...USUAL_KEYS, ...Object.fromEntries(chosen) }
  } catch {
    // somebody else wrote there: the usual keys are a sound answer
    return USUAL_KEYS
  }
}

export function saveKeys(storage: Storage, keys: KeyMap): void {
  storage.setItem(STORAGE_KEY, JSON.stringify(keys))
}

/** Gives a command another key; the command that had it gets the old one, so no key ever means two things. */
export function changeKey(keys: KeyMap, command: Command, code: string): KeyMap {
  const other = COMMANDS.find((name) => keys[name] === code)
  return { ...keys, ...(other === undefined ? {} : { [other]: keys[command] }), [command]: code }
}

/** How a key is written for people. */
export function keyName(code: string): string {
  return code.replace(/^(Key|Digit)/, '').replace(/^Numpad/, 'Num ')
}
