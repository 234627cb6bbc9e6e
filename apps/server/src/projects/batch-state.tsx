import type { BatchState } from '@canut/domain'
import type { Locale } from '../platform/i18n/index.ts'
import { State, type StateTone } from '../platform/layout/index.ts'
import { messages } from './projects.messages.ts'

const TONES: Record<BatchState, StateTone> = { draft: 'neutral', open: 'active', paused: 'warning', closed: 'ok' }

/** The state of a batch, as lists of a project's batches show it. */
export function BatchStateMark({ locale, state }: { locale: Locale; state: BatchState }) {
  return <State tone={TONES[state]}>{messages[locale].page.states[state]}</State>
}
