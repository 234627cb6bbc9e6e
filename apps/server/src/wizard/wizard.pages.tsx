import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Readable } from 'node:stream'
import { signedIn, type Allow } from '../access/index.ts'
import { batchPath, fieldOfRefusal, findBatch, readBatch, typedFrom, type BatchToCreate } from '../batches/index.ts'
import { UPLOAD_MAX_BYTES } from '../imports/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { readMultipart, type UploadedFile } from '../platform/http/multipart.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf } from '../problems/index.ts'
import { getDisclosure, type ProjectDisclosure } from '../projects/index.ts'
import { findTemplateName, findVersion, listTemplates, TEMPLATE_TYPE } from '../saved-templates/index.ts'
import { shell } from '../shell/index.ts'
import { findTaskType, issueSentence, type Issue, type SampleSet, type TaskType } from '../task-types/index.ts'
import { NO_ROWS, SAMPLE_ROWS, filesOf, readFirstRows, sampleTable, sampleTasks } from './first-rows.ts'
import { KindsPage } from './kinds.view.tsx'
import { createWithFile, createWithRows } from './new-batch.ts'
import { Preview, type PreviewShown } from './preview.view.tsx'
import { TaskPage } from './task-page.view.tsx'
import { messages } from './wizard.messages.ts'

const SCRIPT = '/assets/wizard.js'
/** Of a chosen file, enough for its first rows. */
const HEAD_BYTES = 64 * 1024
/** On the page of kinds; the others are on a page of their own. */
const TEMPLATES_OFFERED = 12
const ROWS_MAX_BYTES = 1024 * 1024

export function wizardPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/projects/:project/batches/new', allow('batches.create'), async (c) => {
    const project = await projectOf(services, c)
    const type = findTaskType(c.req.query('type') ?? '')
    if (type === null) return showKinds(services, c, project)
    const { settings, title } = sampleOf(type, c.req.query('preset') ?? '')
    const template = await templateOf(services, project, type, c.req.query('template') ?? '')
    const asked: Asked = {
      type,
      preset: c.req.query('preset') ?? '',
      after: c.req.query('after') ?? '',
      template,
      typed: { name: template?.name ?? title[c.var.locale], rows: '', settings: template?.settings ?? settings },
      head: null,
    }
    return showTask(services, c, project, asked)
  })

  routes.post('/projects/:project/batches', allow('batches.create'), async (c) => {
    const project = await projectOf(services, c)
    const sent = await receive(services, c, project)
    if (sent.done !== null) return c.redirect(sent.done, 303)
    if (sent.problems.length > 0 || sent.issues.length > 0) return showTask(services, c, project, sent.asked, sent)
    return showTask(services, c, project, sent.asked)
  })

  // the rows, sounds and films of samples are made or read when they are asked for; drawings are in the page
  routes.get('/projects/:project/samples/:kind/:sample', allow('batches.create'), (c) => {
    const type = findTaskType(c.req.param('kind')) ?? refuse({ kind: 'not_found' })
    if (c.req.param('sample') === SAMPLE_ROWS) {
      c.header('Content-Disposition', `attachment; filename="${type.name}-${SAMPLE_ROWS}"`)
      return c.body(sampleTable(sampleOf(type, c.req.query('preset') ?? '').sample), 200, { 'Content-Type': 'text/csv; charset=utf-8' })
    }
    const samples = [type.sample, ...type.presets.map(({ sample }) => sample)]
    const isAsked = ({ name }: { readonly name: string }) => name === c.req.param('sample')
    const headers = { 'Cache-Control': 'private, max-age=86400' }
    const sound = samples.flatMap(({ sounds = [] }) => sounds).find(isAsked)
    if (sound !== undefined) return c.body(sound.wav(), 200, { ...headers, 'Content-Type': 'audio/wav' })
    const film = samples.flatMap(({ films = [] }) => films).find(isAsked)
    return film === undefined ? refuse({ kind: 'not_found' }) : c.body(film.webm(), 200, { ...headers, 'Content-Type': 'video/webm' })
  })

  routes.post('/projects/:project/batches/preview', allow('batches.create'), async (c) => {
    const project = await projectOf(services, c)
    const form = await readForm(c)
    const asked = await askedIn(services, form, project, textOf(form, 'head') === '' ? null : textOf(form, 'head'))
    const { shown } = await previewOf(services, project, asked)
    return c.html(<Preview locale={c.var.locale} shown={shown} />)
  })
  return routes
}

/** What the form holds, as it was typed. */
interface Asked {
  readonly type: TaskType
  readonly preset: string
  /** public id of the batch whose answers become the tasks; empty: none */
  readonly after: string
  /** of the project, that the batch begins with */
  readonly template: TemplateToUse | null
  readonly typed: { readonly name: string; readonly rows: string; readonly settings: unknown }
  /** the beginning of the chosen file */
  readonly head: string | null
}

