import type { ImportState } from '@canut/domain'
import { BatchHeader, batchPath, type BatchRow } from '../batches/index.ts'
import { formatInstant, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Button, ErrorSummary, Field, Instant, LinkButton, Notice, State, Table, type StateTone } from '../platform/layout/index.ts'
import { csvLine } from '../platform/tables/index.ts'
import type { TaskSetup } from '../task-types/index.ts'
import type { ImportRow } from './imports.store.ts'
import { messages } from './pages.messages.ts'

export const TONES: Record<ImportState, StateTone> = {
  uploaded: 'active',
  checking: 'active',
  checked: 'neutral',
  loading: 'active',
  done: 'ok',
  failed: 'error',
  cancelled: 'neutral',
}

export interface ImportsViewProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly projectName: string
  readonly setup: TaskSetup
  readonly imports: readonly ImportRow[]
  readonly mayChange: boolean
  readonly problem: string | null
}

/** The tasks of a batch: how many there are, how to bring more, and what was imported before. */
export function ImportsView(props: ImportsViewProps) {
  const { locale, batch, mayChange } = props
  const t = messages[locale]
  const path = batchPath(batch.id)
  return (
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={props.projectName} tab="tasks" />
      <p class="lead">{t.now({ tasks: batch.task_count, gold: batch.gold_count })}</p>
      {batch.task_count > 0 && (
        <div class="actions">
          <LinkButton look="quiet" href={`${path}/try`}>
            {t.tryIt}
          </LinkButton>
          {mayChange && batch.state === 'draft' && (
            <LinkButton look="quiet" href={`${path}/empty`}>
              {t.empty}
            </LinkButton>
          )}
        </div>
      )}
      {mayChange && batch.state !== 'closed' && <Upload {...props} />}
      <List {...props} />
    </div>
  )
}

function Upload({ locale, batch, setup, problem }: ImportsViewProps) {
  const t = messages[locale]
  const errors = problem === null ? [] : [problem]
  return (
    <section class="card">
      <h2>{t.upload}</h2>
      <p class="measure">{t.uploadWhat}</p>
      {batch.state === 'draft' && batch.task_count === 0 && (
        <p>
          <a href={`${batchPath(batch.id)}/label-studio`}>{t.labelStudio}</a>
        </p>
      )}
      <Columns locale={locale} setup={setup} batch={batch} />
      {batch.state !== 'draft' && (
        <Notice tone="info" locale={locale}>
          {t.published}
        </Notice>
      )}
      <form class="form" method="post" action={`${batchPath(batch.id)}/imports`} enctype="multipart/form-data">
        <ErrorSummary locale={locale} problems={errors.map((message) => ({ field: 'file', message }))} />
        <Field
          locale={locale}
          kind="file"
          name="file"
          label={t.file}
          required
          accept=".csv,.tsv,.tab,.txt,.jsonl,.ndjson,.json,text/csv,text/tab-separated-values,application/x-ndjson"
          errors={errors}
        />
        <Button>{t.send}</Button>
      </form>
    </section>
  )
}

function Columns({ locale, setup, batch }: { locale: Locale; setup: TaskSetup; batch: BatchRow }) {
  const t = messages[locale]
  const { required, optional, truth } = setup.columns
  const rows = [
    ...required.map((name) => ({ name, what: t.required })),
    ...optional.map((name) => ({ name, what: t.optional })),
    ...(truth === null ? [] : [{ name: truth, what: t.truth }]),
  ]
  const names = rows.map(({ name }) => name)
  return (
    <>
      <ul>
        {rows.map(({ name, what }) => (
          <li>
            <code>{name}</code> – {what}
          </li>
        ))}
      </ul>
      <p>
        {t.header} <code>{csvLine(names).trim()}</code>
      </p>
      {batch.task_type.startsWith('image') && (
        <p>
          {t.media} <a href={`/projects/${publicId('prj', batch.project_id)}/media`}>{t.mediaLink}</a>
        </p>
      )}
    </>
  )
}

function List({ locale, batch, imports }: ImportsViewProps) {
  const t = messages[locale]
  if (imports.length === 0) return <p class="muted">{t.none}</p>
  return (
    <Table
      caption={t.imports}
      columns={[
        {
          label: t.file,
          cell: (row) => <a href={`${batchPath(batch.id)}/imports/${publicId('imp', row.id)}`}>{row.file_name}</a>,
          heading: true,
        },
        { label: t.when, cell: (row) => <Instant at={row.created_at} text={formatInstant(row.created_at, locale)} /> },
        { label: t.state, cell: (row) => <State tone={TONES[row.state]}>{t.states[row.state]}</State> },
        { label: t.rows, cell: (row) => formatNumber(row.rows_good, locale), numeric: true },
        { label: t.bad, cell: (row) => formatNumber(row.rows_bad, locale), numeric: true },
      ]}
      rows={imports}
    />
  )
}
