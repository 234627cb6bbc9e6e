import { batchPath, type BatchRow } from '../batches/index.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { Button, ErrorSummary, Field, LinkButton, Table } from '../platform/layout/index.ts'
import { messages } from './label-studio.messages.ts'

const ROWS = 16

interface ConfigFormProps {
  readonly locale: Locale
  readonly batch: BatchRow
  /** as it was pasted */
  readonly xml: string
  readonly problems: readonly string[]
}

export function ConfigForm({ locale, batch, xml, problems }: ConfigFormProps) {
  const t = messages[locale]
  return (
    <form class="form" method="post" action={`${batchPath(batch.id)}/label-studio`}>
      <ErrorSummary locale={locale} problems={problems.map((message) => ({ field: 'xml', message }))} />
      <p>{t.lead}</p>
      <p class="muted">{t.supported}</p>
      <p class="muted">{t.tasks}</p>
      <Field locale={locale} kind="textarea" name="xml" label={t.field} value={xml} rows={ROWS} required errors={problems} />
      <Button>{t.make}</Button>
    </form>
  )
}

/** Which columns the files must have, where Label Studio called them otherwise. */
export function ConfigMade({ locale, batch, columns }: { locale: Locale; batch: BatchRow; columns: Readonly<Record<string, string>> }) {
  const t = messages[locale]
  return (
    <>
      <p>{t.columns}</p>
      <Table
        caption={t.columns}
        captionHidden
        rows={Object.entries(columns)}
        columns={[
          { label: 'Label Studio', heading: true, cell: ([, member]) => <code>{member}</code> },
          { label: 'Canut', cell: ([column]) => <code>{column}</code> },
        ]}
      />
      <LinkButton href={batchPath(batch.id)}>{batch.name}</LinkButton>
    </>
  )
}
