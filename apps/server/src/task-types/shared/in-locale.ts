import type { Locale } from '../../platform/i18n/index.ts'

/** A sentence of the settings in the language of the page, or in the other one where it is written only in that; '' for neither. */
export function inLocale(sentence: Readonly<Record<Locale, string>>, locale: Locale): string {
  return sentence[locale] || sentence[locale === 'en' ? 'fr' : 'en']
}
