import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { signedIn, type Allow } from '../access/index.ts'
import { findBatch, type BatchRow } from '../batches/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { sentenceOf, STATUS, type Refusal } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { getTaskSetup, type Issue, type TaskSetup } from '../task-types/index.ts'
import { passagePath } from './chain.view.tsx'
import { messages as chainMessages } from './chains.messages.ts'
import {
  firstTyped,
  mappingOf,
  readPassageForm,
  sourceField,
  typedFrom,
  typedOf,
  type PassageTyped,
  type ReadPassage,
} from './passage-form.ts'
import { messages } from './passage-form.messages.ts'
import { PassageForm, type PassagePreview } from './passage-form.view.tsx'
import { passageOf, projectOf } from './passage-of.pages.tsx'
import { wordsOfProblem } from './passage-words.ts'
import type { PassageRow } from './passages.store.ts'
import { findFirstResponse, listUnfit } from './provenance.store.ts'
import { rowOf } from './readings.ts'
import { createPassage, editPassage } from './save-passage.ts'

const UNFIT_SHOWN = 20

export function passagePages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/projects/:project/passages/new', allow('chains.edit'), async (c) => {
    const joined = await joinedOf(services, c, c.req.query('from') ?? '', c.req.query('to') ?? '')
    return joined === null
      ? c.redirect(chainPath(c), 303)
      : showForm(services, c, { joined, typed: firstTyped(joined.earlier, joined.next) })
  })

  routes.post('/projects/:project/passages', allow('chains.edit'), async (c) => {
    const form = await readForm(c)
    const joined = await joinedOf(services, c, textOf(form, 'from'), textOf(form, 'to'))
    if (joined === null) return c.redirect(chainPath(c), 303)
    return save(services, c, { joined, passage: null }, form, ({ rule, mapping }) =>
      createPassage(services, {
        projectId: projectOf(c).projectId,
        from: joined.from.id,
        to: joined.to.id,
        rule,
        mapping,
        by: signedIn(c).id,
      }),
    )
  })

  routes.get('/projects/:project/passages/:passage', allow('chains.edit'), async (c) => {
    const passage = await passageOf(services, c)
    return showForm(services, c, { joined: await joinedBy(services, passage), passage, typed: typedOf(passage, c.var.locale) })
  })

  routes.post('/projects/:project/passages/:passage', allow('chains.edit'), async (c) => {
    const form = await readForm(c)
    const passage = await passageOf(services, c)
    return save(services, c, { joined: await joinedBy(services, passage), passage }, form, ({ rule, mapping }, { isOn }) =>
      editPassage(services, passage.id, { rule, mapping, isOn, by: signedIn(c).id }),
    )
  })
  return routes
}

interface Joined {
  readonly from: BatchRow
  readonly to: BatchRow
  readonly earlier: TaskSetup
  readonly next: TaskSetup
}

const setupsOf = (from: BatchRow, to: BatchRow): Joined => ({
  from,
  to,
  earlier: getTaskSetup(from.task_type, from.settings),
  next: getTaskSetup(to.task_type, to.settings),
})

/** The two batches that are named, when both belong to the project of the path. */
async function joinedOf(services: Services, c: Context<AppEnv>, from: string, to: string): Promise<Joined | null> {
  const [earlier, next] = await Promise.all(
    [from, to].map(async (text) => {
      const id = parsePublicId('bat', text)
      const batch = id === null ? null : await findBatch(services.db, id)
      return batch?.project_id === projectOf(c).projectId ? batch : null
    }),
  )
  return earlier === undefined || earlier === null || next === undefined || next === null ? null : setupsOf(earlier, next)
}

async function joinedBy(services: Services, { from, to }: PassageRow): Promise<Joined> {
  const [earlier, next] = await Promise.all([findBatch(services.db, from), findBatch(services.db, to)])
  if (earlier === null || next === null) throw new Error('a passage leads from or to a batch that is gone')
  return setupsOf(earlier, next)
}

