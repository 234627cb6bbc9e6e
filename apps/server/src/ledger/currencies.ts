const known = new Set(Intl.supportedValuesOf('currency'))

/** A currency that the language data know, so that every amount can be written for people. */
export function isCurrency(code: string): boolean {
  return known.has(code)
}
