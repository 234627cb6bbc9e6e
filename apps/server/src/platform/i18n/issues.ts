import { catalogue } from './catalogue.ts'
import { formatNumber } from './format.ts'
import type { Locale } from './locale.ts'

/** What a schema finds wrong with one value; the part of zod's issues that sentences are made of. */
export interface ReadIssue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly origin?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly format?: string
  readonly values?: readonly unknown[]
  readonly keys?: readonly string[]
  readonly expected?: string
  /** of our own refinements: the key of a sentence below */
  readonly params?: Readonly<Record<string, unknown>> | undefined
}

const messages = catalogue({
  en: {
    fillIn: 'Please fill this in.',
    wrongKind: ({ expected }: { expected: string }) => `A value of another kind is expected here: ${expected}.`,
    tooLong: ({ max }: { max: string }) => `At most ${max} characters.`,
    tooMany: ({ max }: { max: string }) => `At most ${max} of them.`,
    tooFew: ({ min }: { min: string }) => `At least ${min} of them.`,
    tooShort: ({ min }: { min: string }) => `At least ${min} characters.`,
    tooLarge: ({ max }: { max: string }) => `At most ${max}.`,
    tooSmall: ({ min }: { min: string }) => `At least ${min}.`,
    email: 'This is not an e-mail address.',
    url: 'This is not a web address. It begins with https:// or http://.',
    format: 'This is not written in the expected form.',
    oneOf: ({ values }: { values: string }) => `One of these is expected: ${values}.`,
    unknownKeys: ({ keys }: { keys: string }) => `Not known here: ${keys}.`,
    custom: {
      fill_in: 'Please fill this in.',
      email: 'This is not an e-mail address.',
      control_characters: 'This contains characters that cannot be shown. Please type it again.',
      country_unknown: 'This country is not known. Write its name, or its two-letter code, such as FR.',
      task_type_unknown: 'This kind of task is not known here.',
      currency_unknown: 'This currency is not known. Write its three letters, such as EUR.',
      language_unknown: 'This language is not known. Write its name, or its code, such as fr.',
      number_expected: 'A number is expected here, such as 12.5.',
      decimals: 'At most three decimals.',
      quarter_hours: 'Whole, half or quarter hours: 6, 2.5 or 0.25.',
      none_alone: '“None” cannot be chosen together with other categories.',
      chosen_twice: 'The same value was given twice.',
      idempotency_key: 'This is not a key of 1 to 200 visible ASCII characters.',
      cursor_unknown: 'This is not a place in the list. Begin again without a cursor.',
      nothing_to_change: 'Give at least one field to change.',
      exactly_one: 'Give exactly one of these fields.',
      tasks_of_a_batch: 'Certain tasks can be asked for of a batch only: give its batchId.',
      not_of_this_batch: 'There is no such response in this batch.',
      method_not_offered: 'This method is not offered for tasks of this kind. See which are, at the same address.',
    },
  },
  fr: {
    fillIn: 'À remplir.',
    wrongKind: ({ expected }) => `Une valeur d’un autre genre est attendue ici : ${expected}.`,
    tooLong: ({ max }) => `${max} caractères au plus.`,
    tooMany: ({ max }) => `${max} au plus.`,
    tooFew: ({ min }) => `${min} au moins.`,
    tooShort: ({ min }) => `${min} caractères au moins.`,
    tooLarge: ({ max }) => `${max} au plus.`,
    tooSmall: ({ min }) => `${min} au moins.`,
    email: 'Ce n’est pas une adresse électronique.',
    url: 'Ce n’est pas une adresse web. Elle commence par https:// ou http://.',
    format: 'Ce n’est pas écrit sous la forme attendue.',
    oneOf: ({ values }) => `Une de ces valeurs est attendue : ${values}.`,
    unknownKeys: ({ keys }) => `Inconnu ici : ${keys}.`,
    custom: {
      fill_in: 'À remplir.',
      email: 'Ce n’est pas une adresse électronique.',
      control_characters: 'Cela contient des caractères qui ne peuvent pas être affichés. Tapez-le de nouveau.',
      country_unknown: 'Ce pays n’est pas connu. Écrivez son nom, ou son code à deux lettres, par exemple FR.',
      task_type_unknown: 'Ce genre de tâche n’est pas connu ici.',
      currency_unknown: 'Cette devise n’est pas connue. Écrivez ses trois lettres, par exemple EUR.',
      language_unknown: 'Cette langue n’est pas connue. Écrivez son nom, ou son code, par exemple fr.',
      number_expected: 'Un nombre est attendu ici, par exemple 12,5.',
      decimals: 'Trois décimales au plus.',
      quarter_hours: 'Des heures entières, des demies ou des quarts : 6, 2,5 ou 0,25.',
      none_alone: '« Aucun » ne peut pas être choisi avec d’autres catégories.',
      chosen_twice: 'La même valeur est donnée deux fois.',
      idempotency_key: 'Ce n’est pas une clé de 1 à 200 caractères ASCII visibles.',
      cursor_unknown: 'Ce n’est pas un endroit de la liste. Recommencez sans curseur.',
      nothing_to_change: 'Donnez au moins un champ à modifier.',
      exactly_one: 'Donnez exactement un de ces champs.',
      tasks_of_a_batch: 'Des tâches précises ne se demandent que dans un lot : donnez son batchId.',
      not_of_this_batch: 'Il n’y a pas de telle réponse dans ce lot.',
      method_not_offered: 'Cette méthode n’est pas proposée pour ce genre de tâche. Voyez lesquelles le sont, à la même adresse.',
    },
  },
})

export type CustomIssue = keyof (typeof messages)['en']['custom']

/** One problem of a form or a request as a sentence: what is wrong and what to write instead. */
export function sentenceOfIssue(issue: ReadIssue, locale: Locale): string {
  const t = messages[locale]
  const number = (value: number | bigint | undefined) => formatNumber(value ?? 0, locale)
  const isText = issue.origin === 'string'
  const isList = issue.origin === 'array' || issue.origin === 'set'
  switch (issue.code) {
    case 'too_big':
      if (isText) return t.tooLong({ max: number(issue.maximum) })
      return isList ? t.tooMany({ max: number(issue.maximum) }) : t.tooLarge({ max: number(issue.maximum) })
    case 'too_small':
      if (isText) return issue.minimum === 1 ? t.fillIn : t.tooShort({ min: number(issue.minimum) })
      return isList ? t.tooFew({ min: number(issue.minimum) }) : t.tooSmall({ min: number(issue.minimum) })
    case 'invalid_type':
      return issue.message.includes('received undefined') ? t.fillIn : t.wrongKind({ expected: issue.expected ?? '?' })
    case 'invalid_format':
      if (issue.format === 'email') return t.email
      return issue.format === 'url' ? t.url : t.format
    case 'invalid_value':
      return t.oneOf({ values: (issue.values ?? []).map(String).join(', ') })
    case 'unrecognized_keys':
      return t.unknownKeys({ keys: (issue.keys ?? []).map((key) => key.slice(0, 60)).join(', ') })
    case 'custom':
      return customSentence(issue, locale)
    default:
      return t.format
  }
}

function customSentence(issue: ReadIssue, locale: Locale): string {
  const t = messages[locale]
  const code = issue.params?.['code']
  return typeof code === 'string' && Object.hasOwn(t.custom, code) ? t.custom[code as CustomIssue] : t.format
}
