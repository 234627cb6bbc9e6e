/** ISO 4217's code for testing: what a replay pays with, so that no figure of it can be taken for money. */
const TESTING = 'XTS'
const known = new Set([...Intl.supportedValuesOf('currency'), TESTING])

/** A currency that the language data know, so that every amount can be written for people. */
export function isCurrency(code: string): boolean {
  return known.has(code)
}
