import { formatDate, type Locale } from '../platform/i18n/index.ts'
import { ActionForm, Button, ErrorSummary, Field, Instant, Table, type FormProblem } from '../platform/layout/index.ts'
import type { AllowedHost } from './hosts.store.ts'
import { messages } from './frames.messages.ts'

export interface HostsViewProps {
  readonly locale: Locale
  readonly organisation: string
  /** of the organisation's page */
  readonly path: string
  readonly hosts: readonly AllowedHost[]
  readonly mayChange: boolean
  readonly typed: string
  readonly problems: readonly FormProblem[]
}

export function HostsView({ locale, organisation, path, hosts, mayChange, typed, problems }: HostsViewProps) {
  const t = messages[locale]
  const action = `${path}/template-hosts`
  const columns = [
    { label: t.host, heading: true, cell: ({ host }: AllowedHost) => host },
    { label: t.since, cell: ({ allowedAt }: AllowedHost) => <Instant at={allowedAt} text={formatDate(allowedAt, locale)} /> },
  ]
  const forbid = {
    label: t.action,
    cell: ({ host }: AllowedHost) => (
      <ActionForm action={action} hidden={{ host, do: 'forbid' }} look="quiet">
        {t.forbid}
      </ActionForm>
    ),
  }
  return (
    <div class="stack narrow">
      <ErrorSummary locale={locale} problems={problems} />
      <p>
        <a href={path}>← {organisation}</a>
      </p>
      <h1>{t.of({ organisation })}</h1>
      <p class="measure">{t.why}</p>
      <p class="measure">{t.ours}</p>
      {hosts.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <Table caption={t.title} captionHidden rows={hosts} columns={mayChange ? [...columns, forbid] : columns} />
      )}
      {mayChange && (
        <form class="form" method="post" action={action}>
          <Field
            locale={locale}
            name="host"
            label={t.host}
            hint={t.hostHint}
            value={typed}
            required
            maxlength={253}
            spellcheck={false}
            errors={problems.map(({ message }) => message)}
          />
          <div class="actions">
            <Button name="do" value="allow">
              {t.allow}
            </Button>
          </div>
        </form>
      )}
    </div>
  )
}
