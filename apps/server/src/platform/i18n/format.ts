import type { Locale } from './locale.ts'

const tags: Record<Locale, string> = { en: 'en-GB', fr: 'fr-FR' }
const MICROS = 1_000_000n
const MICROS_PER_CENT = 10_000n
const NBSP = '\u00a0'

/** Co-operatives that start in France read French time; a page that knows the reader's zone passes it. */
export const DEFAULT_TIME_ZONE = 'Europe/Paris'

// Building an Intl formatter costs far more than using it, and a statement page formats hundreds of amounts.
const numberFormats = new Map<string, Intl.NumberFormat>()
function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = numberFormats.get(key)
  if (known !== undefined) return known
  const built = new Intl.NumberFormat(tags[locale], options)
  numberFormats.set(key, built)
  return built
}

/** Decimal digits, because a double loses micro-units above nine billion. */
function decimalOf(micros: bigint): Intl.StringNumericLiteral {
  const size = micros < 0n ? -micros : micros
  const fraction = (size % MICROS).toString().padStart(6, '0')
  return `${micros < 0n ? '-' : ''}${size / MICROS}.${fraction}` as Intl.StringNumericLiteral
}

/**
 * An amount, exactly: the currency's usual decimals, and up to six when the amount has them (0.008 cent is 0.000080).
 *
 * @param micros millionths of the currency unit.
 * @throws RangeError when the currency is not three letters.
 */
export function formatMoney(micros: bigint, currency: string, locale: Locale): string {
  return numberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 6 }).format(decimalOf(micros))
}

/**
 * What an hour brings. A rate is a quotient, so it is cut to whole cents, downwards so as never to promise more than is
 * paid, and then says "≈". Rates under one cent stay exact.
 */
export function formatRate(microsPerHour: bigint, currency: string, locale: Locale): string {
  const belowCent = microsPerHour > -MICROS_PER_CENT && microsPerHour < MICROS_PER_CENT
  const excess = belowCent ? 0n : ((microsPerHour % MICROS_PER_CENT) + MICROS_PER_CENT) % MICROS_PER_CENT
  const amount = formatMoney(microsPerHour - excess, currency, locale)
  const words = { en: `${amount} an hour`, fr: `${amount} de l’heure` }
  return excess === 0n ? words[locale] : `≈${NBSP}${words[locale]}`
}

/**
 * Time spent: "45 s", "12 min 30 s", "26 h 5 min". Hours never become days, since a day of work is not 24 hours.
 *
 * @param seconds zero or more; under ten seconds one decimal is kept, above it is rounded to whole seconds.
 */
export function formatDuration(seconds: number, locale: Locale): string {
  if (!Number.isFinite(seconds)) throw new RangeError(`A duration is a finite number of seconds, got ${seconds}`)
  if (seconds < 0) return `−${formatDuration(-seconds, locale)}`
  if (seconds < 9.95) return `${formatNumber(seconds, locale, 1)}${NBSP}s`

  const whole = Math.round(seconds)
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${formatNumber(count, locale)}${NBSP}${unit}`)
    .join(' ')
}

/** A delay in calendar days: "7 days", "1 jour". */
export function formatDays(days: number, locale: Locale): string {
  return numberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
}

/** Day and minute, with the zone written out: a deadline without its zone is a guess. */
export function formatInstant(instant: Date, locale: Locale, timeZone: string = DEFAULT_TIME_ZONE): string {
  return instant.toLocaleString(tags[locale], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  })
}

export function formatDate(instant: Date, locale: Locale, timeZone: string = DEFAULT_TIME_ZONE): string {
  return instant.toLocaleDateString(tags[locale], { day: 'numeric', month: 'long', year: 'numeric', timeZone })
}

export function formatNumber(value: number | bigint, locale: Locale, decimals = 3): string {
  return numberFormat(locale, { maximumFractionDigits: decimals }).format(value)
}

/**
 * A share in [0, 1] as a percentage. What is not quite all never reads "100 %", and what is not quite nothing never
 * reads "0 %": those two words end discussions.
 */
export function formatPercent(share: number, locale: Locale, decimals = 1): string {
  const format = numberFormat(locale, { style: 'percent', maximumFractionDigits: decimals })
  const step = 10 ** -(decimals + 2)
  if (share > 0 && share < step / 2) return `<${NBSP}${format.format(step)}`
  if (share < 1 && share >= 1 - step / 2) return `>${NBSP}${format.format(1 - step)}`
  return format.format(share)
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size in decimal units, as file managers show it: "12 kB", "1,5 Go". */
export function formatBytes(bytes: number, locale: Locale): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const unit = BYTE_UNITS[power] ?? 'byte'
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(
    bytes / 1000 ** power,
  )
}