interface TemplateToUse {
  readonly number: number
  readonly name: string
  readonly settings: unknown
}

/** The template that an address or a form names, with its newest version; null when it names none. */
async function templateOf(services: Services, project: ProjectDisclosure, type: TaskType, text: string): Promise<TemplateToUse | null> {
  if (type.name !== TEMPLATE_TYPE || text === '') return null
  const number = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : refuse({ kind: 'not_found' })
  const [name, newest] = await Promise.all([
    findTemplateName(services.db, project.id, number),
    findVersion(services.db, project.id, number),
  ])
  return name === null || newest === null ? refuse({ kind: 'not_found' }) : { number, name, settings: newest.settings }
}

async function projectOf(services: Services, c: Context<AppEnv>): Promise<ProjectDisclosure> {
  return getDisclosure(services.db, c.var.subject.projectId ?? refuse({ kind: 'not_found' }))
}

const pathOf = (project: ProjectDisclosure) => `/projects/${publicId('prj', project.id)}`

function sampleOf(type: TaskType, name: string): { settings: unknown; sample: SampleSet; title: TaskType['title'] } {
  const preset = type.presets.find((each) => each.name === name)
  const { sample, title } = preset ?? type
  return { settings: sample.settings, sample, title }
}

/** A form that names no kind of task means the project's own. */
async function askedIn(services: Services, form: FormData, project: ProjectDisclosure, head: string | null): Promise<Asked> {
  const type = findTaskType(form.has('taskType') ? textOf(form, 'taskType') : project.taskType) ?? refuse({ kind: 'not_found' })
  return {
    type,
    preset: textOf(form, 'preset'),
    after: textOf(form, 'after'),
    template: await templateOf(services, project, type, textOf(form, 'template')),
    typed: { name: textOf(form, 'name'), rows: textOf(form, 'rows'), settings: type.settingsFromForm(form) },
    head,
  }
}

async function showKinds(services: Services, c: Context<AppEnv>, project: ProjectDisclosure) {
  const { locale } = c.var
  const path = pathOf(project)
  const templates = await listTemplates(services.db, project.id, { before: null, limit: TEMPLATES_OFFERED })
  return shell(
    c,
    { title: messages[locale].title },
    <KindsPage
      locale={locale}
      action={`${path}/batches/new`}
      project={{ name: project.name, path, taskType: project.taskType }}
      templates={templates}
    />,
  )
}

interface Outcome {
  /** where to go on; null when the form is shown again */
  readonly done: string | null
  readonly asked: Asked
  readonly problems: readonly FormProblem[]
  readonly issues: readonly Issue[]
}

/** Reads the form, and the file that comes after its fields while it arrives: a whole form makes a draft. */
async function receive(services: Services, c: Context<AppEnv>, project: ProjectDisclosure): Promise<Outcome> {
  if (!/^multipart\//i.test(c.req.header('content-type') ?? '')) return finish(services, c, project, await readForm(c), null)
  let outcome = null as Outcome | null
  let head = null as string | null
  const limits = { filesMax: 1, fileMaxBytes: UPLOAD_MAX_BYTES, fieldMaxBytes: ROWS_MAX_BYTES }
  const { fields } = await readMultipart(c.req.raw, limits, async (file, before) => {
    // browsers send a file without a name when none was chosen
    if (file.fileName === '') return
    if (!isOnlyShown(c, before)) outcome = await finish(services, c, project, before, file)
    if ((outcome?.done ?? null) === null) head = await headOf(file.content)
  })
  if (outcome !== null) return { ...outcome, asked: { ...outcome.asked, head } }
  if (head !== null) return { done: null, asked: await askedIn(services, fields, project, head), problems: [], issues: [] }
  return finish(services, c, project, fields, null)
}

/**
 * Whether the form is to be shown again and makes nothing yet. A button's name and value are sent where the button stands, which for one
 * at the end is after the file: that one says it in its address, and what makes the draft says nothing.
 */
function isOnlyShown(c: Context<AppEnv>, before: FormData): boolean {
  return c.req.query('do') === 'show' || (before.has('do') && textOf(before, 'do') !== 'create')
}

async function headOf(content: Readable): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of content as AsyncIterable<Buffer>) {
    if (bytes < HEAD_BYTES) pieces.push(piece)
    bytes += piece.length
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES).toString('utf8')
}

