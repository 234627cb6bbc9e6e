import type { SensitiveCategory } from '../projects/project.ts'

/** Content that may hurt whoever sees it. Personal data of others is declared as well, but it hurts those others. */
export const HARMFUL_CATEGORIES = ['violence', 'sexual', 'hate', 'self_harm', 'medical'] as const satisfies readonly SensitiveCategory[]
export type HarmfulCategory = (typeof HARMFUL_CATEGORIES)[number]

/** What a person has said once about content that may hurt. Who said nothing accepts none of it. */
export interface ExposureChoices {
  readonly accepted: readonly HarmfulCategory[]
  /** tasks of a day with such content, at most; null for no limit */
  readonly dailyMax: number | null
  /** how much it is blurred to begin with, 0 to 100 */
  readonly blurPercent: number
}

export const DAILY_EXPOSURE_MAX = 10_000
const USUAL_BLUR_PERCENT = 60

export const NO_CHOICES: ExposureChoices = { accepted: [], dailyMax: null, blurPercent: USUAL_BLUR_PERCENT }

/** Of what is declared, what may hurt: each of these needs consent. */
export function harmfulAmong(declared: readonly string[]): HarmfulCategory[] {
  return HARMFUL_CATEGORIES.filter((category) => declared.includes(category))
}

/** Declared, harmful and not accepted: with any of these, work is neither offered to the person nor given to them. */
export function refusedCategories(declared: readonly string[], accepted: readonly string[]): HarmfulCategory[] {
  return harmfulAmong(declared).filter((category) => !accepted.includes(category))
}
