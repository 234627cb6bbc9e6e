import { InstructionsRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { raw } from 'hono/html'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, issuesIn } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { formatInstant, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { Button, errorsOf, ErrorSummary, Field, Instant, Notice, Table, type FormProblem } from '../platform/layout/index.ts'
import { Changes, renderMarkdown, textChanges } from '../platform/markdown/index.ts'
import type { Services } from '../platform/services.ts'
import { sentenceOf } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { findTaskType, type Preset } from '../task-types/index.ts'
import { BatchHeader, batchPath } from './batch-header.tsx'
import { batchOf, mayChange } from './batch-of.pages.tsx'
import type { BatchRow } from './batches.store.ts'
import { messages } from './instructions.messages.ts'
import { findInstructions, listInstructions, type InstructionsRow } from './instructions.store.ts'
import { writeInstructions } from './write-instructions.ts'

export function instructionsPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/batches/:batch/instructions', allow('batches.see'), async (c) => showInstructions(services, c, await batchOf(services, c)))

  routes.post('/batches/:batch/instructions', allow('batches.edit'), async (c) => {
    const batch = await batchOf(services, c)
    const { locale } = c.var
    const typed = textOf(await readForm(c), 'markdown')
    const read = InstructionsRequest.safeParse({ markdown: typed })
    const problems = read.success ? [] : issuesIn(read.error.issues, locale).map(({ message }) => ({ field: 'markdown', message }))
    if (typed.trim() === '') problems.push({ field: 'markdown', message: messages[locale].empty })
    if (!read.success || problems.length > 0) return showInstructions(services, c, batch, { typed, problems })
    const written = await writeInstructions(services, { batchId: batch.id, markdown: read.data.markdown, by: signedIn(c).id })
    if (!written.ok) return showInstructions(services, c, batch, { typed, problems: [{ message: sentenceOf(written.error, locale) }] })
    return c.redirect(`${batchPath(batch.id)}/instructions?done=written`, 303)
  })
  return routes
}

async function showInstructions(
  services: Services,
  c: Context<AppEnv>,
  batch: BatchRow,
  tried?: { readonly typed: string; readonly problems: readonly FormProblem[] },
) {
  const { locale } = c.var
  const t = messages[locale]
  const project = await getDisclosure(services.db, batch.project_id)
  const current = await findInstructions(services.db, batch.id, batch.instructions_version)
  const from = versionOf(c.req.query('from'))
  const compared = from === null ? null : await findInstructions(services.db, batch.id, from)
  const mayWrite = batch.state !== 'closed' && (await mayChange(services, c, batch))
  const versions = await listInstructions(services.db, batch.id)
  const flash = c.req.query('done') === 'written' ? ({ tone: 'ok', text: t.done } as const) : null
  return shell(
    c,
    { title: t.title, status: tried === undefined ? 200 : 422, flash },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="instructions" />
      {current === null ? <p>{t.none}</p> : <Current locale={locale} current={current} compared={compared} />}
      {mayWrite && (
        <WriteForm
          locale={locale}
          batch={batch}
          problems={tried?.problems ?? []}
          typed={tried?.typed ?? current?.markdown ?? exampleOf(c, batch)}
        />
      )}
      {versions.length > 1 && <Versions locale={locale} batch={batch} versions={versions} />}
    </div>,
  )
}

/** The example is offered, never filled in by itself: nobody should publish it without having read it. */
function exampleOf(c: Context<AppEnv>, batch: BatchRow): string {
  const asked = c.req.query('example')
  return examplesOf(batch).find(({ name }) => name === asked)?.sample.instructions[c.var.locale] ?? ''
}

/** Of the kind of task and of each use that comes with its settings made up: a batch does not keep which one it began with. */
function examplesOf(batch: BatchRow): readonly Pick<Preset, 'name' | 'title' | 'sample'>[] {
  const type = findTaskType(batch.task_type)
  return type === null ? [] : [type, ...type.presets]
}

function versionOf(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}

function Current({ locale, current, compared }: { locale: Locale; current: InstructionsRow; compared: InstructionsRow | null }) {
  const t = messages[locale]
  const number = (value: number) => formatNumber(value, locale)
  return (
    <section class="card">
      <h2>{t.version({ version: number(current.version) })}</h2>
      {compared === null ? (
        <div class="prose">{raw(renderMarkdown(current.markdown))}</div>
      ) : (
        <>
          <h3>{t.changed({ from: number(compared.version), to: number(current.version) })}</h3>
          <Changes changes={textChanges(compared.markdown, current.markdown)} />
        </>
      )}
    </section>
  )
}

function WriteForm({
  locale,
  batch,
  typed,
  problems,
}: {
  locale: Locale
  batch: BatchRow
  typed: string
  problems: readonly FormProblem[]
}) {
  const t = messages[locale]
  return (
    <form class="form" method="post" action={`${batchPath(batch.id)}/instructions`}>
      <h2>{t.write}</h2>
      <ErrorSummary locale={locale} problems={problems} />
      {batch.state !== 'draft' && (
        <Notice tone="info" locale={locale}>
          {t.open}
        </Notice>
      )}
      <Field
        locale={locale}
        kind="textarea"
        name="markdown"
        label={t.text}
        hint={t.hint}
        value={typed}
        rows={14}
        required
        errors={errorsOf(problems, 'markdown')}
      />
      {typed === '' && (
        <ul>
          {examplesOf(batch).map(({ name, title }) => (
            <li>
              <a href={`${batchPath(batch.id)}/instructions?example=${name}`}>{t.sample({ kind: title[locale] })}</a>
            </li>
          ))}
        </ul>
      )}
      <Button>{t.save}</Button>
    </form>
  )
}

function Versions({
  locale,
  batch,
  versions,
}: {
  locale: Locale
  batch: BatchRow
  versions: readonly { version: number; created_at: Date; author: string }[]
}) {
  const t = messages[locale]
  const number = (value: number) => formatNumber(value, locale)
  return (
    <Table
      caption={t.versions}
      columns={[
        { label: t.versions, cell: (row) => t.version({ version: number(row.version) }), heading: true },
        { label: t.by, cell: (row) => row.author },
        { label: t.when, cell: (row) => <Instant at={row.created_at} text={formatInstant(row.created_at, locale)} /> },
        {
          label: t.changes,
          cell: (row) =>
            row.version === batch.instructions_version ? (
              ''
            ) : (
              <a href={`${batchPath(batch.id)}/instructions?from=${row.version}`}>{t.compare({ version: number(row.version) })}</a>
            ),
        },
      ]}
      rows={versions}
    />
  )
}
