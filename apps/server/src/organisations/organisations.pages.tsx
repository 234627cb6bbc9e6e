import { OrganisationInput, StaffInput, StaffRole } from '@canut/contract'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { findStaffRole, signedIn, type Allow } from '../access/index.ts'
import { customIssue, idInCursor } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { countryName, parseCountry, sentenceOfIssue, type Locale, type ReadIssue } from '../platform/i18n/index.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { LinkButton, Pager, Table, Empty, type FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf, type Refusal } from '../problems/index.ts'
import { listProjects } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { addToStaff, giveStaffRole, removeFromStaff } from './change-staff.ts'
import { createOrganisation } from './create-organisation.ts'
import { CreateOrganisation, type CreateFields } from './create-organisation.view.tsx'
import { messages } from './organisations.messages.ts'
import { getOrganisation, listOrganisationsOf, listStaff } from './organisations.store.ts'
import { OrganisationPage } from './organisation.view.tsx'

const PAGE_SIZE = 20
const pathOf = (id: string) => `/organisations/${publicId('org', id)}`

export function organisationPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()

  routes.get('/organisations', allow('organisations.list_own'), (c) => showOwn(services, c))

  routes.get('/organisations/new', allow('organisations.create'), (c) => showCreate(c, { name: '', country: '', website: '' }, []))

  routes.post('/organisations', allow('organisations.create'), async (c) => {
    const form = await readForm(c)
    const fields = { name: textOf(form, 'name'), country: textOf(form, 'country'), website: textOf(form, 'website') }
    const parsed = OrganisationInput.safeParse({ ...fields, website: fields.website.trim() === '' ? null : fields.website })
    if (!parsed.success) return showCreate(c, fields, problemsIn(parsed.error.issues, c.var.locale))
    if (parseCountry(parsed.data.country) === null)
      return showCreate(c, fields, [...problemsIn([customIssue('country', 'country_unknown')], c.var.locale)])
    const created = await createOrganisation(services, signedIn(c).id, { ...parsed.data, website: parsed.data.website ?? null })
    if (!created.ok) return showCreate(c, fields, [{ field: 'name', message: sentenceOf(created.error, c.var.locale) }])
    return c.redirect(`${pathOf(created.value.id)}?done=created`, 303)
  })

  routes.get('/organisations/:organisation', allow('organisations.see'), (c) => showOne(services, c))

  routes.post('/organisations/:organisation/staff', allow('organisations.manage_staff'), async (c) => {
    const form = await readForm(c)
    const fields = { email: textOf(form, 'email'), role: textOf(form, 'role') }
    const parsed = StaffInput.safeParse(fields)
    if (!parsed.success) return showOne(services, c, { fields, problems: problemsIn(parsed.error.issues, c.var.locale) })
    const id = organisationOf(c)
    const added = await addToStaff(services, id, signedIn(c).id, parsed.data)
    return added.ok ? c.redirect(`${pathOf(id)}?done=added`, 303) : showRefused(services, c, added.error, fields)
  })

  routes.post('/organisations/:organisation/staff/:person', allow('organisations.manage_staff'), async (c) => {
    const role = StaffRole.safeParse(textOf(await readForm(c), 'role'))
    if (!role.success) return showOne(services, c, { fields: null, problems: problemsIn(role.error.issues, c.var.locale) })
    const id = organisationOf(c)
    const given = await giveStaffRole(services, id, signedIn(c).id, { personId: personOf(c), role: role.data })
    return given.ok ? c.redirect(`${pathOf(id)}?done=role`, 303) : showRefused(services, c, given.error, null)
  })

  routes.post('/organisations/:organisation/staff/:person/remove', allow('organisations.manage_staff'), async (c) => {
    const id = organisationOf(c)
    const by = signedIn(c).id
    const removed = await removeFromStaff(services, id, by, personOf(c))
    if (!removed.ok) return showRefused(services, c, removed.error, null)
    // an owner who left may no longer see the page
    return c.redirect(removed.value.personId === by ? '/organisations?done=removed' : `${pathOf(id)}?done=removed`, 303)
  })
  return routes
}

