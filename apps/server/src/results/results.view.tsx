import { batchPath, type BatchRow } from '../batches/index.ts'
import { formatInstant, formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { ActionForm, Button, Empty, Facts, Field, LinkButton, Notice, Pager, State, Table, type Fact } from '../platform/layout/index.ts'
import type { ListPage } from '../platform/db/page.ts'
import type { ShownAnswer, ShownResult } from './list-results.ts'
import { messages } from './results.messages.ts'
import type { LatestRuns, RunRow } from './runs.store.ts'

export interface ResultsProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly runs: LatestRuns
  readonly page: ListPage<ShownResult>
  readonly order: 'task' | 'least_sure'
  readonly below: number | null
  readonly isFirst: boolean
}

/** Sure enough for most uses, and less: what one may want to look at again. */
export const LIMITS = [0.6, 0.7, 0.8, 0.9, 0.95, 0.99] as const
const CONTENT_SHOWN_CHARS = 90

export function resultsPath(batchId: string, of: { order?: string; below?: number | null; cursor?: string | null } = {}): string {
  const query = new URLSearchParams({
    ...(of.order === undefined || of.order === 'task' ? {} : { order: of.order }),
    ...((of.below ?? null) === null ? {} : { below: String(of.below) }),
    ...((of.cursor ?? null) === null ? {} : { cursor: String(of.cursor) }),
  }).toString()
  return `${batchPath(batchId)}/results${query === '' ? '' : `?${query}`}`
}

export function ResultsView(props: ResultsProps) {
  const { locale, batch, page, order, below, isFirst } = props
  const t = messages[locale]
  return (
    <div class="stack">
      <LastRun {...props} />
      <Order {...props} />
      {page.items.length === 0 && order === 'least_sure' ? (
        <Empty title={t.empty.title} why={<p>{t.empty.why}</p>}>
          <LinkButton href={resultsPath(batch.id)}>{t.empty.all}</LinkButton>
        </Empty>
      ) : (
        <Results {...props} />
      )}
      <Pager
        locale={locale}
        previous={isFirst ? null : resultsPath(batch.id, { order, below })}
        next={page.nextCursor === null ? null : resultsPath(batch.id, { order, below, cursor: page.nextCursor })}
      />
      <Files {...props} />
    </div>
  )
}

function LastRun({ locale, batch, runs }: ResultsProps) {
  const t = messages[locale].run
  const { newest, done } = runs
  const isRunning = newest !== null && newest.finished_at === null
  return (
    <section class="card">
      <h2>{t.title}</h2>
      {done === null ? (
        <p>
          {t.none} <span class="muted">{t.noneWhy}</span>
        </p>
      ) : (
        <p>{t.asOf({ time: formatInstant(done.finished_at ?? done.requested_at, locale), responses: Number(done.responses) })}</p>
      )}
      {done?.failure === 'too_large' && (
        <Notice tone="info" locale={locale}>
          {t.tooLarge}
        </Notice>
      )}
      {newest?.state === 'failed' && (
        <Notice tone="warning" locale={locale}>
          {t.failed}
        </Notice>
      )}
      {done !== null && <Facts locale={locale} facts={figuresOf(done, locale)} />}
      {isRunning ? (
        <p role="status">
          <State tone="active">{t.running}</State>
        </p>
      ) : (
        <div class="actions">
          <ActionForm look="quiet" action={`${batchPath(batch.id)}/aggregations`}>
            {done === null ? t.computeFirst : t.compute}
          </ActionForm>
        </div>
      )}
    </section>
  )
}

function figuresOf(run: RunRow, locale: Locale): Fact[] {
  const t = messages[locale].figures
  const number = (value: number | bigint) => formatNumber(value, locale, 0)
  const rounds = number(run.iterations ?? 0)
  const accuracy = (label: string, value: number | null): Fact[] =>
    value === null
      ? []
      : [{ label, value: formatPercent(value, locale), explanation: t.accuracyWhy({ tasks: run.gold_tasks ?? 0 }), big: true }]
  return [
    ...accuracy(t.majorityAccuracy, run.majority_vote_accuracy),
    ...accuracy(t.dawidSkeneAccuracy, run.dawid_skene_accuracy),
    {
      label: t.agreement,
      value: run.agreement === null ? t.noAgreement : formatPercent(run.agreement, locale),
      explanation: t.agreementWhy,
    },
    { label: t.responses, value: number(run.responses ?? 0n), explanation: t.responsesWhy },
    { label: t.tasks, value: number(run.tasks ?? 0) },
    { label: t.people, value: number(run.workers ?? 0), explanation: t.peopleWhy },
    ...(run.iterations === null
      ? []
      : [{ label: t.rounds, value: run.converged === false ? t.notConverged({ rounds }) : rounds, explanation: t.roundsWhy }]),
  ]
}

