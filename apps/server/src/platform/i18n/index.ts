export { catalogue, catalogueProblems, plural, type Catalogue, type Messages, type Shape } from './catalogue.ts'
export { formatDate, formatDays, formatDuration, formatInstant, formatMoney, formatNumber, formatPercent, formatRate } from './format.ts'
export { isLocale, locales, negotiateLocale, type Locale } from './locale.ts'
