import type { Child } from 'hono/jsx'
import type { ScreenProps } from '../task-type.ts'
import { messages } from '../task-types.messages.ts'

/** Blur to begin with, until somebody chooses another. */
const USUAL_BLUR_PERCENT = 60

/** A line or two on the cover. */
export const WARNING_MAX_LENGTH = 300

export interface CoverProps {
  /** what the requester says of this very content; shown before it is */
  warning?: string | undefined
  screen: ScreenProps
  children: Child
}

/** The script that adds blur and a key; without it the cover still opens and closes. */
export const COVER_SCRIPT = '/assets/cover.js'

/** Content that is there only once the person uncovers it. What kind it is stands on the cover. */
export function Cover({ warning, screen, children }: CoverProps) {
  const t = messages[screen.locale]
  const { categories = [], blurPercent = USUAL_BLUR_PERCENT } = screen.exposure ?? {}
  return (
    <canut-cover class="cover" strength={String(blurPercent)}>
      <details>
        <summary>
          <strong>
            {t.uncover} <kbd>V</kbd>
          </strong>
          {categories.length > 0 && <span>{t.mayShow({ categories: categories.join(', ') })}</span>}
          {warning !== undefined && <span dir="auto">{warning}</span>}
          <span class="soft small">{t.coverChoice}</span>
        </summary>
        <div data-covered="">{children}</div>
      </details>
    </canut-cover>
  )
}
