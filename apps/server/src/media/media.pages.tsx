import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { findStaffRole, signedIn, type Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { nameInCursor } from './media-cursor.ts'
import { messages } from './media.messages.ts'
import { findMedia, listMedia } from './media.store.ts'
import { MediaPage } from './media.view.tsx'
import { receiveUpload, type UploadReport } from './receive-upload.ts'
import { removeMedia } from './remove-media.ts'
import { serveMedia } from './serve-media.ts'

const PAGE_SIZE = 50

export function mediaPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()

  routes.get('/media/:media/:name', allow('media.see'), (c) => serveMedia(services, c.var.subject.mediaId, c.req.raw))

  routes.get('/projects/:project/media', allow('projects.see'), (c) => show(services, c, projectOf(c)))

  routes.post('/projects/:project/media', allow('projects.upload_media'), async (c) => {
    const projectId = projectOf(c)
    const report = await receiveUpload(services, projectId, c.req.raw)
    if (report.problems.length > 0 || report.stored.length === 0) return show(services, c, projectId, { report })
    return c.redirect(`/projects/${publicId('prj', projectId)}/media?stored=${report.stored.length}`, 303)
  })

  routes.post('/media/:media/remove', allow('projects.upload_media'), async (c) => {
    const mediaId = c.var.subject.mediaId ?? refuse({ kind: 'not_found' })
    const { projectId } = (await findMedia(services.db, mediaId)) ?? refuse({ kind: 'not_found' })
    const removed = await removeMedia(services, { mediaId, by: signedIn(c).id })
    if (!removed.ok) return show(services, c, projectId, { refused: sentenceOf(removed.error, c.var.locale) })
    return c.redirect(`/projects/${publicId('prj', projectId)}/media?done=removed`, 303)
  })
  return routes
}

const projectOf = (c: Context<AppEnv>): string => c.var.subject.projectId ?? refuse({ kind: 'not_found' })

async function show(services: Services, c: Context<AppEnv>, projectId: string, outcome: { report?: UploadReport; refused?: string } = {}) {
  const { locale } = c.var
  const t = messages[locale]
  const after = nameInCursor(c.req.query('cursor'), locale)
  const [project, media] = await Promise.all([
    getDisclosure(services.db, projectId),
    listMedia(services.db, projectId, { after, limit: PAGE_SIZE }),
  ])
  const role = await findStaffRole(services.db, project.organisationId, signedIn(c).id)
  const isRefused = outcome.refused !== undefined || outcome.report !== undefined
  return shell(
    c,
    { title: t.of({ project: project.name }), flash: flashOf(c), ...(isRefused ? { status: 422 } : {}) },
    <MediaPage
      locale={locale}
      project={project}
      media={media}
      isFirstPage={after === null}
      mayChange={role === 'owner' || role === 'manager'}
      report={outcome.report ?? null}
      refused={outcome.refused ?? null}
    />,
  )
}

function flashOf(c: Context<AppEnv>) {
  const t = messages[c.var.locale]
  if (c.req.query('done') === 'removed') return { tone: 'ok', text: t.done.removed } as const
  const stored = /^[1-9]\d{0,5}$/.exec(c.req.query('stored') ?? '')?.[0]
  return stored === undefined ? null : ({ tone: 'ok', text: t.report.stored({ count: Number(stored), text: stored }) } as const)
}
