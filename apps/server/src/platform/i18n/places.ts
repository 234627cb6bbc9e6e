import { locales, type Locale } from './locale.ts'

/** ISO 3166-1 alpha-2, the 249 codes in use. */
const COUNTRY_CODES: readonly string[] = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD ' +
  'CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF ' +
  'GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN ' +
  'KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA ' +
  'NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI ' +
  'SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI ' +
  'VN VU WF WS YE YT ZA ZM ZW'
).split(' ')

/** Languages offered in lists; any other one can be written. ISO 639-1. */
const COMMON_LANGUAGES = [
  'fr',
  'en',
  'ar',
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'es',
  'et',
  'fi',
  'ga',
  'hr',
  'hu',
  'it',
  'lt',
  'lv',
  'mt',
  'nl',
  'pl',
  'pt',
  'ro',
  'ru',
  'sk',
  'sl',
  'sv',
  'sw',
  'tr',
  'uk',
  'vi',
  'wo',
  'zh',
] as const

interface NamedCode {
  readonly code: string
  readonly name: string
}

const regionNames = (locale: Locale) => new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
const languageNames = (locale: Locale) => new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' })
const regions: Record<Locale, Intl.DisplayNames> = { en: regionNames('en'), fr: regionNames('fr') }
const languages: Record<Locale, Intl.DisplayNames> = { en: languageNames('en'), fr: languageNames('fr') }

/** The country in the reader's language; the code itself when it has no name. */
export function countryName(code: string, locale: Locale): string {
  return (/^[A-Z]{2}$/.test(code) ? regions[locale].of(code) : undefined) ?? code
}

export function languageName(tag: string, locale: Locale): string {
  return (parseLanguageTag(tag) === null ? undefined : languages[locale].of(tag)) ?? tag
}

const sorted = (names: NamedCode[], locale: Locale) => names.toSorted((a, b) => a.name.localeCompare(b.name, locale))
const countryLists: Record<Locale, readonly NamedCode[]> = { en: listOfCountries('en'), fr: listOfCountries('fr') }

function listOfCountries(locale: Locale): NamedCode[] {
  return sorted(
    COUNTRY_CODES.map((code) => ({ code, name: countryName(code, locale) })),
    locale,
  )
}

/** All countries, in the alphabetical order of the reader's language. */
export const listCountries = (locale: Locale): readonly NamedCode[] => countryLists[locale]

export function listLanguages(locale: Locale): readonly NamedCode[] {
  return sorted(
    COMMON_LANGUAGES.map((code) => ({ code, name: languageName(code, locale) })),
    locale,
  )
}

/** What people write for a country, a code or a name in any of our languages, as its code; null when it is none. */
export function parseCountry(text: string): string | null {
  const wanted = fold(text)
  if (COUNTRY_CODES.includes(wanted.toUpperCase())) return wanted.toUpperCase()
  for (const locale of locales) {
    const found = countryLists[locale].find(({ name }) => fold(name) === wanted)
    if (found !== undefined) return found.code
  }
  return null
}

/** A language as a code (`fr`, `pt-BR`) or as its name in one of our languages, as a canonical tag; null when it is none. */
export function parseLanguage(text: string): string | null {
  const wanted = fold(text)
  for (const locale of locales) {
    const found = COMMON_LANGUAGES.find((code) => fold(languageName(code, locale)) === wanted)
    if (found !== undefined) return found
  }
  return parseLanguageTag(text.trim())
}

function parseLanguageTag(tag: string): string | null {
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(tag)) return null
  try {
    const canonical = Intl.getCanonicalLocales(tag)[0]
    return canonical !== undefined && languages.en.of(canonical) !== undefined ? canonical : null
  } catch {
    // the platform says by an exception that a tag is malformed
    return null
  }
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'").trim().toLowerCase()
}
