import type { Locale } from '../platform/i18n/index.ts'

/** The language of commands, as the system says it; English unless it is French. */
export function commandLocale(env: Record<string, string | undefined> = process.env): Locale {
  const said = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '')
  return said !== undefined && /^fr\b|^fr_/i.test(said) ? 'fr' : 'en'
}
