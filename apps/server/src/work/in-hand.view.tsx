import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { HeldBatch } from './offers.store.ts'
import { messages } from './pages.messages.ts'

/** The way back to what was begun, here or on another device. Nothing where nothing is held. */
export function InHand({ locale, held }: { locale: Locale; held: readonly HeldBatch[] }) {
  const t = messages[locale].list
  if (held.length === 0) return null
  return (
    <section class="card" aria-labelledby="in-hand">
      <h2 id="in-hand">{t.inHand}</h2>
      <ul>
        {held.map(({ batchId, name, tasks, until }) => (
          <li>
            <a href={`/work/${publicId('bat', batchId)}/task`}>{name}</a>: {t.held({ tasks, until })}
          </li>
        ))}
      </ul>
      <p class="small muted">{t.heldWhy}</p>
    </section>
  )
}
