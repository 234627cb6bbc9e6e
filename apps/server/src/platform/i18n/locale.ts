export const locales = ['en', 'fr'] as const
export type Locale = (typeof locales)[number]

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}

interface Wish {
  locale: string
  weight: number
}

/** Malformed entries are dropped one by one: a strange header never costs the reader the languages we did understand. */
function readWishes(header: string): Wish[] {
  return header
    .slice(0, 1000)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))
      return { locale: tag.toLowerCase().split('-')[0] ?? '', weight: quality === undefined ? 1 : Number(quality.slice(2)) }
    })
    .filter(({ weight }) => weight > 0 && weight <= 1)
}

/**
 * The language of the page: what the person chose, else the best of their browser's list, else English.
 *
 * @param acceptLanguage the raw `Accept-Language` header; anything unreadable in it is ignored.
 * @param chosen a stored choice (cookie or profile); ignored when it is not a language we have.
 * @returns on equal weights the one named first.
 */
export function negotiateLocale(acceptLanguage: string | null | undefined, chosen?: string | null): Locale {
  if (isLocale(chosen)) return chosen
  let best: { locale: Locale; weight: number } | null = null
  for (const { locale, weight } of readWishes(acceptLanguage ?? '')) {
    if (isLocale(locale) && (best === null || weight > best.weight)) best = { locale, weight }
  }
  return best?.locale ?? 'en'
}