const organisationOf = (c: Context<AppEnv>): string => c.var.subject.organisationId ?? refuse({ kind: 'not_found' })
const personOf = (c: Context<AppEnv>): string => parsePublicId('per', c.req.param('person') ?? '') ?? refuse({ kind: 'not_found' })

function problemsIn(issues: readonly ReadIssue[], locale: Locale): FormProblem[] {
  return issues.map((issue) => ({ field: issue.path.map(String).join('-') || 'role', message: sentenceOfIssue(issue, locale) }))
}

/** The sentence of `?done=…` after a post; anything else in it says nothing. */
function flashOf(c: Context<AppEnv>) {
  const done: Readonly<Record<string, string>> = messages[c.var.locale].done
  const code = c.req.query('done') ?? ''
  const text = Object.hasOwn(done, code) ? done[code] : undefined
  return text === undefined ? null : ({ tone: 'ok', text } as const)
}

async function showOwn(services: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const t = messages[locale]
  const after = idInCursor('org', c.req.query('cursor'), locale)
  const page = await listOrganisationsOf(services.db, signedIn(c).id, { after, limit: PAGE_SIZE })
  const create = <LinkButton href="/organisations/new">{t.list.create}</LinkButton>
  return shell(
    c,
    { title: t.list.title, flash: flashOf(c) },
    <section class="stack">
      <div class="page-title">
        <h1>{t.list.title}</h1>
        {page.items.length > 0 && create}
      </div>
      <p class="lead">{t.list.lead}</p>
      {page.items.length === 0 && after === null ? (
        <Empty title={t.list.none} why={<p>{t.list.noneWhy}</p>}>
          {create}
        </Empty>
      ) : (
        <Table
          caption={t.list.title}
          captionHidden
          rows={page.items}
          columns={[
            { label: t.list.columns.name, heading: true, cell: ({ id, name }) => <a href={pathOf(id)}>{name}</a> },
            { label: t.list.columns.country, cell: ({ country }) => countryName(country, locale) },
            { label: t.list.columns.role, cell: ({ role }) => t.staff.roles[role] },
          ]}
        />
      )}
      <Pager locale={locale} previous={null} next={page.nextCursor === null ? null : `/organisations?cursor=${page.nextCursor}`} />
    </section>,
  )
}

function showCreate(c: Context<AppEnv>, fields: CreateFields, problems: readonly FormProblem[]) {
  const { locale } = c.var
  return shell(
    c,
    { title: messages[locale].create.title, ...(problems.length > 0 ? { status: 422 } : {}) },
    <CreateOrganisation locale={locale} fields={fields} problems={problems} />,
  )
}

interface StaffAttempt {
  /** what was typed into the form that adds somebody; null when another form was sent */
  readonly fields: { email: string; role: string } | null
  readonly problems: readonly FormProblem[]
  readonly status?: number
}

async function showRefused(services: Services, c: Context<AppEnv>, refusal: Refusal, fields: StaffAttempt['fields']) {
  return showOne(services, c, {
    fields,
    problems: [{ field: fields === null ? undefined : 'email', message: sentenceOf(refusal, c.var.locale) }],
  })
}

async function showOne(services: Services, c: Context<AppEnv>, attempt: StaffAttempt = { fields: null, problems: [] }) {
  const { locale } = c.var
  const person = signedIn(c)
  const id = organisationOf(c)
  const before = idInCursor('prj', c.req.query('cursor'), locale)
  const [organisation, role, staff, projects] = await Promise.all([
    getOrganisation(services.db, id),
    findStaffRole(services.db, id, person.id),
    listStaff(services.db, id),
    listProjects(services.db, id, { before, limit: PAGE_SIZE }),
  ])
  return shell(
    c,
    { title: organisation.name, flash: flashOf(c), ...(attempt.problems.length > 0 ? { status: 422 } : {}) },
    <OrganisationPage
      locale={locale}
      organisation={organisation}
      role={role}
      isSteward={person.isSteward}
      personId={person.id}
      staff={staff}
      projects={projects}
      isFirstPage={before === null}
      typed={attempt.fields}
      problems={attempt.problems}
    />,
  )
}
