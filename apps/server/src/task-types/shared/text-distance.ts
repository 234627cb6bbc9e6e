import { characterErrorRate, wordErrorRate, type TextPair } from '@canut/aggregation'
import type { Judgement } from '../task-type.ts'

/** What two texts are compared by: letters and digits of words, whatever their case, spaces and punctuation. */
type Unit = 'words' | 'characters'

/**
 * How near a text is to the known one: the share of units that would have to change, at most `tolerance` for right. Two texts
 * without any word are the same.
 */
export function judgeText(text: string, truth: string, unit: Unit, tolerance: number): Judgement {
  return judgeTexts([{ text, truth }], unit, tolerance)
}

/** The same for a text in parts, each of which has its own known one: of all units together. */
export function judgeTexts(parts: readonly TextPair[], unit: Unit, tolerance: number): Judgement {
  const { rate, errors } = (unit === 'words' ? wordErrorRate : characterErrorRate)(parts)
  const wrong = rate ?? (errors === 0 ? 0 : 1)
  return { right: wrong <= tolerance + 1e-9, score: Math.max(0, 1 - wrong) }
}
