import { formatDate, formatInstant, formatNumber, type Locale } from '../platform/i18n/index.ts'
import {
  ActionForm,
  Button,
  errorsOf,
  ErrorSummary,
  Field,
  Instant,
  LinkButton,
  Notice,
  OnEnter,
  Table,
  type FormProblem,
} from '../platform/layout/index.ts'
import { publicId } from '../platform/ids.ts'
import type { ListPage } from '../platform/db/page.ts'
import { BatchStateMark } from '../projects/index.ts'
import type { Issue, TaskType } from '../task-types/index.ts'
import { messages } from './saved-templates.messages.ts'
import type { BatchOfTemplate, SavedTemplate, SavedVersion } from './saved-templates.store.ts'

interface Project {
  readonly name: string
  readonly path: string
}

export interface TemplateListProps {
  readonly locale: Locale
  readonly project: Project
  readonly templates: ListPage<SavedTemplate>
  readonly mayEdit: boolean
}

export function TemplateList({ locale, project, templates, mayEdit }: TemplateListProps) {
  const t = messages[locale]
  const path = `${project.path}/templates`
  return (
    <div class="stack">
      <p>
        <a href={project.path}>← {project.name}</a>
      </p>
      <div class="page-title">
        <h1>{t.of({ project: project.name })}</h1>
        {mayEdit && <LinkButton href={`${path}/new`}>{t.make}</LinkButton>}
      </div>
      <p class="measure">{t.lead}</p>
      {templates.items.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <Table
          caption={t.title}
          captionHidden
          rows={templates.items}
          columns={[
            { label: t.columns.template, heading: true, cell: ({ template, name }) => <a href={`${path}/${template}`}>{name}</a> },
            { label: t.columns.version, numeric: true, cell: ({ version }) => formatNumber(version, locale) },
            { label: t.columns.saved, cell: ({ savedAt }) => <Instant at={savedAt} text={formatDate(savedAt, locale)} /> },
            { label: t.columns.batches, numeric: true, cell: ({ batches }) => formatNumber(batches, locale) },
          ]}
        />
      )}
      {templates.nextCursor !== null && (
        <p>
          <a href={`${path}?before=${templates.nextCursor}`}>{t.older}</a>
        </p>
      )}
    </div>
  )
}

interface EditorProps {
  readonly locale: Locale
  readonly project: Project
  readonly type: TaskType
  readonly settings: unknown
  readonly issues: readonly Issue[]
  readonly problems: readonly FormProblem[]
}

export function NewTemplate({ locale, project, type, settings, issues, problems, name }: EditorProps & { readonly name: string }) {
  const t = messages[locale]
  const path = `${project.path}/templates`
  return (
    <div class="stack">
      <p>
        <a href={path}>← {t.of({ project: project.name })}</a>
      </p>
      <h1>{t.newTitle}</h1>
      <form class="form" method="post" action={path}>
        <OnEnter name="do" value="create">
          {t.create}
        </OnEnter>
        <ErrorSummary locale={locale} problems={problems} labels={{ name: t.name }} />
        <NameField {...{ locale, name, problems }} />
        <type.SettingsFields settings={settings} issues={issues} locale={locale} />
        <div class="actions">
          <Button name="do" value="create">
            {t.create}
          </Button>
        </div>
      </form>
    </div>
  )
}

export interface TemplatePageProps extends EditorProps {
  readonly template: number
  readonly name: string
  /** as it was typed, while it is changed */
  readonly typedName: string
  /** that is shown */
  readonly version: number
  readonly newest: number
  readonly versions: ListPage<SavedVersion>
  readonly batches: readonly BatchOfTemplate[]
  readonly mayEdit: boolean
  /** of the page as it is stored, for those who may only read it */
  readonly source: string
}

export function TemplatePage(props: TemplatePageProps) {
  const { locale, project, template, name, version, newest, mayEdit } = props
  const t = messages[locale]
  const path = `${project.path}/templates/${template}`
  const number = (value: number) => formatNumber(value, locale)
  return (
    <div class="stack">
      <p>
        <a href={`${project.path}/templates`}>← {t.of({ project: project.name })}</a>
      </p>
      <div class="page-title">
        <h1>{t.heading({ name, version: number(version) })}</h1>
        {mayEdit && (
          <div class="actions">
            <LinkButton href={`${project.path}/batches/new?type=template&template=${template}`}>{t.newBatch}</LinkButton>
            <ActionForm action={path} look="quiet" name="do" value="copy">
              {t.copy}
            </ActionForm>
          </div>
        )}
      </div>
      {version !== newest && (
        <Notice tone="info" locale={locale}>
          {t.earlier({ version: number(version), newest: number(newest) })}
        </Notice>
      )}
      {mayEdit ? <Editor {...props} path={path} /> : <pre class="code">{props.source}</pre>}
      {mayEdit && <Rename {...props} path={path} />}
      <Versions {...props} path={path} />
      <Batches {...props} />
    </div>
  )
}

