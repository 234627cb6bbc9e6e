import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Readable } from 'node:stream'
import { signedIn, type Allow } from '../access/index.ts'
import { batchOf, batchPath, mayChange, type BatchRow } from '../batches/index.ts'
import { readScreenFiles } from '../work-files/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readMultipart } from '../platform/http/multipart.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf, STATUS, type Refusal } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { cancelImport } from './cancel-import.ts'
import { loadImport } from './import-job.ts'
import { ImportView } from './import.view.tsx'
import { findImport, listImports, listProblems, type ImportRow } from './imports.store.ts'
import { ImportsView } from './imports.view.tsx'
import { messages } from './pages.messages.ts'
import type { ReadyTask } from './read-tasks.ts'
import { reportLines } from './report.ts'
import { UPLOAD_MAX_BYTES, uploadImport } from './upload-import.ts'

const IMPORTS_SHOWN = 50
const PROBLEMS_SHOWN = 100
const REFRESH_SECONDS = 2

export function importPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/batches/:batch/imports', allow('imports.see'), async (c) => showImports(services, c, await batchOf(services, c), null))

  routes.post('/batches/:batch/imports', allow('imports.run'), async (c) => {
    const batch = await batchOf(services, c)
    const sent = await receive(services, c, batch)
    if (sent === null) return showImports(services, c, batch, { problem: messages[c.var.locale].noFile, status: 422 })
    if (!sent.ok) return showImports(services, c, batch, { problem: sentenceOf(sent.error, c.var.locale), status: STATUS[sent.error.kind] })
    return c.redirect(pathOf(batch.id, sent.value), 303)
  })

  routes.get('/batches/:batch/imports/:import', allow('imports.see'), async (c) => {
    const batch = await batchOf(services, c)
    return showImport(services, c, batch, await importOf(services, c), null)
  })

  routes.post('/batches/:batch/imports/:import/load', allow('imports.run'), async (c) => {
    const batch = await batchOf(services, c)
    const row = await importOf(services, c)
    const loading = await loadImport(services, row.id)
    return loading.ok ? c.redirect(`${pathOf(batch.id, row.id)}?done=loading`, 303) : showImport(services, c, batch, row, loading.error)
  })

  routes.post('/batches/:batch/imports/:import/cancel', allow('imports.run'), async (c) => {
    const batch = await batchOf(services, c)
    const row = await importOf(services, c)
    const cancelled = await cancelImport(services, row.id)
    return cancelled.ok
      ? c.redirect(`${pathOf(batch.id, row.id)}?done=cancelled`, 303)
      : showImport(services, c, batch, row, cancelled.error)
  })

  routes.get('/batches/:batch/imports/:import/report.csv', allow('imports.see'), async (c) => {
    const row = await importOf(services, c)
    const bytes = Readable.from(encoded(reportLines(services, row, c.var.locale)), { objectMode: false })
    return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${publicId('imp', row.id)}-report.csv"`,
      },
    })
  })
  return routes
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const line of lines) yield Buffer.from(line)
}

const pathOf = (batchId: string, importId: string) => `${batchPath(batchId)}/imports/${publicId('imp', importId)}`

async function importOf(services: Services, c: Context<AppEnv>): Promise<ImportRow> {
  return (await findImport(services.db, c.var.subject.importId ?? '')) ?? refuse({ kind: 'not_found' })
}

/** The first file of the form, stored while it arrives; null when none was chosen. */
async function receive(services: Services, c: Context<AppEnv>, batch: BatchRow) {
  let sent: Awaited<ReturnType<typeof uploadImport>> | null = null
  await readMultipart(c.req.raw, { filesMax: 1, fileMaxBytes: UPLOAD_MAX_BYTES }, async ({ fileName, content, wasCut }) => {
    // browsers send a file without a name when none was chosen
    if (fileName === '') return
    sent = await uploadImport(services, { batchId: batch.id, fileName: fileName.slice(0, 200), content, wasCut, by: signedIn(c).id })
  })
  return sent as Awaited<ReturnType<typeof uploadImport>> | null
}

async function showImports(services: Services, c: Context<AppEnv>, batch: BatchRow, refused: { problem: string; status: number } | null) {
  const { locale } = c.var
  const [project, imports, change] = await Promise.all([
    getDisclosure(services.db, batch.project_id),
    listImports(services.db, batch.id, IMPORTS_SHOWN),
    mayChange(services, c, batch),
  ])
  return shell(
    c,
    { title: messages[locale].title, status: refused?.status ?? 200 },
    <ImportsView
      locale={locale}
      batch={batch}
      projectName={project.name}
      setup={getTaskSetup(batch.task_type, batch.settings)}
      imports={imports}
      mayChange={change}
      problem={refused?.problem ?? null}
    />,
  )
}

async function showImport(services: Services, c: Context<AppEnv>, batch: BatchRow, row: ImportRow, refusal: Refusal | null) {
  const { locale } = c.var
  const t = messages[locale]
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const [project, problems, change] = await Promise.all([
    getDisclosure(services.db, batch.project_id),
    listProblems(services.db, row.id, -1, PROBLEMS_SHOWN),
    mayChange(services, c, batch),
  ])
  const preview = row.preview as readonly ReadyTask[]
  const names = preview.flatMap(({ payload }) => [...setup.mediaNames(payload)])
  const filesFor = await readScreenFiles(services, batch.project_id, names, setup.framed === true)
  const isRunning = row.state === 'uploaded' || row.state === 'checking' || row.state === 'loading'
  if (isRunning) c.header('Refresh', `${REFRESH_SECONDS};url=${pathOf(batch.id, row.id)}`)
  const done = c.req.query('done')
  const flash = done === 'loading' || done === 'cancelled' ? ({ tone: 'ok', text: t.done[done] } as const) : null
  return shell(
    c,
    { title: t.one({ name: row.file_name }), scripts: setup.scripts, status: refusal === null ? 200 : STATUS[refusal.kind], flash },
    <ImportView
      locale={locale}
      batch={batch}
      projectName={project.name}
      row={row}
      setup={setup}
      problems={problems.map(({ problem }) => problem)}
      preview={preview}
      files={filesFor('staff')}
      isRunning={isRunning}
      mayChange={change}
      refusal={refusal === null ? null : sentenceOf(refusal, locale)}
    />,
  )
}
