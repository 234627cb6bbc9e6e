import { formatNumber, languageName, type Locale } from '../platform/i18n/index.ts'
import { ActionForm, LinkButton } from '../platform/layout/index.ts'
import { findTaskType } from '../task-types/index.ts'
import type { Standing, Week } from './standing.ts'
import { messages } from './subscriptions.messages.ts'
import type { SubscriptionRow } from './subscriptions.store.ts'

/** On the list of work: what this person asked for, their share, and their sitting. */
export function BroughtSection({ locale, standing, idleMinutes }: { locale: Locale; standing: Standing; idleMinutes: number }) {
  const t = messages[locale].section
  const { subscription, sitting } = standing
  return (
    <section class="card" aria-labelledby="brought">
      <h2 id="brought">{t.title}</h2>
      {subscription === null ? (
        <>
          <p class="measure">{t.lead}</p>
          <div class="actions">
            <LinkButton href="/me/subscription">{t.ask}</LinkButton>
          </div>
        </>
      ) : (
        <>
          <p>
            {t.asked} <Asked locale={locale} subscription={subscription} /> <a href="/me/subscription">{t.change}</a>
          </p>
          <ShareWords locale={locale} standing={standing} />
          {sitting !== null && (
            <p>
              {t.openSince({ at: sitting.openedAt })} {t.ends({ minutes: formatNumber(idleMinutes, locale) })}
            </p>
          )}
          <SittingActions locale={locale} open={sitting !== null} />
        </>
      )}
      <p class="small muted">{t.privacy}</p>
    </section>
  )
}

function SittingActions({ locale, open }: { locale: Locale; open: boolean }) {
  const t = messages[locale].section
  return (
    <div class="actions">
      {open ? (
        <>
          <ActionForm action="/work/next">{t.start}</ActionForm>
          <ActionForm action="/me/sitting/close" look="quiet">
            {t.end}
          </ActionForm>
        </>
      ) : (
        <ActionForm action="/me/sitting">{t.begin}</ActionForm>
      )}
    </div>
  )
}

function Asked({ locale, subscription }: { locale: Locale; subscription: SubscriptionRow }) {
  const t = messages[locale].section
  const { secondsWanted, taskTypes, languages, projectIds } = subscription
  const parts = [
    secondsWanted === 0 ? t.noHours : t.hours({ seconds: secondsWanted }),
    taskTypes === null ? t.any : taskTypes.map((name) => findTaskType(name)?.title[locale] ?? name).join(', '),
    languages === null ? t.anyLanguage : languages.map((code) => languageName(code, locale)).join(', '),
    projectIds === null ? t.anyProject : t.projects({ count: projectIds.length }),
  ]
  return <strong>{parts.join(' · ')}.</strong>
}

/** The share in one sentence; the rule and what went into it, one click away. */
export function ShareWords({ locale, standing: { week, sitting } }: { locale: Locale; standing: Standing }) {
  const t = messages[locale].share
  return (
    <div>
      <p>{sentenceOfShare(week, sitting !== null, locale)}</p>
      <details class="explain">
        <summary>{t.how}</summary>
        <div class="stack">
          <p>{t.rule}</p>
          <p>{t.inputs({ claims: week.claims, received: week.receivedSeconds, asked: week.askedSeconds })}</p>
          {week.computedAt !== null && <p>{t.counted({ at: week.computedAt })}</p>}
          <p>
            <a href="/rules">{t.rules}</a>
          </p>
        </div>
      </details>
    </div>
  )
}

function sentenceOfShare(week: Week, sits: boolean, locale: Locale): string {
  const t = messages[locale].share
  const { askedSeconds: asked, shareSeconds: share, receivedSeconds: received, claims, scarce } = week
  if (asked === 0) return t.none
  if (share === null) return sits ? t.counting({ asked, received }) : t.uncounted({ asked, received })
  return scarce ? t.scarce({ asked, share, received, claims }) : t.enough({ asked, received })
}
