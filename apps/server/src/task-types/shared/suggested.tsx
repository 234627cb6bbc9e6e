import { messages } from '../task-types.messages.ts'
import type { ScreenProps } from '../task-type.ts'
import { membersOf } from './text-value.ts'

/** What a screen begins with: what was answered, else what a model or an earlier answer suggested for this task. */
export const answeredOrSuggested = ({ response, payload }: ScreenProps): unknown => response ?? membersOf(payload)['prediction'] ?? null

/** Says that not the worker filled in what is filled in: nobody shall take it for their own, or for right. */
export function Suggested({ screen: { payload, locale, readOnly = false } }: { screen: ScreenProps }) {
  const { prediction, draft } = membersOf(payload)
  if (readOnly || (prediction === undefined && draft === undefined)) return null
  return <p class="muted small">{messages[locale].suggested}</p>
}
