import { harmfulAmong, hourlyRate } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatDuration, formatMoney, formatNumber, formatRate, languageName, type Locale } from '../platform/i18n/index.ts'
import { Button, Chip, Empty, Facts, Field, LinkButton, Pager, type Fact } from '../platform/layout/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { sensitiveCategories } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { findTaskType, taskTypes } from '../task-types/index.ts'
import type { Bringer } from './bringer.ts'
import type { Empty as EmptyCause } from './empty.ts'
import { InHand } from './in-hand.view.tsx'
import { listHeldBatches, listOfferLanguages, listOffers, type Offer, type OfferFilter } from './offers.store.ts'
import { messages } from './pages.messages.ts'
import { Unsent, UNSENT_SCRIPT } from './unsent.view.tsx'
import { messages as workMessages } from './work.messages.ts'
import { sentenceOfEmpty } from './work.views.ts'

const PAGE = 20

/** The batches on offer. Filters and the place in the list live in the address. */
export function listPages(services: Services, allow: Allow, bringer: Bringer): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/work', allow('work.list'), async (c) => {
    const { locale } = c.var
    const t = messages[locale].list
    const filter: OfferFilter = {
      search: (c.req.query('q') ?? '')
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 100),
      taskType: findTaskType(c.req.query('type') ?? '')?.name ?? '',
      language: /^[a-z]{2,3}$/.test(c.req.query('lang') ?? '') ? (c.req.query('lang') ?? '') : '',
    }
    const after = decodeCursor(c.req.query('after'))
    const found = await listOffers(
      services.db,
      signedIn(c).id,
      filter,
      after === null ? null : { publishedAt: after.at, id: after.id },
      PAGE + 1,
    )
    const offers = found.slice(0, PAGE)
    const last = offers.at(-1)
    const query = new URLSearchParams({ q: filter.search, type: filter.taskType, lang: filter.language })
    const next =
      found.length > PAGE && last !== undefined ? `/work?${query.toString()}&after=${encodeCursor(last.publishedAt, last.batchId)}` : null
    const filtered = filter.search !== '' || filter.taskType !== '' || filter.language !== ''

    const done = bringer.done(locale, c.req.query('done') ?? '')
    return shell(
      c,
      { title: t.title, scripts: [UNSENT_SCRIPT], flash: done === null ? null : { tone: 'ok', text: done } },
      <>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        <Unsent locale={locale} workerId={signedIn(c).id} />
        <InHand locale={locale} held={await listHeldBatches(services.db, signedIn(c).id)} />
        {await bringer.section(locale, signedIn(c).id)}
        <h2>{t.chooseYourself}</h2>
        <Filters locale={locale} filter={filter} languages={await listOfferLanguages(services.db)} />
        {offers.length === 0 ? (
          <Empty title={t.emptyTitle} why={filtered ? t.emptyFilter : t.emptyWhy}>
            {filtered && (
              <LinkButton href="/work" look="quiet">
                {t.reset}
              </LinkButton>
            )}
          </Empty>
        ) : (
          <ul class="results">
            {offers.map((offer) => (
              <OfferItem offer={offer} locale={locale} />
            ))}
          </ul>
        )}
        <Pager locale={locale} previous={null} next={next} />
        <p>
          {t.exposure} <a href="/me/exposure">{t.exposureChoose}</a>
        </p>
      </>,
    )
  })
  return routes
}

function Filters({ locale, filter, languages }: { locale: Locale; filter: OfferFilter; languages: readonly string[] }) {
  const t = messages[locale].list
  const types = taskTypes.map((type) => ({ value: type.name, label: type.title[locale] }))
  return (
    <form class="filters" method="get" action="/work" role="search">
      <Field locale={locale} kind="search" name="q" label={t.search} hint={t.searchHint} value={filter.search} maxlength={100} />
      <Field
        locale={locale}
        kind="select"
        name="type"
        label={t.type}
        value={filter.taskType}
        options={[{ value: '', label: t.all }, ...types]}
      />
      {languages.length > 1 && (
        <Field
          locale={locale}
          kind="select"
          name="lang"
          label={t.language}
          value={filter.language}
          options={[{ value: '', label: t.all }, ...languages.map((value) => ({ value, label: languageName(value, locale) }))]}
        />
      )}
      <Button look="quiet">{t.filter}</Button>
    </form>
  )
}

