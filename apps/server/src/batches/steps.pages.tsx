import { err, owedAfterClose, REDUNDANCY_MAX, type Result } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { signedIn, type Allow } from '../access/index.ts'
import { balanceOfOrganisation, escrowOf } from '../ledger/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { formatMoney, formatNumber } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Button, ErrorSummary, Facts, Field, LinkButton, Money } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { sentenceOf, STATUS, type Refusal } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { readParameters } from '../rules/index.ts'
import { shell } from '../shell/index.ts'
import { CompletionEffectTable } from '../subscriptions/index.ts'
import { costOf, costOfTasks, expectedCostOf } from './batch-cost.ts'
import { BatchHeader, batchPath } from './batch-header.tsx'
import { batchOf } from './batch-of.pages.tsx'
import { countOwed, type BatchRow } from './batches.store.ts'
import { closeBatch } from './close-batch.ts'
import { completionOfBatch } from './completion-of.ts'
import { CostTable, ExpectedCostFacts } from './cost.view.tsx'
import { deleteBatch, removeTasks } from './edit-batch.ts'
import { extendBatch } from './extend-batch.ts'
import { publishBatch, readiness } from './publish-batch.ts'
import { pauseBatch, resumeBatch } from './steer-batch.ts'
import { messages } from './steps.messages.ts'

type Show = (c: Context<AppEnv>, batch: BatchRow, refusal: Refusal | null) => Promise<Response>

/** What moves money or cannot be undone is shown first, and done by a second step; a refusal comes back to the same page. */
export function stepPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const of = (c: Context<AppEnv>, batch: BatchRow) => ({ batchId: batch.id, by: signedIn(c).id })
  const finish = async (c: Context<AppEnv>, batch: BatchRow, result: Result<unknown, Refusal>, done: string, show: Show) =>
    result.ok ? c.redirect(`${batchPath(batch.id)}?done=${done}`, 303) : show(c, batch, result.error)

  const publish: Show = (c, batch, refusal) => showPublish(services, c, batch, refusal)
  routes.get('/batches/:batch/publish', allow('batches.publish'), async (c) => publish(c, await batchOf(services, c), null))
  routes.post('/batches/:batch/publish', allow('batches.publish'), async (c) => {
    const batch = await batchOf(services, c)
    return finish(c, batch, await publishBatch(services, of(c, batch)), 'published', publish)
  })

  const close: Show = (c, batch, refusal) => showClose(services, c, batch, refusal)
  routes.get('/batches/:batch/close', allow('batches.steer'), async (c) => close(c, await batchOf(services, c), null))
  routes.post('/batches/:batch/close', allow('batches.steer'), async (c) => {
    const batch = await batchOf(services, c)
    return finish(c, batch, await closeBatch(services, of(c, batch)), 'closed', close)
  })

  const nothing: Show = (c, batch, refusal) => showStep(services, c, batch, refusal, messages[c.var.locale].back, null)
  routes.post('/batches/:batch/pause', allow('batches.steer'), async (c) => {
    const batch = await batchOf(services, c)
    return finish(c, batch, await pauseBatch(services, of(c, batch)), 'paused', nothing)
  })
  routes.post('/batches/:batch/resume', allow('batches.steer'), async (c) => {
    const batch = await batchOf(services, c)
    return finish(c, batch, await resumeBatch(services, of(c, batch)), 'resumed', nothing)
  })
  extendPages(routes, services, allow)
  removePages(routes, services, allow)
  return routes
}

function extendPages(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.get('/batches/:batch/extend', allow('batches.steer'), async (c) => {
    const batch = await batchOf(services, c)
    return showExtend(services, c, batch, String(Math.min(batch.redundancy + 1, REDUNDANCY_MAX)), null)
  })
  routes.post('/batches/:batch/extend', allow('batches.steer'), async (c) => {
    const batch = await batchOf(services, c)
    const form = await readForm(c)
    const typed = textOf(form, 'redundancy').trim()
    if (textOf(form, 'do') === 'compute') return showExtend(services, c, batch, typed, null)
    const redundancy = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN
    const extended = Number.isNaN(redundancy)
      ? err({ kind: 'redundancy_may_only_grow' as const, redundancy: batch.redundancy, asked: 0 })
      : await extendBatch(services, { batchId: batch.id, redundancy, by: signedIn(c).id })
    if (extended.ok) return c.redirect(`${batchPath(batch.id)}?done=extended`, 303)
    return showExtend(services, c, batch, typed, extended.error)
  })
}

