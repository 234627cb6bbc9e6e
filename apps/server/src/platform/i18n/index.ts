export { catalogue, catalogueProblems, plural } from './catalogue.ts'
export {
  DEFAULT_TIME_ZONE,
  formatBytes,
  formatDate,
  formatDays,
  formatDuration,
  formatInstant,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRate,
} from './format.ts'
export { isLocale, locales, negotiateLocale, type Locale } from './locale.ts'
export { countryName, languageName, listCountries, listLanguages, parseCountry, parseLanguage } from './places.ts'
export { sentenceOfIssue, type CustomIssue, type ReadIssue } from './issues.ts'
