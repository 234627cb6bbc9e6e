import { randomPart } from './random.ts'

/** What an identifier is for; it shows in every public id, so that ids of different things are never mixed up. */
export type IdPrefix =
  | 'per'
  | 'ses'
  | 'org'
  | 'prj'
  | 'bat'
  | 'asg'
  | 'imp'
  | 'med'
  | 'tok'
  | 'rep'
  | 'run'
  | 'trf'
  | 'acc'
  | 'apv'
  | 'fil'
  | 'pas'

/** A new UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits, so that new rows land at the end of an index. */
export function newId(now: number = Date.now()): string {
  const bytes = randomPart(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return formatUuid(bytes.toString('hex'))
}

/** `bat_` and 32 hexadecimal digits. */
export function publicId(prefix: IdPrefix, uuid: string): string {
  return `${prefix}_${uuid.replaceAll('-', '')}`
}

/** The UUID inside a public id, or null when the text is not one of that kind. */
export function parsePublicId(prefix: IdPrefix, text: string): string | null {
  const match = /^([a-z]{3})_([0-9a-f]{32})$/.exec(text)
  return match !== null && match[1] === prefix && match[2] !== undefined ? formatUuid(match[2]) : null
}

function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
