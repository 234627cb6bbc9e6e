import { STAFF_ROLES, type StaffRole } from '@canut/domain'
import type { ListPage } from '../platform/db/page.ts'
import { countryName, formatDate, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import {
  ActionForm,
  Button,
  Empty,
  errorsOf,
  ErrorSummary,
  Facts,
  Field,
  Instant,
  LinkButton,
  Notice,
  Pager,
  Table,
  type FormProblem,
} from '../platform/layout/index.ts'
import { taskTypeTitle, type ProjectSummary } from '../projects/index.ts'
import { messages } from './organisations.messages.ts'
import type { OrganisationRow, StaffRow } from './organisations.store.ts'

export interface OrganisationPageProps {
  readonly locale: Locale
  readonly organisation: OrganisationRow
  /** null: a steward from outside */
  readonly role: StaffRole | null
  readonly isSteward: boolean
  readonly personId: string
  readonly staff: readonly StaffRow[]
  readonly projects: ListPage<ProjectSummary>
  readonly isFirstPage: boolean
  readonly typed: { email: string; role: string } | null
  readonly problems: readonly FormProblem[]
}

export function OrganisationPage(props: OrganisationPageProps) {
  const { locale, organisation, role, isSteward } = props
  const t = messages[locale]
  const path = `/organisations/${publicId('org', organisation.id)}`
  const mayPay = role === 'owner' || role === 'manager' || isSteward
  return (
    <div class="stack">
      <ErrorSummary locale={locale} problems={props.problems} />
      <div class="page-title">
        <h1>{organisation.name}</h1>
        <LinkButton look="quiet" href={`${path}/template-hosts`}>
          {t.page.templateHosts}
        </LinkButton>
        {mayPay && (
          <LinkButton look="quiet" href={`${path}/statement`}>
            {t.page.statement}
          </LinkButton>
        )}
      </div>
      {organisation.isDemo && (
        <Notice tone="info" locale={locale}>
          {t.page.demo}
        </Notice>
      )}
      <Facts
        locale={locale}
        facts={[
          { label: t.page.country, value: countryName(organisation.country, locale) },
          ...(organisation.website === null
            ? []
            : [
                {
                  label: t.page.website,
                  value: (
                    <a href={organisation.website} rel="noopener noreferrer nofollow">
                      {organisation.website}
                    </a>
                  ),
                },
              ]),
          { label: t.page.since, value: <Instant at={organisation.createdAt} text={formatDate(organisation.createdAt, locale)} /> },
          { label: t.page.role, value: role === null ? t.page.noRole : t.staff.roles[role] },
        ]}
      />
      <Projects {...props} path={path} />
      <Staff {...props} path={path} />
    </div>
  )
}

function Projects({ locale, role, projects, isFirstPage, path }: OrganisationPageProps & { path: string }) {
  const t = messages[locale].page
  const create = role === 'owner' || role === 'manager' ? <LinkButton href={`${path}/projects/new`}>{t.newProject}</LinkButton> : undefined
  if (projects.items.length === 0 && isFirstPage) {
    return (
      <Empty title={t.noProjects} why={<p>{t.noProjectsWhy}</p>}>
        {create}
      </Empty>
    )
  }
  const { columns } = t
  return (
    <section class="stack">
      <div class="page-title">
        <h2>{t.projects}</h2>
        {create}
      </div>
      <Table
        caption={t.projects}
        captionHidden
        rows={projects.items}
        columns={[
          { label: columns.project, heading: true, cell: ({ id, name }) => <a href={`/projects/${publicId('prj', id)}`}>{name}</a> },
          {
            label: columns.client,
            cell: ({ finalClient }) => (finalClient === '' ? <span class="soft">{t.noClient}</span> : finalClient),
          },
          { label: columns.type, cell: ({ taskType }) => taskTypeTitle(taskType, locale) },
          { label: columns.created, cell: ({ createdAt }) => <Instant at={createdAt} text={formatDate(createdAt, locale)} /> },
        ]}
      />
      <Pager locale={locale} previous={null} next={projects.nextCursor === null ? null : `${path}?cursor=${projects.nextCursor}`} />
    </section>
  )
}

function Staff({ locale, role, staff, personId, path, typed, problems }: OrganisationPageProps & { path: string }) {
  const t = messages[locale].staff
  const isOwner = role === 'owner'
  return (
    <section class="stack">
      <h2>{t.title}</h2>
      <p class="soft">{t.lead}</p>
      <Table
        caption={t.title}
        captionHidden
        rows={staff}
        columns={[
          {
            label: t.columns.person,
            heading: true,
            cell: (member) => (
              <span class="breakable">
                {member.name} {member.personId === personId && `(${t.you})`}
                <br />
                <span class="soft">{member.email}</span>
              </span>
            ),
          },
          { label: t.columns.role, cell: (member) => t.roles[member.role] },
          { label: t.columns.since, cell: (member) => <Instant at={member.addedAt} text={formatDate(member.addedAt, locale)} /> },
          ...(isOwner
            ? [{ label: t.columns.actions, cell: (member: StaffRow) => <Changes locale={locale} member={member} path={path} /> }]
            : []),
        ]}
      />
      {isOwner && <AddStaff locale={locale} path={path} typed={typed} problems={problems} />}
    </section>
  )
}

function Changes({ locale, member, path }: { locale: Locale; member: StaffRow; path: string }) {
  const t = messages[locale].staff
  const action = `${path}/staff/${publicId('per', member.personId)}`
  return (
    <span class="actions">
      <form method="post" action={action} class="actions">
        <select name="role" aria-label={t.changeRole({ name: member.name })}>
          {STAFF_ROLES.map((role) => (
            <option value={role} selected={role === member.role}>
              {t.roles[role]}
            </option>
          ))}
        </select>
        <Button look="quiet">{t.change}</Button>
      </form>
      <ActionForm look="quiet" action={`${action}/remove`}>
        {t.remove}
        <span class="visually-hidden"> {member.name}</span>
      </ActionForm>
    </span>
  )
}

function AddStaff({ locale, path, typed, problems }: Pick<OrganisationPageProps, 'locale' | 'typed' | 'problems'> & { path: string }) {
  const t = messages[locale].staff
  const errors = (field: string) => errorsOf(problems, field)
  return (
    <form class="form" method="post" action={`${path}/staff`}>
      <h3>{t.add}</h3>
      <Field
        kind="email"
        locale={locale}
        name="email"
        label={t.email}
        hint={t.emailHint}
        value={typed?.email}
        errors={errors('email')}
        required
        maxlength={320}
        autocomplete="off"
      />
      <Field
        kind="select"
        locale={locale}
        name="role"
        label={t.role}
        value={typed?.role ?? 'reviewer'}
        errors={errors('role')}
        required
        options={STAFF_ROLES.toReversed().map((role) => ({ value: role, label: t.roles[role] }))}
      />
      <div class="actions">
        <Button>{t.submit}</Button>
      </div>
    </form>
  )
}
