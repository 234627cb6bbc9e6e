import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { sentenceOfNothingBrought, type Bringer } from '../work/index.ts'
import { bringTasks } from './bring-tasks.ts'
import { NextView } from './next.view.tsx'
import { BroughtSection } from './share.view.tsx'
import { readStanding } from './standing.ts'
import { messages } from './subscriptions.messages.ts'

/** What the pages and routes of work are given to bring tasks with. */
export function createBringer(services: Services): Bringer {
  return {
    bring: (request) => bringTasks(services, request),
    done(locale, code) {
      const { done } = messages[locale]
      return Object.hasOwn(done, code) ? done[code as keyof typeof done] : null
    },
    async section(locale, workerId) {
      const [standing, { sittingIdleMinutes }] = await Promise.all([readStanding(services, workerId), readParameters(services.db)])
      return <BroughtSection locale={locale} standing={standing} idleMinutes={sittingIdleMinutes} />
    },
    async explain(locale, workerId, empty) {
      const standing = await readStanding(services, workerId)
      const why = empty === null ? null : sentenceOfNothingBrought(empty, locale)
      return {
        title: messages[locale].next.title,
        content: <NextView locale={locale} standing={standing} why={why} />,
        scripts: standing.sitting !== null && why !== null ? ['/assets/next.js'] : [],
      }
    },
  }
}