function Editor({ locale, path, type, settings, issues, problems }: TemplatePageProps & { path: string }) {
  const t = messages[locale]
  return (
    <form class="form" method="post" action={path}>
      <OnEnter name="do" value="save">
        {t.save}
      </OnEnter>
      <ErrorSummary locale={locale} problems={problems} />
      <type.SettingsFields settings={settings} issues={issues} locale={locale} />
      <p class="muted">{t.saveWhat}</p>
      <div class="actions">
        <Button name="do" value="save">
          {t.save}
        </Button>
      </div>
    </form>
  )
}

function Rename({ locale, path, problems, typedName }: TemplatePageProps & { path: string }) {
  return (
    <form class="form narrow" method="post" action={path}>
      <NameField {...{ locale, problems }} name={typedName} />
      <div class="actions">
        <Button look="quiet" name="do" value="rename">
          {messages[locale].rename}
        </Button>
      </div>
    </form>
  )
}

function NameField({ locale, name, problems }: { locale: Locale; name: string; problems: readonly FormProblem[] }) {
  const t = messages[locale]
  return (
    <Field
      locale={locale}
      name="name"
      label={t.name}
      hint={t.nameHint}
      value={name}
      required
      maxlength={200}
      errors={errorsOf(problems, 'name')}
    />
  )
}

function Versions({ locale, path, versions, version: shown, newest, mayEdit }: TemplatePageProps & { path: string }) {
  const t = messages[locale]
  const number = (value: number) => formatNumber(value, locale)
  const restore = {
    label: t.versionColumns.action,
    cell: ({ version }: SavedVersion) =>
      version !== newest && (
        <ActionForm action={path} look="quiet" name="do" value="restore" hidden={{ version: String(version) }}>
          {t.restore({ version: number(version) })}
        </ActionForm>
      ),
  }
  return (
    <section class="stack">
      <h2>{t.versions}</h2>
      <Table
        caption={t.versions}
        captionHidden
        rows={versions.items}
        columns={[
          {
            label: t.versionColumns.version,
            heading: true,
            cell: ({ version, restoredFrom }) => (
              <span>
                <a href={`${path}?version=${version}`} aria-current={version === shown ? 'true' : undefined}>
                  {t.version({ version: number(version) })}
                </a>
                {restoredFrom !== null && `, ${t.restored({ version: number(restoredFrom) })}`}
                {version === shown && ` (${t.shown})`}
              </span>
            ),
          },
          { label: t.versionColumns.saved, cell: ({ savedAt }) => <Instant at={savedAt} text={formatInstant(savedAt, locale)} /> },
          { label: t.versionColumns.by, cell: ({ savedBy }) => savedBy },
          { label: t.versionColumns.batches, numeric: true, cell: ({ batches }) => number(batches) },
          ...(mayEdit ? [restore] : []),
        ]}
      />
      {versions.nextCursor !== null && (
        <p>
          <a href={`${path}?before=${versions.nextCursor}`}>{t.older}</a>
        </p>
      )}
    </section>
  )
}

function Batches({ locale, batches }: TemplatePageProps) {
  const t = messages[locale]
  if (batches.length === 0) return <p>{t.noBatches}</p>
  return (
    <section class="stack">
      <h2>{t.batches}</h2>
      <Table
        caption={t.batches}
        captionHidden
        rows={batches}
        columns={[
          { label: t.batchColumns.batch, heading: true, cell: ({ id, name }) => <a href={`/batches/${publicId('bat', id)}`}>{name}</a> },
          { label: t.batchColumns.state, cell: ({ state }) => <BatchStateMark locale={locale} state={state} /> },
          { label: t.batchColumns.version, numeric: true, cell: ({ version }) => formatNumber(version, locale) },
        ]}
      />
    </section>
  )
}