function removePages(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const remove: Show = (c, batch, refusal) => showRemoval(services, c, batch, refusal, 'remove', 'delete')
  routes.get('/batches/:batch/delete', allow('batches.edit'), async (c) => remove(c, await batchOf(services, c), null))
  routes.post('/batches/:batch/delete', allow('batches.edit'), async (c) => {
    const batch = await batchOf(services, c)
    const deleted = await deleteBatch(services, batch.id)
    return deleted.ok ? c.redirect(`/projects/${publicId('prj', batch.project_id)}`, 303) : remove(c, batch, deleted.error)
  })

  const empty: Show = (c, batch, refusal) => showRemoval(services, c, batch, refusal, 'empty', 'empty')
  routes.get('/batches/:batch/empty', allow('batches.edit'), async (c) => empty(c, await batchOf(services, c), null))
  routes.post('/batches/:batch/empty', allow('batches.edit'), async (c) => {
    const batch = await batchOf(services, c)
    const emptied = await removeTasks(services, batch.id)
    return emptied.ok ? c.redirect(`${batchPath(batch.id)}?done=emptied`, 303) : empty(c, batch, emptied.error)
  })
}

/** Asks before tasks are taken away for good. */
function showRemoval(
  services: Services,
  c: Context<AppEnv>,
  batch: BatchRow,
  refusal: Refusal | null,
  step: 'remove' | 'empty',
  address: string,
) {
  const t = messages[c.var.locale][step]
  const what = t.what({ tasks: batch.task_count })
  const confirm = <Confirm action={`${batchPath(batch.id)}/${address}`} what={what} confirm={t.confirm} danger />
  return showStep(services, c, batch, refusal, t.title, confirm)
}

async function showPublish(services: Services, c: Context<AppEnv>, batch: BatchRow, refusal: Refusal | null) {
  const { locale } = c.var
  const t = messages[locale].publish
  const parameters = await readParameters(services.db)
  const cost = costOf(batch, parameters)
  const balance = await balanceOfOrganisation(services.db, batch.organisation_id, batch.currency)
  const ready = await readiness(services.db, batch)
  const { language } = await getDisclosure(services.db, batch.project_id)
  const effect = await completionOfBatch(services, batch, language)
  const amount = formatMoney(cost.total, batch.currency, locale)
  return showStep(
    services,
    c,
    batch,
    // what stands in the way is said before anybody presses the button
    refusal ?? (ready.ok ? null : ready.error),
    t.title,
    <>
      <p class="measure">{t.what}</p>
      <CostTable
        {...{ locale, cost, parameters, balance, tasks: batch.task_count, redundancy: batch.redundancy }}
        price={batch.price_micros}
        currency={batch.currency}
      />
      <ExpectedCostFacts locale={locale} expected={expectedCostOf(batch, parameters)} currency={batch.currency} />
      <section class="stack">
        <h3>{t.completion}</h3>
        <CompletionEffectTable locale={locale} effect={effect} />
      </section>
      {ready.ok && <ActionForm action={`${batchPath(batch.id)}/publish`}>{t.confirm({ amount })}</ActionForm>}
    </>,
    refusal === null ? 200 : STATUS[refusal.kind],
  )
}

