import type { messages } from './doctor.messages.ts'

export type CheckName = keyof (typeof messages)['en']['checks']

/** One line of `canut doctor`. A problem stops something from working; a warning may become one. */
export interface Finding {
  readonly check: CheckName
  readonly level: 'ok' | 'warning' | 'problem'
  readonly found: string
  /** what to do about it; null when all is well, or when `found` says it already */
  readonly todo: string | null
}

export const fine = (check: CheckName, found: string): Finding => ({ check, level: 'ok', found, todo: null })
export const warning = (check: CheckName, found: string, todo: string | null): Finding => ({ check, level: 'warning', found, todo })
export const problem = (check: CheckName, found: string, todo: string | null): Finding => ({ check, level: 'problem', found, todo })
