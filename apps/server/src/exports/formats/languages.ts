import { textIn } from '../../platform/members.ts'

export interface LanguagePair {
  readonly source: string
  readonly target: string
}

/** BCP 47 for "not determined": a file must name its languages. */
const UNKNOWN = 'und'

/** From and into which languages a task goes: its own, else those of the batch. */
export function languagesOf(payload: unknown, settings: unknown): LanguagePair {
  const find = (...names: readonly string[]) => textIn(payload, ...names) || textIn(settings, ...names) || UNKNOWN
  return {
    source: find('sourceLanguage', 'srcLang', 'source_language'),
    target: find('targetLanguage', 'tgtLang', 'target_language'),
  }
}