async function showClose(services: Services, c: Context<AppEnv>, batch: BatchRow, refusal: Refusal | null) {
  const { locale } = c.var
  const t = messages[locale].close
  const owed = await countOwed(services.db, batch.id)
  const each = batch.price_micros + batch.fee_micros
  const keep = owedAfterClose({ ...owed, open: 0, price: batch.price_micros, fee: batch.fee_micros })
  const left = await escrowOf(services.db, batch.id)
  const money = (micros: bigint) => <Money text={formatMoney(micros < 0n ? 0n : micros, batch.currency, locale)} />
  const owedWhy = t.owedWhy({ ...owed, each: formatMoney(each, batch.currency, locale) })
  return showStep(
    services,
    c,
    batch,
    refusal,
    t.title,
    <>
      <p class="measure">{t.what}</p>
      <Facts
        locale={locale}
        facts={[
          { label: t.owed, value: money(keep), explanation: owedWhy },
          { label: t.back, value: money(left - keep), explanation: t.backWhy },
        ]}
      />
      {(batch.state === 'open' || batch.state === 'paused') && (
        <ActionForm look="danger" action={`${batchPath(batch.id)}/close`}>
          {t.confirm}
        </ActionForm>
      )}
    </>,
  )
}

async function showExtend(services: Services, c: Context<AppEnv>, batch: BatchRow, typed: string, refusal: Refusal | null) {
  const { locale } = c.var
  const t = messages[locale].extend
  const parameters = await readParameters(services.db)
  const asked = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  const more = asked > batch.redundancy && asked <= REDUNDANCY_MAX ? asked - batch.redundancy : null
  const balance = await balanceOfOrganisation(services.db, batch.organisation_id, batch.currency)
  const min = formatNumber(batch.redundancy + 1, locale)
  const isFull = batch.redundancy >= REDUNDANCY_MAX
  const isFixed = batch.stop_rule === 'fixed'
  const form = (
    <form class="form" method="post" action={`${batchPath(batch.id)}/extend`}>
      <Field
        locale={locale}
        name="redundancy"
        label={(isFixed ? t.redundancy : t.most)({ now: formatNumber(batch.redundancy, locale) })}
        value={typed}
        required
        inputmode="numeric"
        errors={more === null && typed !== '' ? [t.integer({ min })] : []}
      />
      {more !== null && (
        <>
          <h3>{t.cost({ count: more, more: formatNumber(more, locale) })}</h3>
          <CostTable
            {...{ locale, parameters, balance, tasks: batch.task_count, redundancy: more }}
            cost={costOfTasks(batch, parameters, { tasks: batch.task_count, redundancy: more })}
            price={batch.price_micros}
            currency={batch.currency}
          />
        </>
      )}
      <div class="actions">
        <Button look="quiet" name="do" value="compute" formnovalidate>
          {t.compute}
        </Button>
        <Button name="do" value="extend">
          {t.confirm}
        </Button>
      </div>
    </form>
  )
  return showStep(
    services,
    c,
    batch,
    refusal,
    t.title,
    <>
      <p class="measure">{isFixed ? t.what : t.whatUncertain}</p>
      {isFull ? <p>{t.full}</p> : form}
    </>,
  )
}

function Confirm({ action, what, confirm, danger }: { action: string; what: string; confirm: string; danger: boolean }) {
  return (
    <>
      <p class="measure">{what}</p>
      <ActionForm look={danger ? 'danger' : 'primary'} action={action}>
        {confirm}
      </ActionForm>
    </>
  )
}

async function showStep(
  services: Services,
  c: Context<AppEnv>,
  batch: BatchRow,
  refusal: Refusal | null,
  title: string,
  children: Child,
  status = refusal === null ? 200 : STATUS[refusal.kind],
): Promise<Response> {
  const { locale } = c.var
  const project = await getDisclosure(services.db, batch.project_id)
  return shell(
    c,
    { title, status },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab={null} />
      {title !== messages[locale].back && <h2>{title}</h2>}
      {refusal !== null && <ErrorSummary locale={locale} problems={[{ message: sentenceOf(refusal, locale) }]} />}
      {children}
      <div class="actions">
        <LinkButton look="quiet" href={batchPath(batch.id)}>
          {messages[locale].back}
        </LinkButton>
      </div>
    </div>,
  )
}
