/** Reading values whose shape is not certain: JSON from outside, settings and responses of any kind. */
export type Members = Readonly<Record<string, unknown>>

/** The members of an object; none for anything else. */
export function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const listIn = (value: unknown, name: string): readonly unknown[] => listOf(membersOf(value)[name])

export const textsOf = (value: unknown): string[] => listOf(value).filter((each) => typeof each === 'string')

/** The first of these members that is a text with something in it; '' without one. */
export function textIn(value: unknown, ...names: readonly string[]): string {
  const members = membersOf(value)
  for (const name of names) {
    const text = members[name]
    if (typeof text === 'string' && text !== '') return text
  }
  return ''
}

/** A number that is one; null for anything else, NaN included. */
export const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
