import type { Locale } from '../platform/i18n/index.ts'
import { ActionForm, Button, Empty, LinkButton } from '../platform/layout/index.ts'
import { ShareWords } from './share.view.tsx'
import type { Standing } from './standing.ts'
import { messages } from './subscriptions.messages.ts'

export interface NextProps {
  readonly locale: Locale
  readonly standing: Standing
  /** why there is nothing; null: nobody has looked yet */
  readonly why: string | null
}

/** Between two tasks when the next one is not there: why, when, and the ways on. */
export function NextView({ locale, standing, why }: NextProps) {
  const t = messages[locale]
  const { subscription, sitting } = standing
  return (
    <div class="stack">
      <h1>{t.next.title}</h1>
      <Empty
        title={why === null ? (sitting === null ? t.section.title : t.next.lookTitle) : t.next.emptyTitle}
        why={why ?? (sitting === null ? t.section.lead : t.next.lookWhy)}
      >
        <WayOn locale={locale} standing={standing} looked={why !== null} />
        <LinkButton href="/work" look="quiet">
          {t.next.toWork}
        </LinkButton>
        {sitting !== null && (
          <ActionForm action="/me/sitting/close" look="quiet">
            {t.section.end}
          </ActionForm>
        )}
      </Empty>
      {sitting !== null && why !== null && <LookAgain locale={locale} />}
      {subscription !== null && (
        <>
          <ShareWords locale={locale} standing={standing} />
          <p>
            <a href="/me/subscription">{t.section.change}</a>
          </p>
        </>
      )}
      <p class="small muted">{t.section.privacy}</p>
    </div>
  )
}

function WayOn({ locale, standing: { subscription, sitting }, looked }: { locale: Locale; standing: Standing; looked: boolean }) {
  const t = messages[locale]
  if (subscription === null) return <LinkButton href="/me/subscription">{t.section.ask}</LinkButton>
  if (sitting === null) return <ActionForm action="/me/sitting">{t.section.begin}</ActionForm>
  return <ActionForm action="/work/next">{looked ? t.next.again : t.next.look}</ActionForm>
}

/** Filled by the script of the page; without it, the button above does the same. */
function LookAgain({ locale }: { locale: Locale }) {
  const t = messages[locale].next
  return (
    <section id="look-again" class="soft" hidden data-ready={t.ready}>
      <p>{t.byItself}</p>
      <p id="look-status" role="status"></p>
      <form method="post" action="/work/next" id="look-go" hidden>
        <Button>{t.go}</Button>
      </form>
    </section>
  )
}