const chainPath = (c: Context<AppEnv>) => `/projects/${publicId('prj', projectOf(c).projectId)}/chain`

interface Editing {
  readonly joined: Joined
  readonly passage: PassageRow | null
}

async function save(
  services: Services,
  c: Context<AppEnv>,
  editing: Editing,
  form: FormData,
  store: (read: ReadPassage, typed: PassageTyped) => Promise<{ ok: true } | { ok: false; error: Refusal }>,
) {
  const { earlier, next } = editing.joined
  const typed = typedFrom(form, next)
  if (textOf(form, 'do') === 'show') return showForm(services, c, { ...editing, typed })
  const { read, problems } = readPassageForm(typed, earlier, c.var.locale)
  if (read === null) return showForm(services, c, { ...editing, typed, problems, status: 422 })
  const stored = await store(read, typed)
  if (stored.ok) return c.redirect(`${chainPath(c)}?done=${editing.passage === null ? 'joined' : 'saved'}`, 303)
  const { error } = stored
  return showForm(services, c, { ...editing, typed, problems: problemsOf(error, c.var.locale), status: STATUS[error.kind] })
}

function problemsOf(error: Refusal, locale: Locale): FormProblem[] {
  const message = sentenceOf(error, locale)
  if (error.kind === 'passage_columns_missing') return error.columns.map((column) => ({ field: sourceField(column), message }))
  if (error.kind === 'passage_source_unknown') return [{ field: sourceField(error.column), message }]
  if (error.kind === 'passage_condition_not_possible') return [{ field: 'condition', message }]
  return [{ ...(error.kind === 'passage_unit_not_possible' ? { field: 'unit' } : {}), message }]
}

interface Shown {
  readonly joined: Joined
  readonly passage?: PassageRow | null
  readonly typed: PassageTyped
  readonly problems?: readonly FormProblem[]
  readonly status?: number
}

async function showForm(services: Services, c: Context<AppEnv>, { joined, passage = null, typed, problems = [], status = 200 }: Shown) {
  const { locale } = c.var
  const t = messages[locale]
  const title = passage === null ? t.newTitle : t.editTitle
  const hidden = passage === null ? { from: publicId('bat', joined.from.id), to: publicId('bat', joined.to.id) } : {}
  return shell(
    c,
    { title, status },
    <div class="stack narrow">
      <p>
        <a href={chainPath(c)}>← {chainMessages[locale].back}</a>
      </p>
      <h1>{title}</h1>
      <PassageForm
        locale={locale}
        action={passage === null ? `/projects/${c.req.param('project') ?? ''}/passages` : passagePath(passage)}
        submit={passage === null ? t.create : t.save}
        names={{ from: joined.from.name, to: joined.to.name }}
        setups={joined}
        typed={typed}
        problems={problems}
        preview={await previewOf(services, joined, typed)}
        hidden={hidden}
        isNew={passage === null}
      />
      {passage !== null && <Unfit locale={locale} unfit={await listUnfit(services.db, passage.id, UNFIT_SHOWN)} />}
    </div>,
  )
}

async function previewOf(services: Services, { from, earlier, next }: Joined, typed: PassageTyped): Promise<PassagePreview | null> {
  const first = await findFirstResponse(services.db, from.id)
  if (first === null) return null
  const row = rowOf(mappingOf(typed), earlier, { ...first, confidence: null })
  const read = next.readRow(row)
  return { row, issues: read.ok ? [] : read.error }
}

function Unfit({ locale, unfit }: { locale: Locale; unfit: Awaited<ReturnType<typeof listUnfit>> }): Child {
  if (unfit.length === 0) return null
  return (
    <section class="card">
      <h2>{messages[locale].unfitTitle}</h2>
      <ul>
        {unfit.map(({ number, problem }) => (
          <li>
            {number}: {wordsOfProblem(problem as Issue[], locale)}
          </li>
        ))}
      </ul>
    </section>
  )
}
