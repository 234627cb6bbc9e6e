import { textIn } from '../../platform/members.ts'

export interface LanguagePair {
  readonly source: string
  readonly target: string
}

/** BCP 47 for "not determined": a file must name its languages. */
const UNKNOWN = 'und'

/** From and into which language the tasks of a batch go. */
export function languagesOf(settings: unknown): LanguagePair {
  return { source: textIn(settings, 'sourceLanguage') || UNKNOWN, target: textIn(settings, 'targetLanguage') || UNKNOWN }
}
