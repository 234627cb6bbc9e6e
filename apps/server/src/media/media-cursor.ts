import { refuseField } from '../platform/http/api.ts'
import type { Locale } from '../platform/i18n/index.ts'

/** The last name of the page before, inside a cursor; null at the beginning of the list. */
export function nameInCursor(cursor: string | undefined, locale: Locale): string | null {
  if (cursor === undefined || cursor === '') return null
  const name = Buffer.from(cursor.slice(0, 2000), 'base64url').toString()
  // a text that is no cursor may decode to anything, also to what a database cannot compare
  return name.includes('\u0000') || name === '' ? refuseField('cursor', 'cursor_unknown', locale) : name
}
