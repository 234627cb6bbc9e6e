/**
 * What an organisation writes in its bank transfers so that a steward finds it: the last 8 digits of its id, which are
 * random, so that two organisations created together differ.
 */
export function paymentReference(organisationId: string): string {
  return `CANUT-${organisationId.slice(-8).toUpperCase()}`
}

/** The digits of a reference inside what somebody typed or the bank printed, in the case of ids; null when there are none. */
export function digitsOfReference(text: string): string | null {
  return /CANUT[\s-]*([0-9A-F]{8})(?![0-9A-F])/i.exec(text)?.[1]?.toLowerCase() ?? null
}