function OfferItem({ offer, locale }: { offer: Offer; locale: Locale }) {
  const t = messages[locale]
  const href = `/work/${publicId('bat', offer.batchId)}`
  const obstacle = obstacleOf(offer, locale)
  return (
    <li class="card">
      <h3>
        <a href={href}>{offer.name}</a> {offer.isDemo && <Chip>{t.list.demo}</Chip>}
      </h3>
      <p>
        <strong>{t.offer.for({ client: offer.finalClient })}</strong>,{' '}
        {t.offer.through({ organisation: offer.organisation, links: offer.chainLength })}
      </p>
      <p>{offer.purpose}</p>
      <OfferFacts offer={offer} locale={locale} />
      {obstacle === null ? (
        <form class="actions" method="post" action={`${href}/start`}>
          <Button>{offer.mine > 0 ? t.list.goOn : t.list.start}</Button>
          <LinkButton href={href} look="quiet">
            {t.list.details}
          </LinkButton>
        </form>
      ) : (
        <p>
          <strong>{t.offer.cannot}.</strong> {obstacle} <a href={href}>{t.list.details}</a>
        </p>
      )}
    </li>
  )
}

/** Why this worker cannot do the batch now, as far as the list knows; the batch itself says the rest when it is opened. */
export function obstacleOf(
  offer: Pick<Offer, 'maxPerWorker' | 'mine' | 'wanted' | 'pausedAt' | 'refused'> & { state: string },
  locale: Locale,
): string | null {
  const t = workMessages[locale].empty
  if (offer.state === 'paused') return sentenceOfEmpty(pauseOf(offer), locale)
  if (offer.state === 'closed') return t.closed
  if (offer.state === 'draft') return t.not_published
  const refused = harmfulAmong(offer.refused)
  if (refused.length > 0) return sentenceOfEmpty({ cause: 'not_accepted', categories: refused }, locale)
  if (offer.maxPerWorker !== null && offer.mine >= offer.maxPerWorker) return t.share_used({ max: offer.maxPerWorker })
  if (offer.wanted <= 0) return t.all_done
  return null
}

/** Only an organisation's own staff pauses its batches. */
export function pauseOf({ pausedAt }: Pick<Offer, 'pausedAt'>): EmptyCause {
  return { cause: 'paused', by: 'organisation', ...(pausedAt === null ? {} : { at: pausedAt }) }
}

/** Tasks that this worker may still do: never more than are wanted, than are not done, than they have not had, than one person's share. */
function leftForMe(offer: Pick<Offer, 'wanted' | 'taskCount' | 'tasksDone' | 'mine' | 'maxPerWorker'>): number {
  const share = (offer.maxPerWorker ?? Number.POSITIVE_INFINITY) - offer.mine
  return Math.max(0, Math.min(offer.wanted, offer.taskCount - Math.max(offer.mine, offer.tasksDone), share))
}

export function OfferFacts({ offer, locale }: { offer: Omit<Offer, 'state'>; locale: Locale }) {
  const t = messages[locale].offer
  const seconds = offer.measuredSeconds ?? offer.estimateSeconds
  const measured = offer.measuredSeconds === null ? null : formatDuration(offer.measuredSeconds, locale)
  const estimated = formatDuration(offer.estimateSeconds, locale)
  const facts: Fact[] = [
    { label: t.price, value: formatMoney(offer.priceMicros, offer.currency, locale), big: true },
    { label: t.rate, value: formatRate(hourlyRate(offer.priceMicros, seconds), offer.currency, locale), explanation: t.rateWhy },
    { label: t.time, value: measured ?? estimated, explanation: t.timeWhy({ measured, estimated }) },
    { label: t.left, value: formatNumber(leftForMe(offer), locale, 0), explanation: t.leftWhy(offer) },
    { label: t.review, value: t.reviewHabits(offer), explanation: t.reviewWhy({ days: offer.reviewDays }) },
  ]
  const sensitive = offer.sensitiveCategories.filter((category) => category !== 'none')
  if (sensitive.length > 0) {
    const names: Readonly<Record<string, string>> = sensitiveCategories[locale]
    facts.push({ label: t.sensitive, value: sensitive.map((category) => names[category] ?? category).join(', ') })
  }
  return (
    <>
      <Facts locale={locale} facts={facts} />
      {offer.goldCount > 0 && <p class="small">{t.gold({ count: offer.goldCount })}</p>}
      {offer.maxPerWorker !== null && <p class="small">{t.share({ max: offer.maxPerWorker })}</p>}
    </>
  )
}
