import { batchPath, type BatchRow } from '../batches/index.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { Notice, Table } from '../platform/layout/index.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { messages } from './exports.messages.ts'
import type { AnswerKind } from './formats/format.ts'
import { formatsFor } from './formats/registry.ts'

interface Entry {
  /** the end of the address, and what the file is called by */
  readonly file: string
  readonly title: string
  readonly summary: string
}

export interface ExportListProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly there: { readonly hasResponses: boolean; readonly hasResults: boolean }
}

/** Every file that a batch can be taken away as, with a sentence on what each is for. */
export function ExportList({ locale, batch, there }: ExportListProps) {
  const t = messages[locale]
  const consolidation = getTaskSetup(batch.task_type, batch.settings).consolidation
  // where responses are never made one, each is a result by itself
  const missing = !there.hasResponses ? t.noResponses : there.hasResults || consolidation === null ? null : t.noResults
  return (
    <div class="stack">
      {missing !== null && (
        <Notice tone="info" locale={locale}>
          {missing}
        </Notice>
      )}
      <p>{t.madeByPeople}</p>
      <Files locale={locale} batch={batch} answers="results" title={t.results} why={t.resultsWhy} />
      <Files locale={locale} batch={batch} answers="responses" title={t.responses} why={t.responsesWhy} />
      <p>
        <a href={`${batchPath(batch.id)}/exports/about.json`}>{t.about}</a>
      </p>
    </div>
  )
}

function Files(props: { locale: Locale; batch: BatchRow; answers: AnswerKind; title: string; why: string }) {
  const { locale, batch, answers, title, why } = props
  const t = messages[locale]
  const entries = [...formatEntries(batch, answers, locale), ...tableEntries(answers, locale)]
  return (
    <section class="card">
      <h2>{title}</h2>
      <p class="muted">{why}</p>
      <Table
        caption={title}
        captionHidden
        rows={entries}
        columns={[
          {
            label: t.format,
            heading: true,
            cell: ({ file, title: name }) => (
              <a href={`${batchPath(batch.id)}/exports/${file}`} download>
                {name}
                <span class="visually-hidden"> ({title})</span>
              </a>
            ),
          },
          { label: t.use, cell: ({ summary }) => summary },
        ]}
      />
    </section>
  )
}

function formatEntries(batch: BatchRow, answers: AnswerKind, locale: Locale): Entry[] {
  return formatsFor(batch, answers).map(({ name, title, summary }) => ({
    file: `${answers}.${name}`,
    title: title[locale],
    summary: summary[locale],
  }))
}

function tableEntries(answers: AnswerKind, locale: Locale): Entry[] {
  const t = messages[locale]
  return [
    { file: `${answers}.csv`, title: t.csv, summary: t.csvWhy },
    { file: `${answers}.csv?for=spreadsheet`, title: t.spreadsheet, summary: t.spreadsheetWhy },
    { file: `${answers}.jsonl`, title: t.jsonl, summary: t.jsonlWhy },
  ]
}
