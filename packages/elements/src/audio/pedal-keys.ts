export const PEDAL_COMMANDS = ['play', 'back', 'forward', 'mark'] as const
export type PedalCommand = (typeof PEDAL_COMMANDS)[number]
export type PedalKeys = Readonly<Record<PedalCommand, string>>

/** Keys that no text needs, so that they work while writing; foot pedals send such keys. */
export const USUAL_PEDAL: PedalKeys = { back: 'F7', play: 'F8', forward: 'F9', mark: 'F2' }
const MEDIA_KEYS: Readonly<Record<string, PedalCommand>> = {
  MediaPlayPause: 'play',
  MediaTrackPrevious: 'back',
  MediaTrackNext: 'forward',
}
const STORAGE_KEY = 'canut-pedal'

export function pedalCommand(code: string, keys: PedalKeys): PedalCommand | null {
  return PEDAL_COMMANDS.find((command) => keys[command] === code) ?? MEDIA_KEYS[code] ?? null
}

/** Letters, digits, arrows and what a form needs write or move: a pedal that sends them would do both at once. */
export function mayBePedal(code: string): boolean {
  return /^(F\d{1,2}|Media\w+|Audio\w+|Pause|ScrollLock|Insert|Browser\w+|Launch\w+|NumpadMultiply|NumpadDivide)$/.test(code)
}

/** Gives a command another key; the command that had it gets the old one. */
export function changePedal(keys: PedalKeys, command: PedalCommand, code: string): PedalKeys {
  const other = PEDAL_COMMANDS.find((name) => keys[name] === code)
  return { ...keys, ...(other === undefined ? {} : { [other]: keys[command] }), [command]: code }
}

export function loadPedal(): PedalKeys {
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<Record<PedalCommand, unknown>>
    const chosen = PEDAL_COMMANDS.flatMap((name): [string, string][] => {
      const code = stored[name]
      return typeof code === 'string' && mayBePedal(code) ? [[name, code]] : []
    })
    return { ...USUAL_PEDAL, ...Object.fromEntries(chosen) }
  } catch {
    // no storage, or somebody else wrote there: the usual keys are a sound answer
    return USUAL_PEDAL
  }
}

export function savePedal(keys: PedalKeys): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(keys))
  } catch {
    // a browser that keeps nothing: the keys hold as long as the page
  }
}
