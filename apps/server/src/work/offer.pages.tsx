import { harmfulAmong } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Button, Chip, Empty, LinkButton } from '../platform/layout/index.ts'
import { Changes, renderMarkdown, textChanges } from '../platform/markdown/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { DisclosureCard, getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import type { Empty as EmptyCause } from './empty.ts'
import { leaseTasks } from './lease-tasks.ts'
import { obstacleOf, OfferFacts } from './list.pages.tsx'
import { findOffer, listHeld, readSitting, startSitting, wishForWork, type OfferOfBatch } from './offers.store.ts'
import { messages } from './pages.messages.ts'
import { readInstructions } from './screens.store.ts'
import { Unsent, UNSENT_SCRIPT } from './unsent.view.tsx'
import { sentenceOfEmpty } from './work.views.ts'

/** One batch as a worker sees it before working: who it is for, what it pays, what is asked. */
export function offerPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/work/:batch', allow('work.see_batch'), async (c) => offerPage(c, services, null))

  routes.post('/work/:batch/start', allow('work.lease'), async (c) => {
    const offer = await getOffer(c, services)
    const { id: workerId } = signedIn(c)
    await startSitting(services.db, offer.batchId, workerId, services.now())
    const empty = await takeNextTask(services, offer.batchId, workerId)
    return empty === null ? c.redirect(`/work/${publicId('bat', offer.batchId)}/task`, 303) : offerPage(c, services, empty)
  })

  // the page that says why there is no task answers the form at this address, and somebody may load it again
  routes.get('/work/:batch/start', allow('work.see_batch'), async (c) =>
    c.redirect(`/work/${publicId('bat', (await getOffer(c, services)).batchId)}`, 303),
  )

  routes.post('/work/:batch/wish', allow('work.see_batch'), async (c) => {
    const offer = await getOffer(c, services)
    await wishForWork(services.db, offer.batchId, signedIn(c).id, services.now())
    return c.redirect(`/work/${publicId('bat', offer.batchId)}?done=wished`, 303)
  })
  return routes
}

/** The batch of the path; a draft does not exist for workers. */
export async function getOffer(c: Context<AppEnv>, services: Services): Promise<OfferOfBatch> {
  const { batchId } = c.var.subject
  const offer = batchId === null ? null : await findOffer(services.db, batchId, signedIn(c).id)
  if (offer === null || offer.state === 'draft') refuse({ kind: 'not_found' })
  return offer
}

/** Makes sure that the worker holds a task of the batch; says why when there is none. */
export async function takeNextTask(services: Services, batchId: string, workerId: string): Promise<EmptyCause | null> {
  const held = await listHeld(services.db, batchId, workerId, 1)
  if (held.length > 0) return null
  const leased = await leaseTasks(services, { batchId, workerId, count: 1 })
  if (!leased.ok) refuse(leased.error)
  return leased.value.empty
}

/** Beyond what the list knows: a worker who had every task goes on only if they still hold one. */
async function obstacleNow(services: Services, offer: OfferOfBatch, workerId: string, locale: Locale): Promise<string | null> {
  const known = obstacleOf(offer, locale)
  if (known !== null || offer.mine < offer.taskCount) return known
  const held = await listHeld(services.db, offer.batchId, workerId, 1)
  return held.length > 0 ? null : sentenceOfEmpty({ cause: 'all_seen' }, locale)
}

export async function offerPage(c: Context<AppEnv>, services: Services, empty: EmptyCause | null): Promise<Response> {
  const offer = await getOffer(c, services)
  const { locale } = c.var
  const t = messages[locale]
  const address = `/work/${publicId('bat', offer.batchId)}`
  const disclosure = await getDisclosure(services.db, offer.projectId)
  const { seenVersion } = await readSitting(services.db, offer.batchId, signedIn(c).id)
  const { current, seen } = await readInstructions(services.db, offer.batchId, seenVersion)
  const obstacle = empty === null ? await obstacleNow(services, offer, signedIn(c).id, locale) : sentenceOfEmpty(empty, locale)

  // to be told of work would be of no use where only what they chose themselves stands in the way
  const isByChoice = harmfulAmong(offer.refused).length > 0 || empty?.cause === 'exposure_used'

  return shell(
    c,
    {
      title: offer.name,
      path: address,
      scripts: [UNSENT_SCRIPT],
      flash: c.req.query('done') === 'wished' ? { tone: 'ok', text: t.offer.wished } : null,
    },
    <>
      <h1>
        {offer.name} {offer.isDemo && <Chip>{t.list.demo}</Chip>}
      </h1>
      <Unsent locale={locale} workerId={signedIn(c).id} />
      {obstacle === null ? (
        <ActionForm action={`${address}/start`}>{offer.mine > 0 ? t.list.goOn : t.list.start}</ActionForm>
      ) : (
        <Empty title={t.offer.cannot} why={obstacle}>
          {isByChoice ? (
            <LinkButton href="/me/exposure">{t.list.exposureChoose}</LinkButton>
          ) : (
            <>
              <ActionForm action={`${address}/wish`} look="quiet">
                {t.offer.wish}
              </ActionForm>
              <a href="/me/wishes">{t.offer.wishes}</a>
            </>
          )}
          <LinkButton href="/work" look="quiet">
            {t.history.toWork}
          </LinkButton>
        </Empty>
      )}
      <OfferFacts offer={offer} locale={locale} />
      <DisclosureCard locale={locale} disclosure={disclosure} />
      {current !== null && (
        <section class="stack">
          <h2>{t.offer.instructions}</h2>
          {seen !== null && (
            <section class="soft">
              <h3>{t.offer.changed}</h3>
              <Changes changes={textChanges(seen.markdown, current.markdown)} />
            </section>
          )}
          <div class="prose">{raw(renderMarkdown(current.markdown))}</div>
        </section>
      )}
      {obstacle === null && (
        <form class="actions" method="post" action={`${address}/start`}>
          <Button>{offer.mine > 0 ? t.list.goOn : t.list.start}</Button>
        </form>
      )}
    </>,
  )
}

/** The instructions as the task screen shows them, with what changed since this worker last read them. */
export function InstructionsGuide({ current, seen, changed }: { current: string; seen: string | null; changed: string }): Child {
  return (
    <>
      {seen !== null && (
        <section class="soft">
          <h3>{changed}</h3>
          <Changes changes={textChanges(seen, current)} />
        </section>
      )}
      {raw(renderMarkdown(current))}
    </>
  )
}
