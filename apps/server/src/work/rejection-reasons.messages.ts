import type { RejectionReason } from '@canut/domain'
import { catalogue, type Locale } from '../platform/i18n/index.ts'

/** Of a response (in French a feminine word): the same words for the reviewer who chooses one and the worker who reads it. */
export const rejectionReasons: Readonly<Record<Locale, Readonly<Record<RejectionReason, string>>>> = catalogue({
  en: {
    instructions_not_followed: 'The instructions were not followed',
    incomplete: 'It is incomplete',
    wrong_language: 'It is in another language than asked for',
    unreadable: 'It cannot be read',
    empty: 'It is empty',
    other: 'Another reason',
  },
  fr: {
    instructions_not_followed: 'Les consignes n’ont pas été suivies',
    incomplete: 'Elle est incomplète',
    wrong_language: 'Elle n’est pas dans la langue demandée',
    unreadable: 'Elle est illisible',
    empty: 'Elle est vide',
    other: 'Un autre motif',
  },
})
