import { POLICY, type PolicyLine } from '@canut/domain'
import type { Child } from 'hono/jsx'
import { STATUS } from '../problems/index.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { Facts, LinkButton, Table } from '../platform/layout/index.ts'
import { messages, type GroupName } from './api-description.messages.ts'
import type { Operation, OperationObject } from './operations.ts'
import { frenchSummaries } from './french-summaries.ts'
import { writeSchema, type JsonSchema } from './write-schema.ts'

export interface ReferenceProps {
  readonly locale: Locale
  readonly operations: readonly Operation[]
  readonly publicUrl: string
}

export function ApiReference({ locale, operations, publicUrl }: ReferenceProps) {
  const t = messages[locale]
  const groups = Map.groupBy(operations, ({ described }) => described.tags?.[0] ?? '')
  return (
    <div class="stack">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="actions">
        <LinkButton look="quiet" href="/api/v1/openapi.json">
          {t.openapi}
        </LinkButton>
      </div>
      <Basics locale={locale} publicUrl={publicUrl} />
      <nav class="actions" aria-label={t.groupsLabel}>
        {[...groups.keys()].map((group) => (
          <a href={`#${group}`}>{t.groups[group as GroupName]}</a>
        ))}
      </nav>
      {[...groups].map(([group, members]) => (
        <section class="stack">
          <h2 id={group}>{t.groups[group as GroupName]}</h2>
          {members.map((operation) => (
            <OperationCard locale={locale} operation={operation} />
          ))}
        </section>
      ))}
    </div>
  )
}

function Basics({ locale, publicUrl }: Omit<ReferenceProps, 'operations'>) {
  const t = messages[locale].basics
  const codes = Object.entries(STATUS).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return (
    <section class="prose measure">
      <h2>{t.title}</h2>
      <h3>{t.authenticate.title}</h3>
      <p>
        {t.authenticate.token} <a href="/me">{t.authenticate.settings}</a>
      </p>
      <pre tabindex={0}>
        <code>{`curl ${publicUrl}/api/v1/me -H "Authorization: Bearer $CANUT_TOKEN"`}</code>
      </pre>
      <h3>{t.errors.title}</h3>
      <p>{t.errors.text}</p>
      <details class="fold">
        <summary>{t.errors.codes}</summary>
        <Table
          caption={t.errors.codes}
          captionHidden
          rows={codes}
          columns={[
            { label: t.errors.code, heading: true, cell: ([code]) => <code class="breakable">{code}</code> },
            { label: t.errors.status, numeric: true, cell: ([, status]) => status },
          ]}
        />
      </details>
      {[t.idempotency, t.money, t.ids, t.cursors].map(({ title, text }) => (
        <>
          <h3>{title}</h3>
          <p>{text}</p>
        </>
      ))}
    </section>
  )
}

function OperationCard({ locale, operation }: { locale: Locale; operation: Operation }) {
  const t = messages[locale]
  const { key, id, described } = operation
  const { who, scope }: PolicyLine = POLICY[operation.action]
  const summary = locale === 'en' ? described.summary : frenchSummaries[key]
  return (
    <section class="card" id={id}>
      <h3>
        <code class="breakable">{key}</code>
      </h3>
      {summary === undefined ? <p lang="en">{described.summary}</p> : <p>{summary}</p>}
      <Facts
        locale={locale}
        arrange="list"
        facts={[
          { label: t.who, value: who.map((role) => t.roles[role]).join(', ') },
          { label: t.scope, value: who.includes('anyone') ? t.noTokenNeeded : scope === 'any' ? t.anyScope : (scope ?? t.noToken) },
        ]}
      />
      <details class="fold">
        <summary>
          {t.details}
          <span class="visually-hidden"> {key}</span>
        </summary>
        <RequestAndAnswers locale={locale} described={described} />
      </details>
    </section>
  )
}

/** The descriptions of answers are those of the document, in English. */
function RequestAndAnswers({ locale, described }: { locale: Locale; described: OperationObject }) {
  const t = messages[locale]
  const parameters = (described.parameters ?? []).flatMap((parameter) => ('in' in parameter ? [parameter] : []))
  const places = [
    ['path', t.inPath],
    ['query', t.inQuery],
    ['header', t.inHeader],
  ] as const
  const answers = Object.entries((described.responses ?? {}) as Readonly<Record<string, Answer>>).filter(([status]) => status !== 'default')
  return (
    <div class="stack">
      {places.map(([place, title]) => {
        const here = parameters.filter((parameter) => parameter.in === place)
        if (here.length === 0) return null
        const schema = {
          type: 'object',
          properties: Object.fromEntries(here.map((each) => [each.name, (each.schema ?? {}) as JsonSchema])),
          required: here.filter((each) => each.required === true).map((each) => each.name),
        }
        return <Part title={title}>{writeSchema(schema)}</Part>
      })}
      {Object.entries(contentOf(described.requestBody)).map(([type, schema]) => (
        <Part title={`${t.body}: ${type}`}>{writeSchema(schema)}</Part>
      ))}
      {answers.map(([status, answer]) => (
        <>
          <h4>{t.answer({ status })}</h4>
          <p lang="en">{answer.description}</p>
          {Object.entries(contentOf(answer)).map(([type, schema]) => (
            <Part title={type}>{writeSchema(schema)}</Part>
          ))}
        </>
      ))}
    </div>
  )
}

interface Answer {
  readonly description?: string
}

function contentOf(holder: unknown): Record<string, JsonSchema> {
  if (typeof holder !== 'object' || holder === null || !('content' in holder)) return {}
  const content = holder.content as Readonly<Record<string, { schema?: JsonSchema }>>
  return Object.fromEntries(Object.entries(content).map(([type, { schema = {} }]) => [type, schema]))
}

/** Scrolls sideways, so it can be reached with the keyboard. */
function Part({ title, children }: { title: string; children?: Child }) {
  return (
    <>
      <p class="soft">{title}</p>
      <pre tabindex={0}>
        <code>{children}</code>
      </pre>
    </>
  )
}
