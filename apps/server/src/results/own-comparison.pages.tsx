import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Empty, Facts, LinkButton, Table, type Fact } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import type { OwnComparison } from './compare-own.ts'
import { messages } from './own-comparison.messages.ts'
import { OWN_RESPONSES_MAX, readOwnComparison, type OwnView } from './read-own-comparison.ts'

/** How a worker's own responses compare, for that worker: the page asks for nobody else's. */
export function ownComparisonPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/me/work/:batch', allow('work.compare_own'), async (c) => {
    const batchId = c.var.subject.batchId ?? refuse({ kind: 'not_found' })
    const view = (await readOwnComparison(services, batchId, signedIn(c).id)) ?? refuse({ kind: 'not_found' })
    return showOwn(c, view)
  })
  return routes
}

function showOwn(c: Context<AppEnv>, view: OwnView) {
  const { locale } = c.var
  const t = messages[locale]
  const { batch, comparison, own } = view
  return shell(
    c,
    { title: `${t.title} · ${batch.name}` },
    <div class="stack">
      <p>
        <a href="/me/work">← {t.toHistory}</a>
      </p>
      <h1>{t.title}</h1>
      <p>
        <a href={`/work/${publicId('bat', batch.id)}`}>{batch.name}</a>
      </p>
      {comparison.compared === 0 ? (
        <Empty title={t.empty} why={<p>{t.emptyWhy}</p>}>
          <LinkButton look="quiet" href="/me/work">
            {t.toHistory}
          </LinkButton>
        </Empty>
      ) : (
        <Agreement locale={locale} comparison={comparison} />
      )}
      <Labels locale={locale} view={view} />
      <Gold locale={locale} comparison={comparison} hasGold={batch.gold_count > 0} />
      {own.length >= OWN_RESPONSES_MAX && <p class="muted">{t.latest({ count: OWN_RESPONSES_MAX })}</p>}
      <section class="card stack">
        <p>{t.why}</p>
        <p class="muted">{t.whyMore}</p>
      </section>
    </div>,
  )
}

function Agreement({ locale, comparison }: { locale: Locale; comparison: OwnComparison }) {
  const t = messages[locale]
  const { compared, agreed, low, high, everybody, verdict } = comparison
  const percent = (share: number) => formatPercent(share, locale, 0)
  const facts: Fact[] = [
    { label: t.share, value: percent(agreed / compared), big: true },
    { label: t.range, value: t.between({ low: percent(low), high: percent(high) }), explanation: t.intervalWhy({ compared }) },
    ...(everybody === null ? [] : [{ label: t.average, value: percent(everybody), explanation: t.averageWhy }]),
  ]
  const verdicts = { nothing: null, cannot_tell: t.cannotTell({ compared }), more_often: t.moreOften, less_often: t.lessOften }
  return (
    <section class="card stack">
      <p>{t.agree({ agreed, compared })}</p>
      <Facts locale={locale} facts={facts} />
      {verdicts[verdict] !== null && <p>{verdicts[verdict]}</p>}
      <p class="muted">{t.own}</p>
    </section>
  )
}

function Labels({ locale, view }: { locale: Locale; view: OwnView }) {
  const t = messages[locale]
  const { labels } = view.comparison
  if (labels.length === 0) return null
  const percent = (share: number) => formatPercent(share, locale, 0)
  const nameOf = (label: string) => {
    const found = view.own.find((each) => each.label === label)
    return found === undefined ? label : view.setup.describe(found.response, locale)
  }
  return (
    <section class="stack">
      <h2>{t.labels}</h2>
      <Table
        caption={t.labels}
        captionHidden
        rows={labels}
        columns={[
          { label: t.label, heading: true, cell: ({ label }) => nameOf(label) },
          { label: t.tasks, numeric: true, cell: ({ compared }) => formatNumber(compared, locale, 0) },
          { label: t.agreed, numeric: true, cell: ({ agreed }) => formatNumber(agreed, locale, 1) },
          { label: t.range, numeric: true, cell: ({ low, high }) => t.between({ low: percent(low), high: percent(high) }) },
        ]}
      />
    </section>
  )
}

function Gold({ locale, comparison: { gold }, hasGold }: { locale: Locale; comparison: OwnComparison; hasGold: boolean }) {
  const t = messages[locale]
  if (!hasGold) return null
  const percent = (share: number) => formatPercent(share, locale, 0)
  return (
    <section class="stack">
      <h2>{t.gold}</h2>
      {gold === null ? (
        <p>{t.goldOpen}</p>
      ) : gold.tasks === 0 ? (
        <p>{t.goldNone}</p>
      ) : (
        <p>
          {t.goldValue(gold)} ({t.interval({ low: percent(gold.low), high: percent(gold.high) })}).
        </p>
      )}
    </section>
  )
}
