import { PARAMETERS, type ParameterName } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatDate, formatDays, formatDuration, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { Instant, Table } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import { listParameterChanges, readParameters } from './parameters.store.ts'
import { messages } from './rules.messages.ts'

export function rulesPages({ db }: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/rules', allow('rules.see'), async (c) => {
    const { locale } = c.var
    const t = messages[locale]
    const [parameters, changes] = await Promise.all([readParameters(db), listParameterChanges(db)])
    return shell(
      c,
      { title: t.title, description: t.description },
      <>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        <section class="prose measure">
          <h2>{t.words}</h2>
          {[t.dispatch, t.sharing, t.review, t.pay, t.rounding].map(({ title, ...texts }) => (
            <>
              <h3>{title}</h3>
              {Object.values(texts).map((text) => (
                <p>{text}</p>
              ))}
            </>
          ))}
        </section>
        <section class="stack">
          <h2>{t.numbers}</h2>
          <Table
            caption={t.numbers}
            captionHidden
            rows={Object.keys(PARAMETERS) as ParameterName[]}
            columns={[
              { label: t.columns.name, heading: true, cell: (name) => t.parameters[name].name },
              {
                label: t.columns.value,
                numeric: true,
                cell: (name) => <span class="nowrap">{valueOf(name, parameters[name], locale)}</span>,
              },
              { label: t.columns.effect, cell: (name) => t.parameters[name].effect },
              { label: t.columns.since, cell: (name) => <Since at={changes.get(name)} locale={locale} /> },
            ]}
          />
        </section>
      </>,
    )
  })
  return routes
}

function Since({ at, locale }: { at: Date | undefined; locale: Locale }) {
  return at === undefined ? <>{messages[locale].beginning}</> : <Instant at={at} text={formatDate(at, locale)} />
}

function valueOf(name: ParameterName, value: number, locale: Locale): string {
  const { unit } = PARAMETERS[name]
  if (unit === 'seconds') return formatDuration(value, locale)
  if (unit === 'days') return formatDays(value, locale)
  return messages[locale].units[unit]({ value: formatNumber(value, locale) })
}
