import { BatchHeader, batchPath, type BatchRow } from '../batches/index.ts'
import type { ScreenFiles } from '../work-files/index.ts'
import { formatBytes, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Chip, ErrorSummary, Facts, LinkButton, Notice, Progress, State, Table } from '../platform/layout/index.ts'
import type { TaskSetup } from '../task-types/index.ts'
import { failureOf } from './failure.ts'
import { sentenceOfFailure, sentenceOfProblem } from './import-sentences.ts'
import type { ImportRow } from './imports.store.ts'
import { TONES } from './imports.view.tsx'
import { messages } from './pages.messages.ts'
import type { ReadyTask } from './read-tasks.ts'
import type { RowProblem } from './row-problem.ts'

export interface ImportViewProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly projectName: string
  readonly row: ImportRow
  readonly setup: TaskSetup
  readonly problems: readonly RowProblem[]
  readonly preview: readonly ReadyTask[]
  readonly files: ScreenFiles
  readonly isRunning: boolean
  readonly mayChange: boolean
  readonly refusal: string | null
}

/** One file: how far it is, what it gives, what is wrong with it, and the choice to load it. */
export function ImportView(props: ImportViewProps) {
  const { locale, batch, row, refusal } = props
  const t = messages[locale]
  const failure = failureOf(row)
  return (
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={props.projectName} tab="tasks" />
      <p>
        <a href={`${batchPath(batch.id)}/imports`}>← {t.back}</a>
      </p>
      <div class="page-title">
        <h2>{t.one({ name: row.file_name })}</h2>
        <State tone={TONES[row.state]}>{t.states[row.state]}</State>
      </div>
      {refusal !== null && <ErrorSummary locale={locale} problems={[{ message: refusal }]} />}
      {failure !== null && (
        <Notice tone="error" locale={locale} title={t.states.failed}>
          {sentenceOfFailure(failure, locale)}
        </Notice>
      )}
      {props.isRunning && <Running {...props} />}
      <Counts {...props} />
      <Choices {...props} />
      <Report {...props} />
      <Preview {...props} />
    </div>
  )
}

function Running({ locale, batch, row }: ImportViewProps) {
  const t = messages[locale]
  const size = (bytes: bigint) => formatBytes(Number(bytes), locale)
  const total = row.bytes_total ?? row.bytes_read
  return (
    <>
      <Progress
        label={t.progress}
        value={Number(row.bytes_read)}
        max={Number(total)}
        text={t.progressText({ read: size(row.bytes_read), total: size(total) })}
      />
      <p class="muted">
        {t.running} <a href={`${batchPath(batch.id)}/imports/${publicId('imp', row.id)}`}>{t.refresh}</a>
      </p>
    </>
  )
}

function Counts({ locale, row, setup }: ImportViewProps) {
  const t = messages[locale]
  const { required, optional, truth } = setup.columns
  const used = new Set([...required, ...optional, ...(truth === null ? [] : [truth])])
  // of a file that was not read nothing goes anywhere
  const unused = row.state === 'failed' ? [] : (row.columns ?? []).filter((name) => !used.has(name))
  return (
    <Facts
      locale={locale}
      facts={[
        { label: t.good, value: formatNumber(row.rows_good, locale), explanation: t.goodWhy, big: true },
        { label: t.bad, value: formatNumber(row.rows_bad, locale), explanation: t.badWhy, big: true },
        { label: t.gold, value: formatNumber(row.rows_gold, locale), explanation: t.goldWhy },
        ...(unused.length > 0 ? [{ label: t.unused, value: unused.map((name) => <Chip>{name}</Chip>) }] : []),
      ]}
    />
  )
}

function Choices({ locale, batch, row, mayChange }: ImportViewProps) {
  const t = messages[locale]
  const path = `${batchPath(batch.id)}/imports/${publicId('imp', row.id)}`
  const ended = row.state === 'done' || row.state === 'failed' || row.state === 'cancelled'
  if (!mayChange || ended) return null
  const mayLoad = row.state === 'checked' && row.storage_key !== null && row.rows_good > 0n
  return (
    <>
      <div class="actions">
        {mayLoad && (
          <ActionForm action={`${path}/load`}>
            {t.load({ rows: formatNumber(row.rows_good, locale), one: Number(row.rows_good) === 1 })}
          </ActionForm>
        )}
        <ActionForm look="quiet" action={`${path}/cancel`}>
          {t.cancel}
        </ActionForm>
      </div>
      {mayLoad && row.rows_bad > 0n && <p class="muted">{t.loadOrFix}</p>}
      {row.state === 'checked' && row.rows_good === 0n && <p class="muted">{t.nothingToLoad}</p>}
    </>
  )
}

function Report({ locale, batch, row, problems }: ImportViewProps) {
  const t = messages[locale]
  const number = (value: number | bigint) => formatNumber(value, locale)
  if (problems.length === 0) return null
  return (
    <section class="stack">
      <h2>{t.report}</h2>
      {row.problems_found > BigInt(problems.length) && (
        <p class="muted">{t.reportFirst({ shown: number(problems.length), all: number(row.problems_found) })}</p>
      )}
      <Table
        caption={t.problems}
        captionHidden
        columns={[
          { label: t.line, cell: linesOf, heading: true },
          { label: t.column, cell: ({ column }) => (column === null ? '' : <code>{column}</code>) },
          { label: t.problem, cell: (problem) => sentenceOfProblem(problem, locale) },
        ]}
        rows={problems}
      />
      <div class="actions">
        <LinkButton look="quiet" href={`${batchPath(batch.id)}/imports/${publicId('imp', row.id)}/report.csv`} download>
          {t.download}
        </LinkButton>
      </div>
    </section>
  )

  function linesOf({ line, endLine }: RowProblem) {
    return line === endLine ? number(line) : t.lines({ from: number(line), to: number(endLine) })
  }
}

function Preview({ locale, setup, preview, files }: ImportViewProps) {
  const t = messages[locale]
  if (preview.length === 0) return null
  return (
    <section class="stack">
      <h2>{t.preview}</h2>
      {preview.map(({ line, payload, truth }, index) => (
        <article class="card">
          <h3>{t.row({ line: formatNumber(line, locale) })}</h3>
          <setup.Screen
            id={`preview-${index}`}
            seed={String(index)}
            payload={payload}
            response={null}
            locale={locale}
            {...files}
            readOnly
          />
          {truth !== null && (
            <p>
              {t.known}{' '}
              <span class="pre" dir="auto">
                {setup.describe(truth, locale)}
              </span>
            </p>
          )}
        </article>
      ))}
    </section>
  )
}