async function finish(
  services: Services,
  c: Context<AppEnv>,
  project: ProjectDisclosure,
  form: FormData,
  file: UploadedFile | null,
): Promise<Outcome> {
  const { locale } = c.var
  const asked = await askedIn(services, form, project, null)
  if (isOnlyShown(c, form)) return { done: null, asked, problems: [], issues: [] }
  const typed = typedFrom(form, asked.type)
  const { terms, problems } = readBatch({ ...typed, price: form.has('price') ? typed.price : '0' }, locale)
  const checked = asked.type.setUp(asked.typed.settings)
  const refused = (found: readonly FormProblem[], issues: readonly Issue[] = []): Outcome => ({
    done: null,
    asked,
    // browsers do not keep a chosen file
    problems: file === null ? found : [...found, { field: 'file', message: messages[locale].fileAgain }],
    issues,
  })
  if (terms === null || !checked.ok) return refused(problems, checked.ok ? [] : checked.error)
  const rows = await readFirstRows(services.db, {
    projectId: project.id,
    taskType: asked.type.name,
    setup: checked.value,
    text: asked.typed.rows,
    isWhole: true,
  })
  if (rows.problemsFound > 0) return refused([{ field: 'rows', message: messages[locale].rowsBad }])

  const batch: BatchToCreate = {
    projectId: project.id,
    taskType: asked.type.name,
    template: asked.template?.number ?? null,
    terms,
    instructions: '',
    by: signedIn(c).id,
  }
  const created =
    file === null ? await createWithRows(services, { ...batch, rows: asked.typed.rows }) : await createWithFile(services, batch, file)
  if (!created.ok) {
    if (created.error.kind === 'settings_not_valid') return refused([], created.error.issues)
    return refused([{ field: fieldOfRefusal(created.error), message: sentenceOf(created.error, locale) }])
  }
  const made = 'batch' in created.value ? created.value : { batch: created.value, imported: null }
  return { done: nextPage(project, asked, made, terms.price_micros > 0n), asked, problems: [], issues: [] }
}

type Made = Readonly<{ batch: { readonly id: string }; imported: { ok: true; value: string } | { ok: false } | null }>

/** What is asked next: what passes into a step, whether to load the file, the price; or the draft as a whole. */
function nextPage(project: ProjectDisclosure, { after }: Asked, { batch, imported }: Made, hasPrice: boolean): string {
  const path = batchPath(batch.id)
  if (after !== '') return `${pathOf(project)}/passages/new?from=${after}&to=${publicId('bat', batch.id)}`
  if (imported?.ok === true) return `${path}/imports/${publicId('imp', imported.value)}`
  if (imported !== null) return `${path}/imports`
  return hasPrice ? `${path}?done=created` : `${path}/settings`
}

async function previewOf(services: Services, project: ProjectDisclosure, { type, preset, typed, head }: Asked) {
  const { sample } = sampleOf(type, preset)
  const checked = type.setUp(typed.settings)
  const setup = checked.ok ? checked.value : null
  const nothing: PreviewShown = { setup, payload: null, number: 1, isSample: true, rows: NO_ROWS, files: null }
  if (setup === null) return { setup, issues: checked.ok ? [] : checked.error, shown: nothing }
  const own = typed.rows.trim() === '' && head !== null ? { text: head, isWhole: false } : { text: typed.rows, isWhole: true }
  const rows = await readFirstRows(services.db, { projectId: project.id, taskType: type.name, setup, ...own })
  const [task] = rows.tasks.length > 0 ? rows.tasks : rows.problemsFound > 0 ? [] : sampleTasks(setup, sample)
  const payload = task?.payload ?? null
  const names = payload === null ? [] : setup.mediaNames(payload)
  const files = await filesOf(services, project.id, names, {
    sample,
    filesAt: `${pathOf(project)}/samples/${type.name}`,
    framed: setup.framed === true,
  })
  return { setup, issues: [], shown: { ...nothing, payload, isSample: rows.tasks.length === 0, rows, files } }
}

async function showTask(
  services: Services,
  c: Context<AppEnv>,
  project: ProjectDisclosure,
  asked: Asked,
  refused: { problems: readonly FormProblem[]; issues: readonly Issue[] } | null = null,
) {
  const { locale } = c.var
  const { setup, issues: found, shown } = await previewOf(services, project, asked)
  const issues = refused?.issues ?? found
  const problems: FormProblem[] = [
    ...(refused?.problems ?? []),
    ...issues.map((issue) => ({ field: issue.path === '' ? undefined : issue.path, message: issueSentence(issue, locale) })),
  ]
  const after = await afterOf(services, project, asked.after)
  const scripts = [SCRIPT, ...(asked.type.settingsScripts ?? []), ...(setup?.scripts ?? [])]
  return shell(
    c,
    { title: messages[locale].title, variant: 'wide', scripts, status: refused === null ? 200 : 422 },
    <TaskPage
      locale={locale}
      project={{ name: project.name, path: pathOf(project) }}
      type={asked.type}
      preset={asked.preset}
      after={after}
      template={asked.template}
      typed={asked.typed}
      problems={problems}
      issues={issues}
      setup={setup}
      shown={shown}
    />,
  )
}

/** The batch that the new step follows, when it is one of this project. */
async function afterOf(services: Services, project: ProjectDisclosure, text: string): Promise<{ id: string; name: string } | null> {
  const id = parsePublicId('bat', text)
  const batch = id === null ? null : await findBatch(services.db, id)
  return batch?.project_id === project.id ? { id: text, name: batch.name } : null
}
