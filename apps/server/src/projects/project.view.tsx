import type { MissingDisclosure } from '@canut/domain'
import { formatDate, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Empty, fieldId, Instant, LinkButton, Notice, Table } from '../platform/layout/index.ts'
import { BatchStateMark } from './batch-state.tsx'
import { DisclosureCard } from './disclosure-card.tsx'
import { linkFieldName } from './project-form.ts'
import { messages, taskTypeTitle } from './projects.messages.ts'
import type { BatchOfProject, ProjectDisclosure, TemplateOfProject } from './projects.store.ts'

export interface ProjectPageProps {
  readonly locale: Locale
  readonly project: ProjectDisclosure
  readonly batches: readonly BatchOfProject[]
  readonly templates: readonly TemplateOfProject[]
  readonly missing: readonly MissingDisclosure[]
  readonly mayEdit: boolean
}

export function ProjectPage({ locale, project, batches, templates, missing, mayEdit }: ProjectPageProps) {
  const t = messages[locale].page
  const path = `/projects/${publicId('prj', project.id)}`
  return (
    <div class="stack">
      <p>
        <a href={`/organisations/${publicId('org', project.organisationId)}`}>← {project.organisationName}</a>
      </p>
      <div class="page-title">
        <h1>{project.name}</h1>
        <div class="actions">
          {mayEdit && (
            <LinkButton look="quiet" href={`${path}/edit`}>
              {t.edit}
            </LinkButton>
          )}
          <LinkButton look="quiet" href={`${path}/media`}>
            {t.media}
          </LinkButton>
          <LinkButton look="quiet" href={`${path}/templates`}>
            {t.templates}
          </LinkButton>
          <LinkButton look="quiet" href={`${path}/chain`}>
            {t.chain}
          </LinkButton>
        </div>
      </div>
      {project.taskType !== '' && <p class="soft">{t.type({ type: taskTypeTitle(project.taskType, locale) })}</p>}
      <Missing locale={locale} missing={missing} edit={mayEdit ? `${path}/edit` : null} />
      <div class="split">
        <div class="stack">
          <Batches locale={locale} batches={batches} newBatch={mayEdit ? `${path}/batches/new` : null} />
          <Templates locale={locale} templates={templates} path={`${path}/templates`} />
        </div>
        <DisclosureCard locale={locale} disclosure={project} />
      </div>
    </div>
  )
}

/** Where the form asks for it. */
const FIELD_OF = {
  name: 'name',
  purpose: 'purpose',
  final_client: 'finalClient',
  result_use: 'resultUse',
  result_use_detail: 'resultUseDetail',
  data_destination: 'dataDestination',
  data_retention: 'dataRetention',
  sensitive_categories: 'sensitiveCategories',
  contact_name: 'contactName',
  contact_email: 'contactEmail',
  chain: linkFieldName(0, 'role'),
  chain_starts_elsewhere: 'finalClient',
} as const satisfies Record<MissingDisclosure, string>

interface MissingProps extends Pick<ProjectPageProps, 'locale' | 'missing'> {
  /** the form, for whoever may fill it in */
  readonly edit: string | null
}

function Missing({ locale, missing, edit }: MissingProps) {
  const t = messages[locale]
  if (missing.length === 0) {
    return (
      <Notice tone="ok" locale={locale} title={t.page.readyTitle}>
        {t.page.ready}
      </Notice>
    )
  }
  return (
    <Notice tone="warning" locale={locale} title={t.page.notReadyTitle}>
      <p>{t.page.notReady}</p>
      <ul>
        {missing.map((name) => (
          <li>{edit === null ? t.missing[name] : <a href={`${edit}#${fieldId(FIELD_OF[name])}`}>{t.missing[name]}</a>}</li>
        ))}
      </ul>
    </Notice>
  )
}

/** Nothing where there is none: most projects need no page of their own. */
function Templates({ locale, templates, path }: Pick<ProjectPageProps, 'locale' | 'templates'> & { path: string }) {
  const t = messages[locale].page
  if (templates.length === 0) return null
  return (
    <section class="stack">
      <h2>{t.newestTemplates}</h2>
      <Table
        caption={t.newestTemplates}
        captionHidden
        rows={templates}
        columns={[
          { label: t.templateColumns.template, heading: true, cell: ({ number, name }) => <a href={`${path}/${number}`}>{name}</a> },
          { label: t.templateColumns.version, numeric: true, cell: ({ version }) => formatNumber(version, locale) },
          { label: t.templateColumns.saved, cell: ({ savedAt }) => <Instant at={savedAt} text={formatDate(savedAt, locale)} /> },
        ]}
      />
      <p>
        <a href={path}>{t.allTemplates}</a>
      </p>
    </section>
  )
}

function Batches({ locale, batches, newBatch }: Pick<ProjectPageProps, 'locale' | 'batches'> & { newBatch: string | null }) {
  const t = messages[locale].page
  const create = newBatch === null ? undefined : <LinkButton href={newBatch}>{t.newBatch}</LinkButton>
  if (batches.length === 0) {
    return (
      <Empty title={t.noBatches} why={<p>{t.noBatchesWhy}</p>}>
        {create}
      </Empty>
    )
  }
  return (
    <section class="stack">
      <div class="page-title">
        <h2>{t.batches}</h2>
        {create}
      </div>
      <Table
        caption={t.batches}
        captionHidden
        rows={batches}
        columns={[
          { label: t.columns.batch, heading: true, cell: ({ id, name }) => <a href={`/batches/${publicId('bat', id)}`}>{name}</a> },
          { label: t.columns.state, cell: ({ state }) => <BatchStateMark locale={locale} state={state} /> },
          { label: t.columns.tasks, numeric: true, cell: ({ taskCount }) => formatNumber(taskCount, locale) },
          { label: t.columns.created, cell: ({ createdAt }) => <Instant at={createdAt} text={formatDate(createdAt, locale)} /> },
        ]}
      />
    </section>
  )
}