function Order({ locale, batch, runs, order, below }: ResultsProps) {
  const t = messages[locale].order
  if (runs.done === null) return null
  return (
    <form class="filters" method="get" action={resultsPath(batch.id)}>
      <Field
        kind="select"
        locale={locale}
        name="order"
        label={t.label}
        value={order}
        required
        options={[
          { value: 'task', label: t.task },
          { value: 'least_sure', label: t.least_sure },
        ]}
      />
      <Field
        kind="select"
        locale={locale}
        name="below"
        label={t.below}
        value={below === null ? '' : String(below)}
        required
        options={[
          { value: '', label: t.all },
          ...LIMITS.map((limit) => ({ value: String(limit), label: formatPercent(limit, locale, 0) })),
        ]}
      />
      <Button look="quiet">{t.show}</Button>
      {order === 'least_sure' && <p class="muted small">{t.asOfRun}</p>}
    </form>
  )
}

function Results({ locale, batch, page }: ResultsProps) {
  const t = messages[locale].table
  return (
    <Table
      caption={t.caption}
      captionHidden
      rows={page.items}
      columns={[
        {
          label: t.task,
          heading: true,
          cell: (row) => (
            <>
              <a href={`${batchPath(batch.id)}/try?row=${row.number}`}>{row.number}</a>{' '}
              <span class="muted excerpt">{excerptOf(row.payload)}</span>
            </>
          ),
        },
        {
          label: t.majority,
          cell: (row) =>
            row.majority === null ? (
              <span class="muted">{row.responses === 0 ? t.none : t.noLabel}</span>
            ) : (
              <Answer
                locale={locale}
                answer={row.majority}
                note={t.share({ share: formatPercent(row.majority.confidence, locale), responses: row.responses })}
              />
            ),
        },
        {
          label: t.dawidSkene,
          cell: (row) =>
            row.dawidSkene === null ? (
              <span class="muted">{row.majority === null ? '' : t.newer}</span>
            ) : (
              <Answer
                locale={locale}
                answer={row.dawidSkene}
                note={
                  formatPercent(row.dawidSkene.confidence, locale) +
                  (row.dawidSkene.responses === row.responses ? '' : `, ${t.older({ responses: row.dawidSkene.responses })}`)
                }
              />
            ),
        },
        { label: t.known, cell: (row) => <Known locale={locale} row={row} /> },
        { label: t.disagreed, cell: (row) => (row.disagreed.length === 0 ? null : <span class="small">{row.disagreed.join(', ')}</span>) },
      ]}
    />
  )
}

function Answer({ locale, answer, note }: { locale: Locale; answer: ShownAnswer; note: string }) {
  return (
    <>
      <span class="pre" dir="auto">
        {answer.label ?? messages[locale].table.tie({ labels: answer.tied.join(' = ') })}
      </span>{' '}
      <span class="muted small">{note}</span>
    </>
  )
}

function Known({ locale, row }: { locale: Locale; row: ShownResult }) {
  const t = messages[locale].table
  const { truth } = row
  if (truth === null) return null
  const isRight = row.majority?.label === truth
  return (
    <>
      <span class="pre" dir="auto">
        {truth}
      </span>{' '}
      {row.majority !== null && <State tone={isRight ? 'ok' : 'warning'}>{isRight ? t.right : t.wrong}</State>}
    </>
  )
}

/** The first text of a task, whatever its type: enough to recognise it, the link shows all of it. */
function excerptOf(payload: unknown): string {
  const texts = typeof payload === 'object' && payload !== null ? Object.values(payload).filter((value) => typeof value === 'string') : []
  const text = texts[0] ?? ''
  return text.length > CONTENT_SHOWN_CHARS ? `${text.slice(0, CONTENT_SHOWN_CHARS)}…` : text
}

function Files({ locale, batch }: ResultsProps) {
  const t = messages[locale].files
  const path = `${batchPath(batch.id)}/exports`
  return (
    <section class="card">
      <h2>{t.title}</h2>
      <p>{messages[locale].madeByPeople}</p>
      {(['responses', 'results'] as const).map((kind) => (
        <>
          <h3>{t[kind]}</h3>
          <div class="actions">
            <LinkButton look="quiet" href={`${path}/${kind}.csv`} download>
              {t.csv}
              <span class="visually-hidden"> ({t[kind]})</span>
            </LinkButton>
            <LinkButton look="quiet" href={`${path}/${kind}.csv?for=spreadsheet`} download>
              {t.spreadsheet}
              <span class="visually-hidden"> ({t[kind]})</span>
            </LinkButton>
            <LinkButton look="quiet" href={`${path}/${kind}.jsonl`} download>
              {t.jsonl}
              <span class="visually-hidden"> ({t[kind]})</span>
            </LinkButton>
          </div>
        </>
      ))}
      <p class="muted small">{t.spreadsheetWhy}</p>
      <p>
        <a href={`${path}/about.json`}>{t.about}</a>
      </p>
    </section>
  )
}
