import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { messages } from './unsent.messages.ts'

export const UNSENT_SCRIPT = '/assets/unsent.js'

/**
 * For the pages around the task screen: the script sends what this person's visits before could not (the window was closed while
 * the line was away), and says so here. Hidden as long as nothing waits.
 */
export function Unsent({ locale, workerId }: { locale: Locale; workerId: string }) {
  return (
    <section id="unsent" class="soft" hidden data-worker={publicId('per', workerId)} data-strings={JSON.stringify(messages[locale])}>
      <p role="status"></p>
    </section>
  )
}
