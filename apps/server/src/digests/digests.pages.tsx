import type { OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatMoney } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Empty, LinkButton, Money, Table } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { messages } from './digests.messages.ts'
import { deleteWish, listWishes } from './digests.store.ts'

/** What a person asked to be told; where every digest leads who wants no more of them. */
export function digestPages({ db }: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/me/wishes', allow('digests.own'), async (c) => {
    const { locale } = c.var
    const t = messages[locale].page
    const wishes = await listWishes(db, signedIn(c).id)
    return shell(
      c,
      { title: t.title, flash: c.req.query('done') === 'removed' ? { tone: 'ok', text: t.removed } : null },
      <div class="stack">
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        {wishes.length === 0 ? (
          <Empty title={t.none} why={t.noneWhy}>
            <LinkButton href="/work" look="quiet">
              {t.toWork}
            </LinkButton>
          </Empty>
        ) : (
          <Table
            caption={t.title}
            captionHidden
            rows={wishes}
            columns={[
              { label: t.columns.batch, heading: true, cell: ({ id, name }) => <a href={`/work/${publicId('bat', id)}`}>{name}</a> },
              { label: t.columns.client, cell: ({ client }) => client },
              {
                label: t.columns.price,
                numeric: true,
                cell: ({ priceMicros, currency }) => <Money text={formatMoney(priceMicros, currency, locale)} />,
              },
              {
                label: t.columns.change,
                cell: ({ id, name }) => (
                  <ActionForm action={`/me/wishes/${publicId('bat', id)}/remove`} look="quiet">
                    {t.remove}
                    <span class="visually-hidden"> {name}</span>
                  </ActionForm>
                ),
              },
            ]}
          />
        )}
      </div>,
    )
  })

  routes.post('/me/wishes/:batch/remove', allow('digests.own'), async (c) => {
    await deleteWish(db, signedIn(c).id, c.var.subject.batchId ?? refuse({ kind: 'not_found' }))
    return c.redirect('/me/wishes?done=removed', 303)
  })
  return routes
}
