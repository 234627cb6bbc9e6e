import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { BatchHeader, batchOf, batchPath, type BatchRow } from '../batches/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import type { Locale } from '../platform/i18n/index.ts'
import type { Services } from '../platform/services.ts'
import { sentenceOf, STATUS } from '../problems/index.ts'
import { getDisclosure, taskTypeTitle } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { issueSentence } from '../task-types/index.ts'
import { applyConfig } from './apply-config.ts'
import { ConfigForm, ConfigMade } from './config.view.tsx'
import { messages } from './label-studio.messages.ts'

export function labelStudioPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/batches/:batch/label-studio', allow('batches.edit'), async (c) => showForm(services, c, await batchOf(services, c)))

  routes.post('/batches/:batch/label-studio', allow('batches.edit'), async (c) => {
    const batch = await batchOf(services, c)
    const xml = textOf(await readForm(c), 'xml')
    if (xml.trim() === '') return showForm(services, c, batch, { xml, status: 422, sentences: [messages[c.var.locale].empty] })
    const applied = await applyConfig(services, { batchId: batch.id, by: signedIn(c).id }, xml)
    if (!applied.ok) return showForm(services, c, batch, { xml, ...refusalOf(applied.error, c.var.locale) })
    if (Object.keys(applied.value).length === 0) return c.redirect(`${batchPath(batch.id)}?done=saved`, 303)
    return show(services, c, batch, 200, <ConfigMade locale={c.var.locale} batch={batch} columns={applied.value} />)
  })
  return routes
}

type Refused = Extract<Awaited<ReturnType<typeof applyConfig>>, { ok: false }>['error']

function refusalOf(error: Refused, locale: Locale): { status: number; sentences: readonly string[] } {
  const t = messages[locale]
  switch (error.kind) {
    case 'config_not_valid': {
      const sentences = error.problems.map(({ line, column, code, params }) =>
        t.place({ line, column, sentence: t.problems[code](params) }),
      )
      return { status: 422, sentences }
    }
    case 'type_missing':
      return { status: 422, sentences: [t.typeMissing(error)] }
    case 'other_type': {
      const [found, own] = [taskTypeTitle(error.found, locale), taskTypeTitle(error.own, locale)]
      return { status: 409, sentences: [t.otherType({ found, own })] }
    }
    case 'has_tasks':
      return { status: 409, sentences: [t.hasTasks] }
    case 'settings_not_valid':
      return { status: 422, sentences: error.issues.map((issue) => t.settings({ sentence: issueSentence(issue, locale) })) }
    default:
      return { status: STATUS[error.kind], sentences: [sentenceOf(error, locale)] }
  }
}

interface Shown {
  readonly xml: string
  readonly status: number
  readonly sentences: readonly string[]
}

async function showForm(
  services: Services,
  c: Context<AppEnv>,
  batch: BatchRow,
  { xml, status, sentences }: Shown = { xml: '', status: 200, sentences: [] },
) {
  return show(services, c, batch, status, <ConfigForm locale={c.var.locale} batch={batch} xml={xml} problems={sentences} />)
}

async function show(services: Services, c: Context<AppEnv>, batch: BatchRow, status: number, content: ReturnType<typeof ConfigForm>) {
  const { locale } = c.var
  const project = await getDisclosure(services.db, batch.project_id)
  return shell(
    c,
    { title: messages[locale].title, status },
    <div class="stack narrow">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="settings" />
      <h2>{messages[locale].title}</h2>
      {content}
    </div>,
  )
}
