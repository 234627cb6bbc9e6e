import type { Locale } from '../platform/i18n/index.ts'

/** What the engine says most often, which it says in English only. */
const FRENCH: readonly (readonly [message: RegExp, say: (...parts: string[]) => string])[] = [
  [/^(?:output|tag) (.+) not closed$/s, (what = '') => `${what} n’est pas fermé`],
  [/^undefined filter: (.+)$/s, (name = '') => `le filtre « ${name} » n’existe pas`],
  [/^tag "(.+)" not found$/s, (name = '') => `la balise « ${name} » n’existe pas`],
  [/^invalid value expression: (.+)$/s, (what = '') => `${what} n’est pas une valeur`],
  [/^illegal tag: (.+)$/s, (tag = '') => `la balise ${tag} n’est pas bien écrite`],
  [/^expected filter name$/, () => 'il faut le nom d’un filtre après « | »'],
  [/^expected variable name$/, () => 'il faut un nom de variable'],
]

/** A sentence of the template engine in this language; one that is rare stays as the engine says it. */
export function wordsOfLiquid(message: string, locale: Locale): string {
  if (locale === 'en') return message
  for (const [pattern, say] of FRENCH) {
    const found = pattern.exec(message)
    if (found !== null) return say(...found.slice(1))
  }
  return message
}
