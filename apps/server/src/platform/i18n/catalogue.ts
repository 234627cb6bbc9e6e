import { locales, type Locale } from './locale.ts'

/** `never` as parameter admits every one-argument function, whatever it asks for. */
type Message = string | ((params: never) => string)
export interface Messages {
  readonly [key: string]: Message | Messages
}

/** The keys and parameters of the English text, with any sentences. */
export type Shape<M> = {
  readonly [K in keyof M]: M[K] extends string ? string : M[K] extends (params: never) => string ? M[K] : Shape<M[K]>
}

export type Catalogue<M> = Readonly<Record<Locale, Shape<M>>>

/**
 * The sentences of one feature in every language; used as `const t = messages[locale]`.
 * English gives the shape: a French key that is missing, extra, or asks for other parameters does not compile.
 */
export function catalogue<M extends Messages>(sentences: { en: M; fr: Shape<NoInfer<M>> }): Catalogue<M> {
  return { en: sentences.en as Shape<M>, fr: mapTexts(sentences.fr, frenchSpaces) }
}

/**
 * French sets a space before : ; ! ? » and after «, where a line must not break. Written here once, so that the
 * catalogues can be typed with plain spaces.
 */
function frenchSpaces(text: string): string {
  return text.replace(/ (?=[:;!?»](?:\s|$))/g, '\u00a0').replace(/« /g, '«\u00a0')
}

/** The same catalogue with every text changed, those that functions make included. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (typeof value === 'function') {
    const say = value as unknown as (params: unknown) => unknown
    return ((params: unknown) => mapTexts(say(params), change)) as T
  }
  if (!isNested(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)])) as T
}

const rules: Record<Locale, Intl.PluralRules> = { en: new Intl.PluralRules('en-GB'), fr: new Intl.PluralRules('fr-FR') }

/** Picks the form for a count; French says "0 tâche" where English says "0 tasks". */
export function plural(locale: Locale, count: number, forms: { one: string; other: string }): string {
  return rules[locale].select(count) === 'one' ? forms.one : forms.other
}

/** Every defect of a catalogue as a sentence, for tests: missing or extra keys, another kind of message, an empty text. */
export function catalogueProblems(subject: Readonly<Record<Locale, unknown>>): string[] {
  const [reference, ...others] = locales
  return [
    ...emptyTexts(subject[reference], reference),
    ...others.flatMap((locale) => [...emptyTexts(subject[locale], locale), ...differences(subject[reference], subject[locale], locale)]),
  ]
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function emptyTexts(value: unknown, path: string): string[] {
  if (isNested(value)) return Object.entries(value).flatMap(([key, inner]) => emptyTexts(inner, `${path}.${key}`))
  if (typeof value === 'string' && value.trim() === '') return [`${path} is empty`]
  return []
}

function differences(reference: unknown, other: unknown, path: string): string[] {
  if (isNested(reference) && isNested(other)) {
    const extra = Object.keys(other).filter((key) => !(key in reference))
    return [
      ...extra.map((key) => `${path}.${key} has no English counterpart`),
      ...Object.entries(reference).flatMap(([key, inner]) => differences(inner, other[key], `${path}.${key}`)),
    ]
  }
  if (other === undefined) return [`${path} is missing`]
  if (typeof reference !== typeof other) return [`${path} is a ${typeof other}, in English a ${typeof reference}`]
  return []
}
